"""The underlined parts of a sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Control:
    """`groups` are options under headings ("" has none); `label` is for screen readers.

    `missing`: nothing is said yet; `wrong`: what was typed cannot be meant, the line says why.
    """

    kind: Literal["select", "several", "number", "text", "date"]
    name: str
    label: str
    value: str = ""
    values: tuple[str, ...] = ()
    groups: tuple[tuple[str, Options], ...] = ()
    missing: bool = False
    wrong: bool = False
    listed: str = ""

    @property
    def said(self) -> str:
        """The chosen words, as they stand in the sentence that is read."""
        if self.kind == "several":
            return ", ".join(self._label_of(value) for value in self.values)
        return self._label_of(self.value) if self.kind == "select" else self.value

    def _label_of(self, value: str) -> str:
        for _heading, options in self.groups:
            for key, label in options:
                if key == value:
                    return label
        return value


def select(name: str, label: object, words: Mapping[str, str | Promise], value: str) -> Control:
    """One of a few words."""
    return Control("select", name, str(label), value, groups=(("", options(words)),))


def options(words: Mapping[str, str | Promise], keys: Iterable[str] | None = None) -> Options:
    return tuple((key, str(words[key])) for key in (words if keys is None else keys))
