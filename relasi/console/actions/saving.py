"""Queries with a name."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.console.models import SavedQuery
from relasi.console.rules import LONGEST_STATEMENT
from relasi.kernel.errors import NotAllowed, NotFound, Refused

MOST = 500


@transaction.atomic
def save_query(*, name: str, statement: str, by: accounts.Actor, now: datetime) -> int:
    """One's own of the same name is written anew."""
    accounts.authorise(by, "edit", "sql")
    name = name.strip()[:80]
    if not name:
        raise Refused(_("Give the query a name."), field="name")
    if not 0 < len(statement.strip()) <= LONGEST_STATEMENT:
        raise Refused(_("Write a question first: SELECT … FROM people."), field="statement")
    author = by.staff_id or 0
    if (
        not SavedQuery.objects.filter(author_id=author, name=name).exists()
        and SavedQuery.objects.count() >= MOST
    ):
        raise Refused(_("%(most)d queries are saved. Delete one first.") % {"most": MOST})
    row, _made = SavedQuery.objects.update_or_create(
        author_id=author, name=name, defaults={"statement": statement, "saved_at": now}
    )
    accounts.record(by, "saved a query", "sql", row.pk, at=now, name=name)
    return row.pk


@transaction.atomic
def delete_query(*, query_id: int, by: accounts.Actor, now: datetime) -> str:
    """One's own; owners and administrators may delete those of others. Its name."""
    accounts.authorise(by, "edit", "sql")
    row = SavedQuery.objects.select_for_update().filter(pk=query_id).first()
    if row is None:
        raise NotFound(_("This query is not here any more. Choose one in the list."))
    if row.author_id != (by.staff_id or 0) and not accounts.may(by, "edit", "settings"):
        raise NotAllowed(_("Whoever saved a query deletes it. Save a copy under another name."))
    row.delete()
    accounts.record(by, "deleted a query", "sql", query_id, at=now, name=row.name)
    return row.name
