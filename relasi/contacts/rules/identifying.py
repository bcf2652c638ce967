"""By which ids and addresses people are recognised, how many of a kind they may have, and which
are nobody's.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

KEEP, REPLACE = "keep", "replace"
EXTERNAL, EMAIL, PHONE, ANONYMOUS = "external", "email", "phone", "anonymous"
# So many stars in a pattern are matched in no time, whatever the value is.
MOST_STARS = 5


@dataclass(frozen=True, slots=True)
class KindRule:
    """`rank` 1 counts before 2 where ids point to different people. `recognises`: somebody is
    found by it, not only by a number. `most` is how many a person may have, None for any.
    """

    kind: str
    rank: int
    recognises: bool
    most: int | None
    when_full: str = KEEP


# One number a person, five of the others: the defaults of Segment's Unify. That a phone finds
# nobody is ours, for families share one.
USUAL = {
    EXTERNAL: KindRule(EXTERNAL, 1, recognises=True, most=1),
    EMAIL: KindRule(EMAIL, 2, recognises=True, most=5),
    PHONE: KindRule(PHONE, 3, recognises=False, most=5),
    ANONYMOUS: KindRule(ANONYMOUS, 4, recognises=True, most=None),
}
# What people type into forms that want an address, and what programs send for nobody.
HOUSE_BLOCKED = {
    EMAIL: (
        "test@*", "noreply@*", "no-reply@*", "donotreply@*", "null@*", "undefined@*",
        "anonymous@*", "guest@*", "none@*", "nobody@*", "email@email.*", "asdf@*", "a@a.*",
    ),
    PHONE: ("+10000000000", "+11111111111", "+6281234567890", "+12345678901"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Blocks:
    """The values of each kind that are nobody's, by themselves and by pattern."""

    exact: Mapping[str, frozenset[str]] = field(default_factory=dict)
    patterns: Mapping[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)

    def __contains__(self, address: tuple[str, str]) -> bool:
        kind, value = address
        if kind not in self.exact:
            return False
        bare = value.casefold()
        return bare in self.exact[kind] or any(p.fullmatch(bare) for p in self.patterns[kind])


def blocks_of(blocked: Iterable[tuple[str, str]]) -> Blocks:
    """Of (kind, pattern)."""
    kinds: dict[str, list[str]] = {}
    for kind, pattern in blocked:
        kinds.setdefault(kind, []).append(pattern.casefold())
    return Blocks(
        {kind: frozenset(one for one in of if "*" not in one) for kind, of in kinds.items()},
        {kind: tuple(_compiled(one) for one in of if "*" in one) for kind, of in kinds.items()},
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in pattern.split("*")), re.DOTALL)


@dataclass(frozen=True, slots=True)
class Identifying:
    """All of it, as it is set."""

    kinds: Mapping[str, KindRule] = field(default_factory=lambda: USUAL)
    blocks: Blocks = field(default_factory=Blocks)

    @property
    def finding(self) -> tuple[str, ...]:
        """The kinds of address by which somebody without a number is found, the first first."""
        ranked = sorted(self.kinds.values(), key=lambda rule: rule.rank)
        return tuple(r.kind for r in ranked if r.recognises and r.kind in {EMAIL, PHONE})

    @property
    def numbers(self) -> int:
        """How many external ids somebody may have who is found by an address."""
        return self.kinds[EXTERNAL].most or 1
