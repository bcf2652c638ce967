"""What every place to write to has in common."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from relasi.connectors.exports.fields import Field

Rows = Sequence[tuple[Any, ...]]


class Place(Protocol):
    """`write` takes a part; `finish` puts everything in place and says how many bytes, if it
    knows; whoever leaves without leaves what was there before.
    """

    def write(self, rows: Rows) -> None: ...

    def finish(self) -> int | None: ...


class Unwritten(Exception):
    """What the place, or the way to it, said instead."""


Fields = Sequence[Field]
Parts = Iterator[Rows]
