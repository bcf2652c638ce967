"""A table of another database is written: aside, part by part, and put in place at once.

What Relasi made over there is noted over there, in `relasi_exports`: no table of anybody else is
ever touched.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from .asking import Unanswered, Where
from .dialects import OLD, Dialect, dialect_of

OURS = "relasi_exports"
ASIDE = "__new"
Way = Literal["swap", "changes"]


@dataclass(frozen=True, slots=True)
class Target:
    """`columns` are (name, kind), a number `id` first; `mark` says whose table it is."""

    table: str
    columns: tuple[tuple[str, str], ...]
    mark: str
    way: Way


class TableWriter:
    """Rows aside; `finish` puts them in place."""

    def __init__(self, dialect: Dialect, target: Target) -> None:
        self._dialect, self._target = dialect, target
        self._aside = f"{target.table}{ASIDE}"
        self._names = [name for name, _kind in target.columns]

    def begin(self) -> None:
        """Raises Unanswered for a table that somebody else made."""
        run, q = self._dialect.run, self._dialect.quoted
        run(
            f"CREATE TABLE IF NOT EXISTS {OURS} (name VARCHAR(64) PRIMARY KEY, made_by VARCHAR(64))"
        )
        self._claim()
        run(f"DROP TABLE IF EXISTS {q(self._aside)}")
        run(f"CREATE TABLE {q(self._aside)} ({self._columns()})")
        self._dialect.commit()

    def write(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._dialect.insert(self._aside, self._names, rows)
        self._dialect.commit()

    def finish(self) -> None:
        """All of it in one transaction, or nothing."""
        if self._target.way == "changes" and self._dialect.exists(self._target.table):
            self._refuse_other_columns()
            self._dialect.change(self._target.table, self._aside, self._names)
        else:
            self._dialect.swap(self._target.table, self._aside)
        self._dialect.commit()

    def abandon(self) -> None:
        self._dialect.rollback()
        self._dialect.run(f"DROP TABLE IF EXISTS {self._dialect.quoted(self._aside)}")
        self._dialect.commit()

    def _columns(self) -> str:
        quoted, types = self._dialect.quoted, self._dialect.types
        (number, _kind), *others = self._target.columns
        rest = [f"{quoted(name)} {types[kind]}" for name, kind in others]
        return ", ".join([f"{quoted(number)} BIGINT NOT NULL PRIMARY KEY", *rest])

    def _claim(self) -> None:
        """Raises Unanswered where the name is taken."""
        table, mark, sign = self._target.table, self._target.mark, self._dialect.sign
        rows = self._dialect.rows(
            f"SELECT made_by FROM {OURS} WHERE {self._dialect.same}",  # noqa: S608
            [table],
        )
        taken = any(self._dialect.exists(name) for name in (table, self._aside, f"{table}{OLD}"))
        if (rows and rows[0][0] != mark) or (taken and not rows):
            raise Unanswered(
                _("There is a table “%(table)s” that this export did not make. Choose another.")
                % {"table": table}
            )
        if not rows:
            self._dialect.run(f"INSERT INTO {OURS} VALUES ({sign}, {sign})", [table, mark])  # noqa: S608

    def _refuse_other_columns(self) -> None:
        if self._dialect.names(self._target.table) != self._names:
            raise Unanswered(
                _("The table “%(table)s” has other columns. Let it be written anew once.")
                % {"table": self._target.table}
            )


@contextmanager
def table(where: Where, target: Target) -> Iterator[TableWriter]:
    """Raises Unanswered. Left without `finish`, the table is as it was."""
    with dialect_of(where) as dialect:
        writer = TableWriter(dialect, target)
        writer.begin()
        try:
            yield writer
        except BaseException:
            writer.abandon()
            raise
