"""Deleting a person or a company, when nothing hangs on them."""

from collections import Counter
from datetime import datetime

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relasi.accounts.public import Actor, record
from relasi.contacts import registry
from relasi.contacts.events import ContactDeleted
from relasi.contacts.models import Contact, Identity, Merge, Note
from relasi.kernel import bus
from relasi.kernel.errors import Refused

from .changing import lock
from .companies import lock_company


class StillHeld(Refused):
    """Rows hang on it; `reasons` names them: ("3 orders", "1 note")."""

    code = "still_held"

    def __init__(self, sentence: str, reasons: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.reasons = reasons


def reasons_to_keep(contact_id: int) -> tuple[str, ...]:
    """What hangs on a person and would be torn off."""
    found = []
    notes = Note.objects.filter(contact_id=contact_id).count()
    if notes:
        found.append(ngettext("%(n)d note", "%(n)d notes", notes) % {"n": notes})
    for holding in registry.holdings():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM {holding.table} WHERE {holding.column} = %s",  # noqa: S608
                [contact_id],
            )
            if number := cursor.fetchone()[0]:
                found.append(holding.words(number))
    return tuple(found)


@transaction.atomic
def delete_contact(*, contact_id: int, by: Actor, now: datetime) -> None:
    """Remove a person with their addresses and tags. Raises StillHeld with the reasons."""
    contact = lock(contact_id)
    reasons = reasons_to_keep(contact_id)
    if reasons:
        raise _held(reasons)
    bus.publish_from_the_top(ContactDeleted(contact_id))
    Identity.objects.filter(contact_id=contact_id).delete()
    Merge.objects.filter(kept_id=contact_id).delete()
    _delete(contact)
    record(by, "deleted", "contacts", contact_id, at=now)


def _delete(contact: Contact) -> None:
    try:
        contact.delete()
    except ProtectedError as error:
        kinds = Counter(str(row._meta.verbose_name_plural) for row in error.protected_objects)  # noqa: SLF001  (Django's public face of a model)
        raise _held(tuple(f"{number} {kind}" for kind, number in kinds.items())) from error


def _held(reasons: tuple[str, ...]) -> StillHeld:
    sentence = _("This person cannot be deleted: %(reasons)s belong to them. Join instead.")
    return StillHeld(sentence % {"reasons": ", ".join(reasons)}, reasons)


@transaction.atomic
def delete_company(*, company_id: int, by: Actor, now: datetime) -> None:
    """Remove a company without people. Raises StillHeld."""
    company = lock_company(company_id)
    people = Contact.objects.filter(company_id=company_id).count()
    if people:
        reason = ngettext("%(n)d person", "%(n)d people", people) % {"n": people}
        sentence = _("This company cannot be deleted: %(reasons)s belong to it. Move them first.")
        raise StillHeld(sentence % {"reasons": reason}, (reason,))
    company.delete()
    record(by, "deleted", "companies", company_id, at=now)
