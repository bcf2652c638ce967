"""A table of another database, by the connections under Settings, Databases."""

from collections.abc import Iterator
from contextlib import contextmanager

from relasi.connectors.databases import public as databases
from relasi.connectors.exports.fields import Field
from relasi.connectors.exports.models import Export

from .parts import Place, Rows, Unwritten


@contextmanager
def table(export: Export, fields: tuple[Field, ...]) -> Iterator[Place]:
    """Raises Unwritten, and leaves the table as it was."""
    target = databases.Target(
        table=export.table,
        columns=tuple((field.key, field.kind) for field in fields),
        mark=f"export {export.pk}",
        way="changes" if export.way == Export.Way.CHANGES else "swap",
    )
    assert export.database_id is not None
    try:
        with databases.write_table(export.database_id, target) as writer:
            yield _Table(writer)
    except databases.Unanswered as why:
        raise Unwritten(str(why)) from why


class _Table:
    def __init__(self, writer: databases.TableWriter) -> None:
        self._writer = writer

    def write(self, rows: Rows) -> None:
        self._writer.write(rows)

    def finish(self) -> None:
        self._writer.finish()
