"""Where a letter to whoever asks may go."""

from relasi.consent import public as consent
from relasi.contacts import public as contacts
from relasi.kernel.errors import NotFound, Refused


def where_to(contact_id: int | None, address: str) -> tuple[int, str, str] | None:
    """(person, address, language): the address they wrote from where it is surely theirs, else
    their first one that is; None where we hold none. A stranger's address gets no letter: it would
    tell them that somebody is known here. Nor does one that only a page told: it may be a
    stranger's too.
    """
    wanted = _normal(address)
    asked = contact_id or (contacts.find_contact("email", wanted) if wanted else None)
    if asked is None:
        return None
    try:
        card = contacts.card(asked)
    except NotFound:
        return None
    to = wanted if wanted in card.sure_emails else ""
    if contact_id is not None:
        to = to or next(iter(card.sure_emails), "")
    return (asked, to, consent.language_of(card.language)) if to else None


def _normal(address: str) -> str:
    try:
        return contacts.normalise_email(address)
    except Refused:
        return ""
