"""Chains of pairs: A may be B, and B may be C."""

from collections.abc import Iterable

Pair = tuple[int, int]


def groups(pairs: Iterable[Pair]) -> list[list[int]]:
    """The people that hang together by pairs, each group in order, the smallest id first."""
    leader: dict[int, int] = {}

    def find(one: int) -> int:
        leader.setdefault(one, one)
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for a, b in pairs:
        low, high = sorted((find(a), find(b)))
        leader[high] = low
    members: dict[int, list[int]] = {}
    for one in sorted(leader):
        members.setdefault(find(one), []).append(one)
    return [members[first] for first in sorted(members)]


def is_whole(members: Iterable[int], pairs: frozenset[Pair]) -> bool:
    """Whether everybody in it was found to be everybody else: a chain is not enough, because
    its two ends may be two people.
    """
    ordered = sorted(members)
    return all((a, b) in pairs for place, a in enumerate(ordered) for b in ordered[place + 1 :])
