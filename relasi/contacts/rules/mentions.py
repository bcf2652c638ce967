"""Who is named in a note: @Sari, or @Sari Wulandari where two have the first name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a note; with `staff_id` it is a colleague's name and its @."""

    text: str
    staff_id: int | None = None


def pieces(body: str, staff: Mapping[int, str]) -> tuple[Piece, ...]:
    """The note cut at its mentions; the pieces joined are the note again."""
    known = _handles(staff)
    if not known:
        return (Piece(body),)
    longest_first = sorted(known, key=len, reverse=True)
    pattern = "|".join(re.escape(name) for name in longest_first)
    found: list[Piece] = []
    end = 0
    for match in re.finditer(rf"(?<!\w)@({pattern})(?!\w)", body, re.IGNORECASE):
        if match.start() > end:
            found.append(Piece(body[end : match.start()]))
        found.append(Piece(match[0], known[match[1].casefold()]))
        end = match.end()
    if end < len(body):
        found.append(Piece(body[end:]))
    return tuple(found)


def mentioned(body: str, staff: Mapping[int, str]) -> tuple[int, ...]:
    """Each colleague once, in the order they are named."""
    return tuple(dict.fromkeys(p.staff_id for p in pieces(body, staff) if p.staff_id is not None))


def _handles(staff: Mapping[int, str]) -> dict[str, int]:
    """Names that mean exactly one person: the whole name, and the first where it is alone."""
    found: dict[str, set[int]] = {}
    for staff_id, name in staff.items():
        for handle in _names(name):
            found.setdefault(handle, set()).add(staff_id)
    return {handle: next(iter(ids)) for handle, ids in found.items() if len(ids) == 1}


def _names(name: str) -> Iterable[str]:
    words = name.casefold().split()
    return {" ".join(words), words[0]} if words else set()
