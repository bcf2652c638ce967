"""What a file may become. Each target says its fields and writes a batch; packages above
register theirs through contacts.public.register_import_target.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relasi.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from .batches import Batch, Tally

    Text = str | _StrPromise


@dataclass(frozen=True, slots=True)
class ImportField:
    """`words` are what headers call it, in English and Indonesian, parted by |. With `many`,
    several columns may fill it, and a cell may hold several entries.
    """

    key: str
    label: "Text"
    kind: str = "text"
    words: str = ""
    longest: int = 300
    choices: Mapping[str, str] | None = None
    custom: str = ""
    many: bool = False
    group: "Text" = ""


@dataclass(frozen=True, slots=True)
class UndoTable:
    """A table a target writes, for taking back.

    `named` is the SQL expression that a person knows a row `t` by. `owner` is the table and
    column of the row this one belongs to: it stays when its owner stays, and goes with it.
    `parts` (table, column) go with its rows, whoever made them. `around` is entered with a
    SELECT of the ids that are about to go or to change back.
    """

    table: str
    label: "Text"
    named: str
    versioned: bool = True
    owner: tuple[str, str] | None = None
    parts: tuple[tuple[str, str], ...] = ()
    around: "Callable[[str], AbstractContextManager[None]] | None" = None
    page: str = ""


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """`write` brings a batch in, inside a transaction; `known` says which of its rows are
    known already. `lanes` batches may be written side by side when no row of one concerns
    the other; rows with the same `lane_field` value stay in one lane and in order. `newcomers`
    counts the people that rows about something else would add; with `about_people` the addresses
    in it are theirs.
    """

    key: str
    label: "Text"
    fields: Callable[[], tuple[ImportField, ...]]
    match_by: tuple[tuple[str, "Text"], ...]
    write: Callable[["Batch"], "Tally"]
    known: Callable[["Batch"], set[int]]
    tables: tuple[UndoTable, ...]
    refuse_mapping: Callable[[frozenset[str], str], None]
    lane_field: Callable[["Batch"], list[str]]
    required: tuple[str, ...] = ()
    lanes: int = 1
    together: tuple[str, ...] = ()
    rights: str = "contacts"
    page: str = ""
    headless: Callable[[list[list[str]]], dict[str, str] | None] | None = None
    prepare: "Callable[[frozenset[str], Iterable[Batch]], Mapping[str, int]] | None" = None
    newcomers: "Callable[[Batch], int] | None" = None
    order: int = 100
    about_people: bool = True


@dataclass(frozen=True, slots=True)
class ImportExtra:
    """Fields that a package above adds to a target of ours; `write` runs after the target's,
    with the contact of each row in `Batch.contact_ids`.
    """

    target: str
    fields: Callable[[], tuple[ImportField, ...]]
    write: Callable[["Batch"], None]
    tables: tuple[UndoTable, ...]


_targets: dict[str, ImportTarget] = {}
_extras: list[ImportExtra] = []
_derived: dict[tuple[str, str], None] = {}


def register_import_target(target: ImportTarget) -> None:
    _targets[target.key] = target


def register_import_extra(extra: ImportExtra) -> None:
    """The same fields registered twice are one."""
    if extra not in _extras:
        _extras.append(extra)


def register_derived(table: str, column: str) -> None:
    """Rows of this table are computed from others: they go with the row that `column` names
    and never keep it from going.
    """
    _derived[table, column] = None


def derived() -> frozenset[tuple[str, str]]:
    return frozenset(_derived)


def get_target(key: str) -> ImportTarget:
    """Raises NotFound."""
    try:
        return _targets[key]
    except KeyError:
        raise NotFound(f"There is nothing called “{key}” to bring in.") from None


def targets() -> tuple[ImportTarget, ...]:
    return tuple(sorted(_targets.values(), key=lambda target: target.order))


def extras_of(key: str) -> tuple[ImportExtra, ...]:
    return tuple(extra for extra in _extras if extra.target == key)


def fields_of(key: str) -> dict[str, ImportField]:
    """Every field a column may fill, by key, in the order in which they are offered."""
    own = get_target(key).fields()
    more = [field for extra in extras_of(key) for field in extra.fields()]
    return {field.key: field for field in (*own, *more)}


def tables_of(key: str) -> tuple[UndoTable, ...]:
    """What a run may have written, in the order in which it is taken back: owners first."""
    more = [table for extra in extras_of(key) for table in extra.tables]
    return (*get_target(key).tables, *more)
