"""Segments as they are listed and shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from relasi.audience.models import Membership, Segment
from relasi.audience.rules.reading import read
from relasi.audience.rules.tree import Group
from relasi.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class SegmentCard:
    """`size` is None until the first refresh."""

    id: int
    name: str
    description: str
    tree: Group
    owner_id: int | None
    size: int | None
    refreshed_at: datetime | None
    refresh_seconds: float | None
    problem: str
    archived: bool
    version: int
    created_at: datetime
    updated_at: datetime


def segments(*, archived: bool = False) -> list[SegmentCard]:
    """The segments in use, by name; with `archived`, those put away instead."""
    return [card_of(row) for row in rows(archived=archived).order_by("name", "pk")]


def newest_segments(
    owners: Collection[int] | None, *, after: int | None, limit: int
) -> list[SegmentCard]:
    """Those in use with these owners (None: all), from the one before id `after`."""
    found = rows() if owners is None else rows().filter(owner_id__in=owners)
    if after is not None:
        found = found.filter(pk__lt=after)
    return [card_of(row) for row in found.order_by("-pk")[:limit]]


def rows(*, archived: bool = False) -> QuerySet[Segment]:
    return Segment.objects.filter(archived_at__isnull=not archived)


def card(segment_id: int) -> SegmentCard:
    """Raises NotFound."""
    row = Segment.objects.filter(pk=segment_id).first()
    if row is None:
        raise NotFound(_("This segment is gone. Look for it in the list of segments."))
    return card_of(row)


def members_sql(segment_id: int) -> str:
    """The members as of the last refresh: a SELECT with the one column contact_id."""
    return f"SELECT contact_id FROM audience_membership WHERE segment_id = {int(segment_id)}"  # noqa: S608


def segments_of(contact_id: int) -> list[tuple[int, str]]:
    """The segments in use that hold this contact, by name: (id, name)."""
    found = Membership.objects.filter(contact_id=contact_id, segment__archived_at=None)
    return list(found.order_by("segment__name").values_list("segment_id", "segment__name"))


def member_ids(segment_id: int, *, after: int = 0, limit: int = 50) -> list[int]:
    """Members by contact id, from the one after `after`."""
    found = Membership.objects.filter(segment_id=segment_id, contact_id__gt=after)
    return list(found.order_by("contact_id").values_list("contact_id", flat=True)[:limit])


def card_of(row: Segment) -> SegmentCard:
    shown: dict[str, Any] = {
        name: getattr(row, name)
        for name in SegmentCard.__dataclass_fields__
        if name not in {"tree", "archived"}
    }
    return SegmentCard(tree=read(row.tree), archived=row.archived_at is not None, **shown)
