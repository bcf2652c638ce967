"""Changing a list of blocks: each function returns a new list. Unknown ids raise KeyError."""

import secrets
from collections.abc import Mapping, Sequence

from .content import tidy_block

Block = Mapping[str, str]

STARTERS: dict[str, dict[str, str]] = {
    "button": {"url": "https://"},
    "image": {"url": "https://"},
}


def new_id() -> str:
    return secrets.token_hex(4)


def index_of(blocks: Sequence[Block], block_id: str) -> int:
    for index, block in enumerate(blocks):
        if block["id"] == block_id:
            return index
    raise KeyError(block_id)


def inserted(blocks: Sequence[Block], kind: str, *, after: str = "", block_id: str) -> list[Block]:
    """With a new block of this kind behind `after`, or at the end."""
    place = index_of(blocks, after) + 1 if after else len(blocks)
    block = tidy_block({"kind": kind, "id": block_id, **STARTERS.get(kind, {})})
    return [*blocks[:place], block, *blocks[place:]]


def moved(blocks: Sequence[Block], block_id: str, steps: int) -> list[Block]:
    """`steps` up (negative) or down; at the ends it stays."""
    place = index_of(blocks, block_id)
    rest = [*blocks[:place], *blocks[place + 1 :]]
    target = min(max(place + steps, 0), len(rest))
    return [*rest[:target], blocks[place], *rest[target:]]


def copied(blocks: Sequence[Block], block_id: str, *, new: str) -> list[Block]:
    place = index_of(blocks, block_id)
    copy = {**blocks[place], "id": new}
    return [*blocks[: place + 1], copy, *blocks[place + 1 :]]


def removed(blocks: Sequence[Block], block_id: str) -> list[Block]:
    place = index_of(blocks, block_id)
    return [*blocks[:place], *blocks[place + 1 :]]


def changed(blocks: Sequence[Block], block_id: str, values: Mapping[str, str]) -> list[Block]:
    """With these fields of one block set; its id and kind stay."""
    place = index_of(blocks, block_id)
    old = blocks[place]
    block = tidy_block({**old, **values, "id": old["id"], "kind": old["kind"]})
    return [*blocks[:place], block, *blocks[place + 1 :]]
