"""Beside the editor: why one person is in, or not, and whether they could be written to."""

import time
from dataclasses import dataclass

from django.utils.translation import gettext as _

from relasi.audience import words
from relasi.audience.catalogue import Catalogue
from relasi.audience.live import REACH
from relasi.audience.queries.naming import situation
from relasi.audience.queries.reasons import Reasons, WhyNode
from relasi.audience.rules.tree import Address, Channel, Consent, Group, Path
from relasi.consent import public as consent
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.kernel.numbers import row_number


@dataclass(frozen=True, slots=True)
class Reach:
    """Could they be written to by this channel, and what stands against it."""

    channel: str
    possible: bool
    fact: str


@dataclass(frozen=True, slots=True)
class Aside:
    """`problem` says that nobody was found for what was typed."""

    contact_id: int | None
    name: str
    typed: str
    problem: str = ""
    why: WhyNode | None = None
    milliseconds: int = 0
    reach: tuple[Reach, ...] = ()


def aside(
    tree: Group, catalogue: Catalogue, skip: frozenset[Path], chosen: str, typed: str
) -> Aside:
    """The person chosen in the sample, or typed as an address or a number."""
    contact_id = _found(chosen, typed)
    if contact_id is None:
        problem = _("Nobody has “%(text)s” as e-mail or phone.") % {"text": typed}
        return Aside(None, "", typed, problem if typed else "")
    if consent.restriction_of(contact_id) is not None:
        problem = _("The data of %(name)s are kept and not used, so they are in no segment.")
        name = contacts.names([contact_id])[contact_id]
        return Aside(None, "", typed, problem % {"name": name})
    began = time.monotonic()
    reasons = Reasons(contact_id, situation(clock.now()), catalogue)
    why = reasons.why(tree, skip)
    name = contacts.names([contact_id])[contact_id]
    reach = tuple(_reach(reasons, channel) for channel in REACH)
    spent = round((time.monotonic() - began) * 1000)
    return Aside(contact_id, name, name, "", why, spent, reach)


def _found(chosen: str, typed: str) -> int | None:
    """What was typed goes before who was chosen earlier."""
    if typed.strip():
        email, phone = _email(typed), _phone(typed)
        return (contacts.find_contact("email", email) if email else None) or (
            contacts.find_contact("phone", phone) if phone else None
        )
    number = row_number(chosen)
    return number if number is not None and contacts.exists(number) else None


def _email(typed: str) -> str:
    try:
        return contacts.normalise_email(typed)
    except Refused:
        return ""


def _phone(typed: str) -> str:
    try:
        return contacts.normalise_phone(typed)
    except Refused:
        return ""


def _reach(reasons: Reasons, channel: Channel) -> Reach:
    agreed, usable = Consent(channel, "granted"), Address(channel, "usable")
    label = str(words.CHANNELS[channel])
    if not reasons.fits(agreed):
        return Reach(label, possible=False, fact=reasons.fact(agreed))
    if reasons.fits(usable):
        return Reach(label, possible=True, fact=reasons.fact(agreed))
    return Reach(label, possible=False, fact=_against(reasons, channel))


def _against(reasons: Reasons, channel: Channel) -> str:
    missing, invalid = Address(channel, "missing"), Address(channel, "invalid")
    if reasons.fits(missing):
        return _("There is no address.")
    if reasons.fits(invalid):
        return _("The address is not valid.")
    return _("The address is suppressed.")
