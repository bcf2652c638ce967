"""What the score adds up to."""

from hypothesis import given
from hypothesis import strategies as st

from relasi.reports.rules.quality import FIELDS, LACKS, MARKS, PARTS, parts, score

EVERYTHING = {
    "people": 10, "email": 10, "good_email": 10, "may_write": 10, "alive": 10, "single": 10,
}  # fmt: skip


def test_the_weights_make_a_hundred_and_every_bit_is_one_notes_own():
    assert sum(part.weight for part in PARTS) == 100
    assert len(set(MARKS.values())) == len(MARKS)
    assert len(set(LACKS.values())) == len(FIELDS)


def test_a_list_without_fault_has_a_hundred():
    assert score(EVERYTHING) == 100


def test_nobody_has_no_score():
    assert score({"people": 0}) is None


def test_where_nobody_has_an_address_its_parts_do_not_count():
    counts = {"people": 10, "alive": 10, "single": 10}
    # Coverage is nothing of 20; freshness, completeness and uniqueness are whole: 35 of 55.
    assert round(score(counts) or 0, 6) == round(100 * 35 / 55, 6)


def test_half_of_the_fields_are_half_of_completeness():
    counts = EVERYTHING | {f"lacks:{field}": 5 for field in FIELDS}
    shown = next(one for one in parts(counts) if one.part.key == "completeness")
    assert (shown.good, shown.of, shown.share) == (40, 80, 0.5)
    assert score(counts) == 95


SHARES = st.lists(st.floats(0, 1), min_size=5 + len(FIELDS), max_size=5 + len(FIELDS))


@given(st.integers(1, 10**7), SHARES)
def test_a_score_lies_between_nothing_and_a_hundred(people, shares):
    names = ("email", "alive", "single", *(f"lacks:{field}" for field in FIELDS))
    counts = {"people": people}
    counts |= {name: int(people * share) for name, share in zip(names, shares[2:], strict=True)}
    good = {"good_email": shares[0], "may_write": shares[1]}
    counts |= {name: int(counts["email"] * share) for name, share in good.items()}

    assert -0.000001 <= (score(counts) or 0) <= 100.000001
