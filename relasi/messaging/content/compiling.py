"""A content made ready to be filled in for many people; kept, because making it is slow."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import mrml
from liquid import BoundTemplate

from relasi.messaging.rules.content import Content, content_of, tidy_block

from . import mjml, plain
from .liquid import HTML, TEXT, Broken, fill, parse

# Where a line may end without a blank appearing: mail lines are short (RFC 5322 §2.1.1).
ENDS = re.compile(r"</(?:td|tr|table|tbody|div|p)>|<(?:tbody|tr)>|<!\[endif\]-->")
# To name the block at fault each is tried alone; a mail of heavy blocks is not worth more.
BLAME_SECONDS = 1.0
CONTROL = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")


class CannotRender(Exception):
    """One mail that cannot be made: which block, and why (see wording.broken)."""

    def __init__(self, block: int, kind: str, cause: Broken) -> None:
        super().__init__(block, kind, cause.code, cause.detail)
        self.block = block
        self.kind = kind
        self.code = cause.code
        self.detail = cause.detail


@dataclass(frozen=True, slots=True)
class Filled:
    """What one person gets to read; links are as written, not yet tracked."""

    subject: str
    preheader: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One block on its own, to find the one at fault. Number 0 is subject and preview line."""

    number: int
    kind: str
    template: BoundTemplate


@dataclass(frozen=True, slots=True)
class Compiled:
    subject: BoundTemplate
    preheader: BoundTemplate
    html: BoundTemplate
    text: BoundTemplate
    parts: tuple[Part, ...]

    def fill(self, words: Mapping[str, Any]) -> Filled:
        """The mail for one person. Raises CannotRender naming the block at fault."""
        try:
            subject = one_line(fill(self.subject, words))
            preheader = one_line(fill(self.preheader, words))
            whole = {**words, "subject": subject, "preheader": preheader}
            return Filled(subject, preheader, fill(self.html, whole), fill(self.text, whole))
        except Broken as cause:
            raise self._blame(cause, words) from cause

    def _blame(self, cause: Broken, words: Mapping[str, Any]) -> CannotRender:
        until = time.thread_time() + BLAME_SECONDS
        for part in self.parts:
            if time.thread_time() > until:
                break
            try:
                fill(part.template, words)
            except Broken as found:
                return CannotRender(part.number, part.kind, found)
        return CannotRender(-1, "", cause)


def one_line(text: str) -> str:
    """A header's value: whatever a name brought along, it stays on its line."""
    return CONTROL.sub(" ", text).strip()


def compiled(content: Content) -> Compiled:
    """Made once per content. Raises CannotRender when a block's Liquid cannot be read."""
    return _compiled(json.dumps(content.as_json(), sort_keys=True))


@lru_cache(maxsize=64)
def _compiled(source: str) -> Compiled:
    content = content_of(json.loads(source))
    blocks = [tidy_block(block) for block in content.blocks]
    parts = [_part(0, "", f"{content.subject}\n{content.preheader}")]
    parts += [_part(n, b["kind"], _own_text(b)) for n, b in enumerate(blocks, start=1)]
    held = mjml.Held()
    frame = mjml.document([mjml.block_mjml(block, held) for block in blocks], held)
    html = mrml.to_html(frame, None, mrml.RenderOptions(disable_comments=True)).content
    html = ENDS.sub(r"\g<0>\n", html)
    texts = [plain.block_text(block) for block in blocks]
    return Compiled(
        parse(content.subject, TEXT),
        parse(content.preheader, TEXT),
        parse(held.set_in(html), HTML),
        parse("\n\n".join([*filter(None, texts), plain.FOOTER]), TEXT),
        tuple(parts),
    )


def _own_text(block: Mapping[str, str]) -> str:
    return "\n".join(value for key, value in block.items() if key not in {"id", "kind"})


def _part(number: int, kind: str, source: str) -> Part:
    try:
        return Part(number, kind, parse(source, TEXT))
    except Broken as cause:
        raise CannotRender(number, kind, cause) from cause
