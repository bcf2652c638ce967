"""A bulk change as it is looked at: how many, who, what was and what will be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.contacts.models import BulkChange, Validity
from relasi.kernel.errors import NotFound

from .cards import names
from .deleting import stays

PAGE = 100


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """`total` people change; of `chosen` the others are so already."""

    id: int
    kind: str
    detail: Mapping[str, Any]
    query: str
    state: str
    state_label: str
    chosen: int
    total: int
    done: int
    proposed_by: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    contact_id: int
    name: str
    before: str
    after: str


def change_card(change_id: int) -> ChangeCard:
    """Raises NotFound."""
    change = BulkChange.objects.filter(pk=change_id).first()
    if change is None:
        raise NotFound(_("This change is not here any more. Choose the people again."))
    return ChangeCard(
        id=change.pk,
        kind=change.kind,
        detail=change.detail,
        query=change.query,
        state=change.state,
        state_label=change.get_state_display(),
        chosen=change.chosen,
        total=change.rows_total,
        done=_done(change),
        proposed_by=change.proposed_by,
    )


def _done(change: BulkChange) -> int:
    """Rows of the deleted go with them; of other changes they stay, to be taken back."""
    if change.kind == BulkChange.Kind.DELETE:
        return change.rows_total - change.rows.count()
    return change.rows.filter(pk__lte=change.done_through).count()


def change_lines(card: ChangeCard, page: int) -> list[ChangeLine]:
    """A page of the people, `page` from 1."""
    change = BulkChange.objects.get(pk=card.id)
    rows = change.rows.order_by("pk")[(page - 1) * PAGE : page * PAGE]
    found = list(rows.values_list("contact_id", "before"))
    called = names(contact_id for contact_id, _before in found)
    owners = _owner_names(card, [before for _contact, before in found])
    if card.kind == BulkChange.Kind.DELETE:
        return _deleted_lines([pk for pk, _before in found], called)
    return [
        ChangeLine(pk, called.get(pk, ""), *_sides(card, before, owners)) for pk, before in found
    ]


def _deleted_lines(ids: list[int], called: Mapping[int, str]) -> list[ChangeLine]:
    """Beside each what stays of them, without a name."""
    staying = stays(ids)
    return [ChangeLine(pk, called.get(pk, ""), "", ", ".join(staying.get(pk, ()))) for pk in ids]


def _owner_names(card: ChangeCard, before: list[Any]) -> dict[int, str]:
    if card.kind != BulkChange.Kind.OWNER:
        return {}
    return accounts.staff_names(pk for pk in (*before, card.detail["owner_id"]) if pk)


def _sides(card: ChangeCard, before: Any, owners: dict[int, str]) -> tuple[str, str]:
    if card.kind == BulkChange.Kind.TAG:
        return "", card.detail["tag"]
    if card.kind == BulkChange.Kind.UNTAG:
        return card.detail["tag"], ""
    if card.kind == BulkChange.Kind.CORRECT:
        return before["from"], before["to"]
    if card.kind == BulkChange.Kind.INVALID:
        return before["address"], str(Validity.INVALID.label)
    if card.kind == BulkChange.Kind.OWNER:
        return owners.get(before or 0, ""), owners.get(card.detail["owner_id"] or 0, "")
    return value_text(before), value_text(card.detail["value"])


def value_text(value: Any) -> str:
    """A stored value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return formats.date_format(value)
    return str(value)
