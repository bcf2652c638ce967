"""The send decision as SQL, for the statement that claims a message and nowhere later.

Each argument is a column ("d.contact_id"); a channel or purpose may also be its own word
("email", "marketing"). The text is static: no value of a user ever enters it.
"""

import re

from .models import Channel, Purpose

COLUMN = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?")
WORDS = frozenset(Channel.values) | frozenset(Purpose.values)


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


def may_send_sql(contact: str, address: str, channel: str, purpose: str) -> str:
    """A boolean expression: permitted and not suppressed. No row at all means no."""
    return (
        f"({permitted_sql(contact, channel, purpose)} AND NOT {suppressed_sql(address, channel)})"
    )


def reason_not_sql(contact: str, address: str, channel: str, purpose: str) -> str:
    """Why not: 'suppressed', 'no_consent', or '' when it may be sent."""
    return (
        f"(CASE WHEN {suppressed_sql(address, channel)} THEN 'suppressed'"
        f" WHEN NOT {permitted_sql(contact, channel, purpose)} THEN 'no_consent' ELSE '' END)"
    )


def _operand(text: str) -> str:
    if text in WORDS:
        return f"'{text}'"
    if not COLUMN.fullmatch(text):
        raise ValueError(f"{text!r} is neither a column nor a channel nor a purpose.")
    return text
