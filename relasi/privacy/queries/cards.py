"""Erasures, exports and retention as they are shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from relasi.kernel import catalogue
from relasi.kernel.errors import NotFound
from relasi.privacy.models import Erasure, Export, RetentionRun, State

from .holding import StoreRows, told


@dataclass(frozen=True, slots=True)
class ErasureCard:
    """`rows` is what there was, by store; `left` how much of it stays. `steps` of `steps_total`
    are done; `is_cleared` says that the tables are.
    """

    id: int
    contact_id: int
    state: str
    state_label: str
    reason_label: str
    asked_at: datetime
    asked_by: str
    finished_at: datetime | None
    problem: str
    rows: tuple[StoreRows, ...]
    left: dict[str, int]
    steps: int
    steps_total: int
    is_cleared: bool
    seal: str

    @property
    def is_under_way(self) -> bool:
        return self.state in {State.WAITING, State.RUNNING}


@dataclass(frozen=True, slots=True)
class ExportCard:
    """`is_there`: the file can be fetched."""

    id: int
    contact_id: int
    state: str
    state_label: str
    rows: int
    size: int
    asked_at: datetime
    asked_by: str
    finished_at: datetime | None
    expires_at: datetime | None
    is_there: bool

    @property
    def is_under_way(self) -> bool:
        return self.state in {State.WAITING, State.RUNNING}


@dataclass(frozen=True, slots=True)
class RetentionCard:
    ran_at: datetime
    rows: int
    rows_ever: int
    problem: str


def erasures(text: str = "") -> QuerySet[Erasure]:
    """The newest first; with a text those of that number or of that person's number."""
    rows = Erasure.objects.order_by("-asked_at", "-pk")
    if not text:
        return rows
    if not text.isdecimal() or len(text) > 18:  # noqa: PLR2004  (no id is longer)
        return rows.none()
    return rows.filter(pk=int(text)) | rows.filter(contact_id=int(text))


def erasure(erasure_id: int) -> ErasureCard:
    """Raises NotFound."""
    return erasure_card(_one(erasure_id))


def receipt(erasure_id: int) -> dict[str, Any]:
    """The receipt with its seal. Raises NotFound while there is none."""
    row = _one(erasure_id)
    if row.receipt is None:
        raise NotFound(_("There is no receipt yet: the erasure is not done."))
    return {**row.receipt, "seal": row.seal}


def erasure_of(contact_id: int) -> ErasureCard | None:
    """The newest erasure of somebody that was not stopped."""
    rows = Erasure.objects.filter(contact_id=contact_id).exclude(state=State.CANCELLED)
    row = rows.order_by("-pk").first()
    return erasure_card(row) if row else None


def erasure_card(row: Erasure) -> ErasureCard:
    return ErasureCard(
        id=row.pk,
        contact_id=row.contact_id,
        state=row.state,
        state_label=str(State(row.state).label),
        reason_label=str(Erasure.Reason(row.reason).label),
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        finished_at=row.finished_at,
        problem=row.problem,
        rows=told(row.found),
        left=row.left,
        steps=int(row.cleared_at is not None) + len(row.done),
        steps_total=1 + len(catalogue.archives()),
        is_cleared=row.cleared_at is not None,
        seal=row.seal,
    )


def export_card(export_id: int) -> ExportCard:
    """Raises NotFound."""
    row = Export.objects.filter(pk=export_id).first()
    if row is None:
        raise NotFound(_("There is no such export."))
    return _export_card(row)


def exports_of(contact_id: int) -> tuple[ExportCard, ...]:
    """The newest five."""
    rows = Export.objects.filter(contact_id=contact_id).order_by("-pk")[:5]
    return tuple(_export_card(row) for row in rows)


def retention() -> dict[str, RetentionCard]:
    """When each store was last looked through, by its key."""
    return {
        row.store: RetentionCard(row.ran_at, row.rows, row.rows_ever, row.problem)
        for row in RetentionRun.objects.all()
    }


def _one(erasure_id: int) -> Erasure:
    row = Erasure.objects.filter(pk=erasure_id).first()
    if row is None:
        raise NotFound(_("There is no such erasure."))
    return row


def _export_card(row: Export) -> ExportCard:
    return ExportCard(
        id=row.pk,
        contact_id=row.contact_id,
        state=row.state,
        state_label=str(State(row.state).label),
        rows=row.rows,
        size=row.size,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        finished_at=row.finished_at,
        expires_at=row.expires_at,
        is_there=bool(row.path),
    )
