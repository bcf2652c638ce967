"""The send decision as SQL, for the statement that claims a message and nowhere later.

Each argument is a column ("d.contact_id"); a channel or purpose may also be its own word
("email", "marketing"). The text is static: no value of a user ever enters it.
"""

import re

from .models import Channel, Purpose, Suppression

# The house's own letters: an answer to what the person asked for, never an offer. They need no
# permission; only an address that is dead gets none.
SERVICE = "service"
COLUMN = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?")
WORDS = frozenset(Channel.values) | frozenset(Purpose.values)
DEAD = Suppression.Reason.BOUNCED.value


def permitted_sql(contact: str, channel: str, purpose: str) -> str:
    """True when the contact's newest statement for channel and purpose is a yes."""
    return (
        "EXISTS (SELECT FROM consent_permission may"
        f" WHERE may.contact_id = {_operand(contact)} AND may.channel = {_operand(channel)}"
        f" AND may.purpose = {_operand(purpose)} AND may.granted)"
    )


def suppressed_sql(address: str, channel: str) -> str:
    """True when nobody may write to the address, whoever it belongs to."""
    return (
        "EXISTS (SELECT FROM consent_suppression never"
        f" WHERE never.channel = {_operand(channel)} AND never.address = {_operand(address)}"
        " AND never.lifted_at IS NULL)"
    )


def restricted_sql(contact: str) -> str:
    """True when the contact's data are kept and not used."""
    return (
        "EXISTS (SELECT FROM consent_restriction held"
        f" WHERE held.contact_id = {_operand(contact)} AND held.lifted_at IS NULL)"
    )


def wish_sql(contact: str) -> str:
    """A SELECT of at most one row: how many offers in seven days the contact wishes for."""
    return (
        "SELECT newest.most_a_week FROM (SELECT w.most_a_week FROM consent_wish w"  # noqa: S608
        f" WHERE w.contact_id = {_operand(contact)} ORDER BY w.stated_at DESC, w.id DESC LIMIT 1)"
        " newest WHERE newest.most_a_week IS NOT NULL"
    )


def may_send_sql(contact: str, address: str, channel: str, purpose: str) -> str:
    """A boolean expression: nothing stands against it. No row at all means no."""
    return f"({reason_not_sql(contact, address, channel, purpose)} = '')"


def reason_not_sql(contact: str, address: str, channel: str, purpose: str) -> str:
    """Why not: 'suppressed', 'restricted', 'no_consent', or '' when it may be sent."""
    return (
        f"(CASE WHEN {_of_the_house(purpose)} THEN {_dead_sql(address, channel)}"
        f" WHEN {suppressed_sql(address, channel)} THEN 'suppressed'"
        f" WHEN {restricted_sql(contact)} THEN 'restricted'"
        f" WHEN NOT {permitted_sql(contact, channel, purpose)} THEN 'no_consent' ELSE '' END)"
    )


def _of_the_house(purpose: str) -> str:
    return "false" if purpose in WORDS else f"{_operand(purpose)} = '{SERVICE}'"


def _dead_sql(address: str, channel: str) -> str:
    """'suppressed' where the address takes no mail at all."""
    return (
        "CASE WHEN EXISTS (SELECT FROM consent_suppression dead"
        f" WHERE dead.channel = {_operand(channel)} AND dead.address = {_operand(address)}"
        f" AND dead.reason = '{DEAD}' AND dead.lifted_at IS NULL) THEN 'suppressed' ELSE '' END"
    )


def _operand(text: str) -> str:
    if text in WORDS:
        return f"'{text}'"
    if not COLUMN.fullmatch(text):
        raise ValueError(f"{text!r} is neither a column nor a channel nor a purpose.")
    return text
