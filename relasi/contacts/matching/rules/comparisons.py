"""How two people are compared, trait by trait, and what each outcome is worth before training.

Fellegi and Sunter (1969): m is how often an outcome comes about among pairs of one person, u
among pairs of two; its weight is log2(m / u). The first level that holds is the outcome; where
one of the two says nothing, nothing is learnt. The figures here are where training starts from
and what holds as long as there are too few people to learn from.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """`condition` is DuckDB's text over `trait_l` and `trait_r`; the last level has none. `rare`
    is the trait whose rarity counts: to share a name that few bear says more.
    """

    key: str
    condition: str
    m: float
    u: float
    rare: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`unknown` is when nothing can be said."""

    key: str
    unknown: str
    levels: tuple[Level, ...]


def _either_missing(trait: str) -> str:
    return f"{trait}_l IS NULL OR {trait}_r IS NULL"


def _close(trait: str, at_least: float) -> str:
    return f"jaro_winkler_similarity({trait}_l, {trait}_r) >= {at_least}"


def _edits(trait: str, most: int) -> str:
    """Counting edits is slow, and who is one or two edits away is alike by Jaro's measure too."""
    both = f"({trait}_l, {trait}_r)"
    edits = f"damerau_levenshtein{both} <= {most}"
    return f"CASE WHEN jaro_similarity{both} >= 0.7 THEN {edits} ELSE false END"


def _digits(trait: str, most: int) -> str:
    """At most so many digits differ, of texts that are equally long."""
    one, other = f"{trait}_l", f"{trait}_r"
    return (
        f"CASE WHEN length({one}) = length({other}) THEN hamming({one}, {other}) <= {most}"
        " ELSE false END"
    )


HALF_SWAPPED = "coalesce(given_l = family_r, false) OR coalesce(family_l = given_r, false)"
# Two people of one name have like mailboxes: what is made of a name that both bear says nothing
# beyond the name, unless a number that somebody chose is in it.
_GIVEN = "replace(given_l, ' ', '')"
_FAMILY = "replace(coalesce(family_l, ''), ' ', '')"
_BARE_NAME = (
    f"(NOT regexp_matches(mailbox_l, '[0-9]') AND CASE WHEN family_l IS NULL"
    f" THEN mailbox_l = {_GIVEN}"
    f" ELSE starts_with(mailbox_l, {_GIVEN}) AND ends_with(mailbox_l, {_FAMILY})"
    f" OR starts_with(mailbox_l, {_FAMILY}) AND ends_with(mailbox_l, {_GIVEN}) END)"
)
NAME_ONLY = (
    "given_l = given_r AND coalesce(family_l = family_r, true) AND "
    + " AND ".join(
        f"contains(mailbox_{side}, {name})" for side in "lr" for name in (_GIVEN, _FAMILY)
    )
    + f" AND (mailbox_l <> mailbox_r OR {_BARE_NAME})"
)
# Two people of one name number themselves apart: ann1 and ann2 are no typing error.
OTHER_LETTERS = " <> ".join(f"translate(mailbox_{side}, '0123456789', '')" for side in "lr")

GIVEN = Comparison(
    "given",
    _either_missing("given"),
    (
        Level("same", "given_l = given_r", 0.75, 0.005, rare="given"),
        Level("swapped", HALF_SWAPPED, 0.03, 0.002),
        Level("close", _close("given", 0.92), 0.10, 0.005),
        Level(
            "initial",
            "least(length(given_l), length(given_r)) = 1 AND left(given_l, 1) = left(given_r, 1)",
            0.02,
            0.005,
        ),
        Level("like", _close("given", 0.8), 0.04, 0.02),
        Level("other", "", 0.06, 0.963),
    ),
)
FAMILY = Comparison(
    "family",
    _either_missing("family"),
    (
        Level("same", "family_l = family_r", 0.78, 0.004, rare="family"),
        Level("swapped", HALF_SWAPPED, 0.03, 0.002),
        Level("close", _close("family", 0.92), 0.10, 0.004),
        Level("like", _close("family", 0.8), 0.03, 0.02),
        Level("other", "", 0.06, 0.97),
    ),
)
MAIL = Comparison(
    "mail",
    f"{_either_missing('mailbox')} OR ({NAME_ONLY})",
    (
        Level("same", "mailbox_l = mailbox_r AND domain_l = domain_r", 0.10, 0.000001),
        Level("mailbox", "mailbox_l = mailbox_r", 0.25, 0.00005),
        Level(
            "typo",
            f"domain_l = domain_r AND length(mailbox_l) >= 5 AND {_edits('mailbox', 2)}"
            f" AND {OTHER_LETTERS}",
            0.10,
            0.0002,
        ),
        Level("close", f"{_close('mailbox', 0.92)} AND {OTHER_LETTERS}", 0.10, 0.001),
        Level("other", "", 0.45, 0.998749),
    ),
)
PHONE = Comparison(
    "phone",
    _either_missing("phone"),
    (
        Level("same", "phone_l = phone_r", 0.30, 0.000001),
        Level("typo", _edits("phone", 1), 0.15, 0.00001),
        Level("close", _edits("phone", 2), 0.05, 0.0002),
        Level("other", "", 0.50, 0.999789),
    ),
)
BORN = Comparison(
    "born",
    _either_missing("born"),
    (
        Level("same", "born_l = born_r", 0.88, 0.00004),
        Level(
            "day_month",
            "left(born_l, 4) = left(born_r, 4) AND born_l[5:6] = born_r[7:8]"
            " AND born_l[7:8] = born_r[5:6]",
            0.02,
            0.00003,
        ),
        Level("typo", _digits("born", 1), 0.05, 0.001),
        Level("close", _digits("born", 2), 0.02, 0.01),
        Level("other", "", 0.03, 0.98893),
    ),
)
# In one road live many: who has another number lives in another house.
_SAME_HOUSE = "coalesce(house_l = house_r, true)"
STREET = Comparison(
    "street",
    _either_missing("street"),
    (
        Level("same", "street_l = street_r", 0.55, 0.00005),
        Level("close", f"{_close('street', 0.9)} AND {_SAME_HOUSE}", 0.17, 0.0005),
        Level("like", f"{_close('street', 0.8)} AND {_SAME_HOUSE}", 0.05, 0.003),
        Level("house", _close("street", 0.85), 0.03, 0.02),
        Level("other", "", 0.20, 0.97645),
    ),
)
# One comparison: a postal code lies in its city, and what follows from it says nothing more.
_SAME_CITY = "coalesce(city_l = city_r, false)"
PLACE = Comparison(
    "place",
    f"({_either_missing('postal')}) AND ({_either_missing('city')})",
    (
        Level("postal", "postal_l = postal_r", 0.70, 0.002, rare="postal"),
        Level("typo", f"{_SAME_CITY} AND {_edits('postal', 1)}", 0.06, 0.004),
        Level("city", _SAME_CITY, 0.10, 0.025, rare="city"),
        Level("other_city", _edits("postal", 1), 0.02, 0.004),
        Level("close", _close("city", 0.9), 0.02, 0.004),
        Level("region", "region_l = region_r", 0.03, 0.10),
        Level("other", "", 0.07, 0.861),
    ),
)
COMPARISONS = (GIVEN, FAMILY, MAIL, PHONE, BORN, STREET, PLACE)
