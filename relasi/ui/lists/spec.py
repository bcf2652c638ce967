"""What a list is made of, declared once by the package that owns its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relasi.ui.viewing import Right

Text = str | Promise
ColumnKind = Literal["text", "number", "money", "date", "percent", "html"]
FilterKind = Literal["choice", "text", "number", "percent", "date", "boolean"]

# What a filter may say, in the order of its menu; the first is the default.
RELATIONS: Final[dict[FilterKind, tuple[str, ...]]] = {
    "choice": ("is", "is_not", "set", "not_set"),
    "text": ("contains", "is", "is_not", "set", "not_set"),
    "number": ("above", "below", "is", "set", "not_set"),
    "percent": ("above", "below", "is", "set", "not_set"),
    "date": ("after", "before", "is", "set", "not_set"),
    "boolean": ("is",),
}
RELATION_WORDS: Final[dict[str, Text]] = {
    "is": _("is"),
    "is_not": _("is not"),
    "contains": _("contains"),
    "above": _("above"),
    "below": _("below"),
    "before": _("before"),
    "after": _("after"),
    "set": _("is set"),
    "not_set": _("is not set"),
}
WITHOUT_VALUE: Final = frozenset({"set", "not_set"})
YES_NO: Final = (("yes", _("yes")), ("no", _("no")))
TO_THE_RIGHT: Final = frozenset({"number", "money", "percent", "date"})


@dataclass(frozen=True, slots=True)
class Column:
    """`default=False` waits in the column chooser.

    On a phone a row is its name and a line beneath; `figure` is the column at its right, else
    the last with a number. Other columns join the line beneath, `wide_only` ones leave.
    """

    key: str
    label: Text
    kind: ColumnKind = "text"
    sortable: bool = True
    wide_only: bool = False
    right: bool = False
    default: bool = True
    figure: bool = False

    @property
    def to_right(self) -> bool:
        return self.right or self.kind in TO_THE_RIGHT


@dataclass(frozen=True, slots=True)
class Filter:
    """`read` is how a value that was typed is shown again, where it is a word of ours."""

    key: str
    label: Text
    kind: FilterKind = "text"
    choices: Callable[[], list[tuple[str, str]]] | None = None
    read: Callable[[str], str] | None = None

    @property
    def relations(self) -> tuple[str, ...]:
        return RELATIONS[self.kind]

    def options(self) -> list[tuple[str, str]]:
        """The values to choose from; empty for a filter that one types into."""
        if self.kind == "boolean":
            return [(value, str(label)) for value, label in YES_NO]
        return self.choices() if self.choices else []


@dataclass(frozen=True, slots=True)
class BulkAction:
    """Posted to `url_name` with the chosen rows; that page previews before it does."""

    key: str
    label: Text
    icon: str
    url_name: str
    rights: Right | None = None


@dataclass(frozen=True, slots=True)
class Action:
    label: Text
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class EmptyState:
    """Shown while there is nothing at all: why one would want it, and the first step."""

    title: Text
    sentence: Text
    action: Action | None = None
    second: Action | None = None


@dataclass(frozen=True, slots=True)
class ListSpec:
    """`default_sort` is a column's key, with "-" in front for descending."""

    key: str
    title: Text
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    search: bool = True
    default_sort: str = ""
    bulk: tuple[BulkAction, ...] = ()
    export_name: str = ""
    page_size: int = 50
    empty: EmptyState | None = None

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    def filter(self, key: str) -> Filter | None:
        return next((filter_ for filter_ in self.filters if filter_.key == key), None)
