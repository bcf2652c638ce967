"""Queries with a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.console.models import SavedQuery
from relasi.kernel.errors import NotFound
from relasi.ui.public import ListState

BESIDE = 12


@dataclass(frozen=True, slots=True)
class SavedCard:
    id: int
    name: str
    statement: str
    author_id: int
    author: str
    saved_at: datetime


def newest() -> list[SavedCard]:
    return cards(list(SavedQuery.objects.order_by("-saved_at", "-pk")[:BESIDE]))


def saved(state: ListState) -> QuerySet[SavedQuery]:
    rows = SavedQuery.objects.filter(name__icontains=state.search)
    column = {"name": "name", "saved": "saved_at"}.get(state.sort, "name")
    return rows.order_by(f"-{column}" if state.descending else column, "pk")


def saved_card(query_id: int) -> SavedCard:
    """Raises NotFound."""
    found = cards(list(SavedQuery.objects.filter(pk=query_id)))
    if not found:
        raise NotFound(_("This query is not here any more. Choose one in the list."))
    return found[0]


def cards(rows: Sequence[SavedQuery]) -> list[SavedCard]:
    names = accounts.staff_names({row.author_id for row in rows})
    return [
        SavedCard(
            row.pk,
            row.name,
            row.statement,
            row.author_id,
            names.get(row.author_id, ""),
            row.saved_at,
        )
        for row in rows
    ]
