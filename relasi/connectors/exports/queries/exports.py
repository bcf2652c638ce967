"""Exports and their runs as they are shown."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils.translation import gettext as _

from relasi.audience import public as audience
from relasi.connectors.databases import public as databases
from relasi.connectors.exports.actions.keeping import file_of
from relasi.connectors.exports.models import Export, Run
from relasi.connectors.exports.writing.files import folder
from relasi.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class ExportCard:
    """`place` is where it goes; `file` is the name of a file that is there now, or ""."""

    id: int
    name: str
    segment_id: int | None
    segment: str
    fields: tuple[str, ...]
    form: str
    whom: str
    whom_label: str
    database_id: int | None
    table: str
    way: str
    way_label: str
    place: str
    file: str
    every_hours: int | None
    daily_at: time | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunCard:
    id: int
    state: str
    state_label: str
    asked_at: datetime
    ended_at: datetime | None
    total: int
    rows: int
    left_out: int
    bytes: int | None
    problem: str

    @property
    def is_under_way(self) -> bool:
        return self.state in {Run.State.WAITING, Run.State.RUNNING}


def export_cards() -> list[ExportCard]:
    names = databases.database_names()
    segments = {card.id: card.name for card in audience.segments()}
    return [_card(row, names, segments) for row in Export.objects.order_by("name", "pk")]


def export_card(export_id: int) -> ExportCard:
    """Raises NotFound."""
    row = Export.objects.filter(pk=export_id).first()
    if row is None:
        raise NotFound(_("This export is not here any more. Choose one in the list."))
    segments = {card.id: card.name for card in audience.segments()}
    return _card(row, databases.database_names(), segments)


def last_runs() -> dict[int, RunCard]:
    """The newest of each export."""
    rows = Run.objects.order_by("export_id", "-pk").distinct("export_id")
    return {row.export_id: _run(row) for row in rows}


def runs(export_id: int, *, offset: int = 0, limit: int = 50) -> tuple[list[RunCard], int]:
    """Newest first, and how many there are."""
    rows = Run.objects.filter(export_id=export_id).order_by("-pk")
    return [_run(row) for row in rows[offset : offset + limit]], rows.count()


def _card(row: Export, names: dict[int, str], segments: dict[int, str]) -> ExportCard:
    name = file_of(row)
    place = name or f"{names.get(row.database_id or 0, '')}: {row.table}"
    segment = _("Everybody") if row.segment_id is None else segments.get(row.segment_id, "–")
    return ExportCard(
        id=row.pk,
        name=row.name,
        segment_id=row.segment_id,
        segment=segment,
        fields=tuple(row.fields),
        form=row.form,
        whom=row.whom,
        whom_label=str(Export.Whom(row.whom).label),
        database_id=row.database_id,
        table=row.table,
        way=row.way,
        way_label=str(Export.Way(row.way).label),
        place=place,
        file=name if name and (folder() / name).is_file() else "",
        every_hours=row.every_hours,
        daily_at=row.daily_at,
        next_at=row.next_at,
    )


def _run(row: Run) -> RunCard:
    return RunCard(
        id=row.pk,
        state=row.state,
        state_label=str(Run.State(row.state).label),
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        total=row.total,
        rows=row.rows,
        left_out=row.left_out,
        bytes=row.bytes,
        problem=row.problem,
    )
