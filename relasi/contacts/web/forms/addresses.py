"""The rows of addresses in a person's form: as many as there are, and one to write in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relasi.contacts.models import Validity
from relasi.contacts.queries.cards import ContactCard
from relasi.contacts.rules import WrittenAddress

# One address in a form: text, label, "1" when primary, validity.
Line = list[str]
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Kind:
    field: str
    kind: str
    label: str | Promise
    add: str | Promise
    type: str
    example: str


KINDS = (
    Kind("emails", "email", _("E-mail"), _("Another e-mail"), "email", "name@example.org"),
    Kind("phones", "phone", _("Phone"), _("Another phone"), "tel", "+62 812 5550 0172"),
    Kind("handles", "handle", _("Handle"), _("Another handle"), "text", "instagram:putri"),
)


@dataclass(frozen=True, slots=True)
class AddressRow:
    number: int
    text: str
    label: str
    is_primary: bool
    validity: str
    error: str = ""
    known_id: int | None = None


@dataclass(frozen=True, slots=True)
class AddressRows:
    """`now` tells what somebody else wrote here meanwhile."""

    kind: Kind
    rows: tuple[AddressRow, ...]
    error: str = ""
    now: str = ""

    @property
    def validities(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Validity.choices]


def lines_of(card: ContactCard, kind: str) -> list[Line]:
    return [
        [i.shown or i.value, i.label, "1" if i.is_primary else "", i.validity]
        for i in card.addresses(kind)
    ]


def typed_lines(post: QueryDict, field: str) -> list[Line]:
    """The rows with something in them; parallel lists as a browser sends them."""
    texts = post.getlist(field)[:MOST_LINES]
    labels, validities = post.getlist(f"{field}_label"), post.getlist(f"{field}_validity")
    primary = post.get(f"{field}_primary", "0")
    lines = [
        [
            text.strip(),
            (labels[number] if number < len(labels) else "").strip(),
            "1" if str(number) == primary else "",
            validities[number] if number < len(validities) else Validity.UNKNOWN.value,
        ]
        for number, text in enumerate(texts)
    ]
    return with_primary([line for line in lines if line[0]])


def with_primary(lines: list[Line]) -> list[Line]:
    if lines and not any(line[2] for line in lines):
        lines[0][2] = "1"
    return lines


def written(lines: Sequence[Line]) -> list[WrittenAddress]:
    return [
        WrittenAddress(text, label=label, is_primary=bool(primary), validity=validity)
        for text, label, primary, validity in lines
    ]


def rows(  # noqa: PLR0913  (what a group of rows shows)
    kind: Kind,
    lines: Sequence[Line],
    *,
    problems: Mapping[str, str],
    known: Mapping[str, int],
    now: Sequence[Line] | None,
    blank: int = 1,
) -> AddressRows:
    """The rows to draw, each with its own sentence, and `blank` ones to write in."""
    empty = ["", "", "" if lines else "1", Validity.UNKNOWN.value]
    drawn = tuple(
        AddressRow(
            number,
            text,
            label,
            bool(primary),
            validity,
            problems.get(f"{kind.field}.{number}", ""),
            known.get(f"{kind.field}.{number}"),
        )
        for number, (text, label, primary, validity) in enumerate([*lines, *[empty] * blank])
    )
    there = ", ".join(line[0] for line in now) or "–" if now is not None else ""
    return AddressRows(kind, drawn, problems.get(kind.field, ""), there)
