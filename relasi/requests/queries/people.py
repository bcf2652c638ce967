"""Where a letter to whoever asks may go."""

from relasi.consent import public as consent
from relasi.contacts import public as contacts
from relasi.kernel.errors import NotFound, Refused


def where_to(contact_id: int | None, address: str) -> tuple[int, str, str] | None:
    """(person, address, language): the address they wrote from where it is theirs, else their
    first one; None where we hold none. A stranger's address gets no letter: it would tell them
    that somebody is known here.
    """
    if contact_id is None:
        contact_id = _by_mail(address)
    if contact_id is None:
        return None
    try:
        card = contacts.card(contact_id)
    except NotFound:
        return None
    wanted = _normal(address)
    to = wanted if wanted in card.emails else next(iter(card.emails), None)
    return (contact_id, to, consent.language_of(card.language)) if to else None


def _by_mail(address: str) -> int | None:
    wanted = _normal(address)
    return contacts.find_contact("email", wanted) if wanted else None


def _normal(address: str) -> str:
    try:
        return contacts.normalise_email(address)
    except Refused:
        return ""
