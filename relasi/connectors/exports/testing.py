"""An export for tests, which went out once."""

from relasi.accounts.public import SYSTEM
from relasi.kernel import clock

from .actions.keeping import ExportIn, save_export
from .models import Run

FIELDS = ("name", "email", "phone", "city", "orders", "revenue", "last_order_at")


def make_export(name: str = "For the till", **changed: object) -> int:
    """Everybody, as a CSV file of our own, unless said otherwise; the id."""
    said: dict[str, object] = {"form": "csv", "whom": "ourselves", "fields": FIELDS} | changed
    given = ExportIn(name=name, **said)  # type: ignore[arg-type]
    return save_export(given=given, by=SYSTEM, now=clock.now())


def make_run(export_id: int, **changed: object) -> int:
    """One time it went out, unless said otherwise; the id."""
    said: dict[str, object] = {"state": "done", "rows": 7, "total": 7, "left_out": 2} | changed
    return Run.objects.create(export_id=export_id, asked_at=clock.now(), **said).pk
