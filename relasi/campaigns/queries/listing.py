"""The list of campaigns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from relasi.accounts import public as accounts
from relasi.audience import public as audience
from relasi.campaigns.models import Campaign, Recipient
from relasi.ui.public import FilterValue, ListState

SORTS = {
    "name": "name",
    "state": "state",
    "launched": "launched_at",
    "created": "created_at",
}


@dataclass(frozen=True, slots=True)
class CampaignRow:
    id: int
    name: str
    state: str
    state_label: str
    segment: str
    contacted: int
    held_out: int
    owner: str
    launched_at: datetime | None
    created_at: datetime


def page(state: ListState, *, owners: frozenset[int] | None) -> tuple[list[CampaignRow], int]:
    """One page and how many there are in all; `owners` as `accounts.visible_owners` gives them."""
    rows = _matching(state, owners)
    end = state.offset + state.limit
    return _rows(rows[state.offset : end]), rows.count()


def every(state: ListState, *, owners: frozenset[int] | None) -> Iterator[CampaignRow]:
    yield from _rows(_matching(state, owners))


def _matching(state: ListState, owners: frozenset[int] | None) -> QuerySet[Campaign]:
    rows = Campaign.objects.all()
    if owners is not None:
        rows = rows.filter(owner_id__in=owners)
    if state.search:
        rows = rows.filter(name__icontains=state.search)
    for value in state.filters:
        rows = rows.filter(_condition(value))
    way = "-" if state.descending else ""
    return rows.order_by(f"{way}{SORTS.get(state.sort, 'created_at')}", f"{way}id")


def _condition(value: FilterValue) -> Q:
    if value.key == "launched":
        return _on("launched_at", value)
    column = {"state": "state", "segment": "segment_id"}[value.key]
    if value.relation in {"set", "not_set"}:
        empty = Q(**{f"{column}__isnull": True}) if column == "segment_id" else Q(state="")
        return empty if value.relation == "not_set" else ~empty
    if column == "segment_id" and not value.value.isdigit():
        return Q(pk=None)
    equal = Q(**{column: value.value})
    return equal if value.relation == "is" else ~equal


def _on(column: str, value: FilterValue) -> Q:
    if value.relation in {"set", "not_set"}:
        return Q(**{f"{column}__isnull": value.relation == "not_set"})
    words = {"after": "date__gt", "before": "date__lt", "is": "date"}
    return Q(**{f"{column}__{words[value.relation]}": value.on})


def _rows(rows: Iterable[Campaign]) -> list[CampaignRow]:
    found = list(rows)
    groups = _groups([row.pk for row in found])
    segments = {
        s.id: s.name for archived in (False, True) for s in audience.segments(archived=archived)
    }
    staff = accounts.staff_names({row.owner_id for row in found if row.owner_id})
    return [
        CampaignRow(
            id=row.pk,
            name=row.name,
            state=row.state,
            state_label=row.get_state_display(),
            segment=segments.get(row.segment_id or 0, ""),
            contacted=groups.get((row.pk, "contacted"), 0),
            held_out=groups.get((row.pk, "held_out"), 0),
            owner=staff.get(row.owner_id or 0, ""),
            launched_at=row.launched_at,
            created_at=row.created_at,
        )
        for row in found
    ]


def _groups(ids: list[int]) -> dict[tuple[int, str], int]:
    counted = (
        Recipient.objects.filter(campaign_id__in=ids)
        .order_by()
        .values_list("campaign_id", "group")
        .annotate(n=Count("pk"))
    )
    return {(campaign_id, group): n for campaign_id, group, n in counted}
