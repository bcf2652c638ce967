"""The newest statement holds, in whatever order statements arrive."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from relasi.consent.rules import Statement, is_permitted, newest

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)

statements = st.lists(
    st.builds(
        Statement,
        stated_at=st.integers(0, 5).map(lambda hours: MORNING + timedelta(hours=hours)),
        granted=st.booleans(),
        source=st.sampled_from(["form", "call", "import"]),
    ),
    max_size=8,
)


def test_who_never_said_yes_has_said_no():
    assert not is_permitted([])
    assert newest([]) is None


def test_the_newest_statement_holds():
    yes = Statement(MORNING, granted=True, source="form")
    no = Statement(MORNING + timedelta(hours=1), granted=False, source="call")

    assert newest([no, yes]) == no
    assert not is_permitted([no, yes])


def test_said_in_one_moment_the_refusal_holds():
    yes = Statement(MORNING, granted=True, source="z")
    no = Statement(MORNING, granted=False, source="a")

    assert not is_permitted([yes, no])
    assert not is_permitted([no, yes])


@given(statements, st.randoms())
def test_the_order_of_arrival_does_not_matter(said, random):
    shuffled = list(said)
    random.shuffle(shuffled)

    assert newest(shuffled) == newest(said)


@given(statements)
def test_an_older_statement_never_changes_what_holds(said):
    before = Statement(MORNING - timedelta(days=1), granted=True, source="found late")

    assert newest([*said, before]) == (newest(said) or before)
