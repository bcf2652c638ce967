"""A mail's content before anybody's name is in it, and which kinds of blocks there are."""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_TEXT = 20_000
MOST_BLOCKS = 60
LITERAL_URL = re.compile(r"(https?://[^\s{}<>\"'\\]+|mailto:[^\s{}<>\"'\\]+@)", re.IGNORECASE)
SECURE_URL = re.compile(r"https://[^\s{}<>\"'\\/]", re.IGNORECASE)
BLOCK_ID = re.compile(r"[a-z0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a block. `kind`: line, lines, url, picture, choice."""

    key: str
    kind: str = "line"
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    longest: int = 500


ALIGN = Field("align", "choice", choices=("left", "center"), default="left")

KINDS: dict[str, tuple[Field, ...]] = {
    "heading": (Field("text", required=True), ALIGN),
    "text": (Field("text", "lines", required=True, longest=LONGEST_TEXT), ALIGN),
    "image": (
        Field("url", "picture", required=True, longest=2000),
        Field("alt"),
        Field("link", "url", longest=2000),
    ),
    "button": (
        Field("label", required=True, longest=120),
        Field("url", "url", required=True, longest=2000),
        Field("align", "choice", choices=("center", "left"), default="center"),
    ),
    "product": (
        Field("name", required=True, longest=300),
        Field("text", "lines", longest=2000),
        Field("price", longest=60),
        Field("label", longest=60),
        Field("url", "url", longest=2000),
    ),
    "bought": (
        Field("title"),
        Field(
            "source",
            "choice",
            choices=("last_bought", "favourite_category"),
            default="last_bought",
        ),
        Field("count", "choice", choices=("1", "2", "3", "4"), default="3"),
    ),
    "columns": (
        Field("left_title"),
        Field("left", "lines", required=True, longest=5000),
        Field("right_title"),
        Field("right", "lines", required=True, longest=5000),
    ),
    "divider": (),
    "spacer": (Field("size", "choice", choices=("small", "medium", "large"), default="medium"),),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a content. `block` counts from 1; 0 is the subject and preview line."""

    code: str
    block: int = 0
    field: str = ""
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """What a mail says. Each block is {"id", "kind", …its fields}, all texts with Liquid."""

    subject: str
    preheader: str = ""
    blocks: tuple[Mapping[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "subject": self.subject,
            "preheader": self.preheader,
            "blocks": [dict(block) for block in self.blocks],
        }


def content_of(value: Mapping[str, Any]) -> Content:
    """A content from the JSON that `as_json` made."""
    blocks = tuple(dict(block) for block in value["blocks"])
    return Content(value["subject"], value.get("preheader", ""), blocks)


def tidy_block(value: Mapping[str, Any]) -> dict[str, str]:
    """Only the fields of its kind, as texts, defaults filled in. Problems are found elsewhere."""
    fields = KINDS.get(str(value.get("kind")), ())
    block = {"id": str(value.get("id", "")), "kind": str(value.get("kind", ""))}
    for spec in fields:
        block[spec.key] = str(value.get(spec.key, spec.default))
    return block


def problems(content: Content) -> list[Problem]:
    """Everything that must be put right before this can be sent, in reading order."""
    found = []
    if not content.subject.strip():
        found.append(Problem("subject_missing", field="subject"))
    if not content.blocks:
        found.append(Problem("no_blocks"))
    if len(content.blocks) > MOST_BLOCKS:
        found.append(Problem("too_many_blocks", values={"most": MOST_BLOCKS}))
    for number, block in enumerate(content.blocks, start=1):
        found += block_problems(block, number)
    return found


def block_problems(block: Mapping[str, str], number: int) -> list[Problem]:
    kind = block.get("kind", "")
    if kind not in KINDS:
        return [Problem("unknown_kind", number, "kind", {"kind": kind})]
    if not BLOCK_ID.fullmatch(block.get("id", "")):
        return [Problem("bad_id", number, "id")]
    found = [_field_problem(spec, str(block.get(spec.key, "")), number) for spec in KINDS[kind]]
    return [problem for problem in found if problem]


def _field_problem(spec: Field, value: str, number: int) -> Problem | None:
    if spec.required and not value.strip():
        return Problem("missing", number, spec.key)
    if len(value) > spec.longest:
        return Problem("too_long", number, spec.key, {"longest": spec.longest})
    if spec.choices and value not in spec.choices:
        return Problem("not_a_choice", number, spec.key)
    if value and spec.kind == "picture" and not SECURE_URL.match(value):
        return Problem("picture_address", number, spec.key)
    if value and spec.kind == "url" and not LITERAL_URL.match(value):
        return Problem("link_address", number, spec.key)
    return None


def duplicate_ids(blocks: Sequence[Mapping[str, str]]) -> bool:
    ids = [block["id"] for block in blocks]
    return len(ids) != len(set(ids))
