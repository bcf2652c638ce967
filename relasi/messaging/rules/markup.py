"""The few marks a person may set in a text: paragraphs, **bold**, [words](https://…), "- " lists.

Liquid passes through untouched: it is lifted out first and put back last.
"""

import html
import re

# A piece ends before the next one begins, so that unclosed braces cost no more than their length.
LIQUID = re.compile(
    r"\{\{(?:(?!\{\{|\{%)[\s\S]){0,4000}?\}\}|\{%(?:(?!\{\{|\{%)[\s\S]){0,4000}?%\}"
)
BOLD = re.compile(r"\*\*(\S(?:[^*\n]{0,2000}?\S)?)\*\*")
LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\((https?://[^\s()<>\"']{1,2000}|mailto:[^\s()<>\"']+)\)")
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
HELD = re.compile("\ue000(\\d+)\ue001")
NUMBER, END = "\ue000", "\ue001"


def to_html(text: str) -> str:
    """HTML of a text with marks; what stands between Liquid's braces stays as written."""
    bare, liquid = lift(text)
    return drop("".join(_block(part) for part in _paragraphs(html.escape(bare))), liquid)


def to_inline_html(text: str) -> str:
    """HTML of one line, without marks: headings, labels, attribute values."""
    bare, liquid = lift(text)
    return drop(html.escape(" ".join(bare.split())), liquid)


def to_plain(text: str) -> str:
    """The same text for the plain-text twin: marks gone, addresses in parentheses."""
    bare, liquid = lift(text)
    bare = BOLD.sub(r"\1", bare)
    bare = LINK.sub(lambda m: m[2] if m[1] == m[2] else f"{m[1]} ({m[2]})", bare)
    return drop("\n\n".join(_paragraphs(bare)), liquid)


def lift(text: str) -> tuple[str, list[str]]:
    """The text with each piece of Liquid replaced by a number, and the pieces."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace(NUMBER, "").replace(END, "")
    pieces: list[str] = []

    def keep(found: re.Match[str]) -> str:
        pieces.append(found[0])
        return f"{NUMBER}{len(pieces) - 1}{END}"

    return LIQUID.sub(keep, clean), pieces


def is_closed(text: str) -> bool:
    """Whether every "{{" and "{%" has its end before the next one begins."""
    rest = LIQUID.sub("", text)
    return "{{" not in rest and "{%" not in rest


def drop(text: str, pieces: list[str]) -> str:
    return HELD.sub(lambda found: pieces[int(found[1])], text)


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in BLANK_LINES.split(text) if part.strip()]


def _block(paragraph: str) -> str:
    lines = paragraph.split("\n")
    if all(line.lstrip().startswith("- ") for line in lines):
        items = "".join(f"<li>{_marks(line.lstrip()[2:])}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{'<br>'.join(_marks(line) for line in lines)}</p>"


def _marks(line: str) -> str:
    line = BOLD.sub(r"<b>\1</b>", line)
    return LINK.sub(lambda m: f'<a href="{m[2]}" class="link">{m[1]}</a>', line)
