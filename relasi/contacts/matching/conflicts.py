"""Who may not be joined without being looked at. Packages above add what they know."""

from collections.abc import Callable, Sequence

from django.db import connection

Pair = tuple[int, int]
Conflict = Callable[[Sequence[Pair]], set[Pair]]
# An external id points to one person, so two people with one each have two.
NUMBERED = """
SELECT p.a, p.b FROM unnest(%s::bigint[], %s::bigint[]) AS p(a, b)
WHERE EXISTS (SELECT FROM contacts_identity i WHERE i.contact_id = p.a AND i.kind = 'external')
  AND EXISTS (SELECT FROM contacts_identity i WHERE i.contact_id = p.b AND i.kind = 'external')
"""
_conflicts: dict[Conflict, None] = {}


def register_conflict(conflict: Conflict) -> None:
    """Of these pairs, those that somebody has to look at."""
    _conflicts[conflict] = None


def in_conflict(pairs: Sequence[Pair]) -> set[Pair]:
    """Of these pairs, those that are joined by nobody but a person."""
    found = _numbered(pairs)
    for conflict in _conflicts:
        found |= conflict(pairs)
    return found


def _numbered(pairs: Sequence[Pair]) -> set[Pair]:
    with connection.cursor() as cursor:
        cursor.execute(NUMBERED, [[a for a, _b in pairs], [b for _a, b in pairs]])
        return {(a, b) for a, b in cursor.fetchall()}
