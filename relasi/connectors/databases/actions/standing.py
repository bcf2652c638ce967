"""Where a feed stands: the last value that was read, and which of the rows at it were."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from relasi.connectors.databases.clients.asking import Answer, kept_cursor
from relasi.connectors.databases.rules import cell
from relasi.kernel.errors import Refused

MOST_SEEN = 500  # rows at one value that are known again; more come in anew, and change nothing


class Standing:
    """Rows at the last value are read again, as others may have come to stand there since; those
    that were read already are left out. So are those without a value, which are never past.
    """

    def __init__(self, answer: Answer, column: str, before: dict[str, Any] | None) -> None:
        self._answer, self._column = answer, column
        self._seen = frozenset((before or {}).get("seen", ()))
        self._value = {key: before[key] for key in ("kind", "value")} if before else None
        self._at_value: list[str] = []
        self._without: list[str] = []
        self._place = self._found() if column else None

    def fresh(self) -> Iterator[tuple[Any, ...]]:
        """The rows that were not there the last time."""
        if self._place is None:
            yield from self._answer.rows
            return
        for row in self._answer.rows:
            mark = _mark(row)
            self._note(row[self._place], mark)
            if mark not in self._seen:
                yield row

    @property
    def cursor(self) -> dict[str, Any] | None:
        """What the next time begins from; None where no row ever had a value."""
        if self._value is None:
            return None
        return self._value | {"seen": [*self._at_value, *self._without]}

    def _found(self) -> int:
        if self._column not in self._answer.header:
            raise Refused(
                _("The query gives no column “%(name)s”. It gives: %(columns)s.")
                % {"name": self._column, "columns": ", ".join(self._answer.header)[:300]}
            )
        return self._answer.header.index(self._column)

    def _note(self, value: Any, mark: str) -> None:
        if value is None:
            _keep(self._without, mark)
            return
        kept = kept_cursor(value)
        if kept is None:
            raise Refused(
                _(
                    "“%(name)s” holds what has no order that can be kept (%(kind)s). Choose a"
                    " column of numbers, days or moments, or none."
                )
                % {"name": self._column, "kind": type(value).__name__}
            )
        if kept != self._value:
            self._value, self._at_value = kept, []
        _keep(self._at_value, mark)


def _keep(marks: list[str], mark: str) -> None:
    if len(marks) < MOST_SEEN:
        marks.append(mark)


def _mark(row: tuple[Any, ...]) -> str:
    text = "\x1f".join(cell(value) for value in row)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
