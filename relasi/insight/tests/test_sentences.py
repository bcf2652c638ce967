"""Why somebody is in a stage, said for every number that can occur, in both languages."""

import pytest
from django.utils import translation

from relasi.insight.rules.lifecycle import Verdict
from relasi.insight.sentences import stage_reason


def said(days: int, rhythm: float | None, whose: str = "own", stage: str = "active") -> str:
    times = None if rhythm is None else days / rhythm
    return stage_reason(Verdict(stage, days, rhythm, times, whose))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "rhythm", "sentence"),
    [
        (0, 12.0, "Usually buys every 12 days; last order today: the usual gap is not over."),
        (1, 30.0, "Usually buys every 30 days; last order 1 day ago: the usual gap is not over."),
        (
            11,
            12.0,
            "Usually buys every 12 days; last order 11 days ago: the usual gap is not over.",
        ),
        (12, 12.0, "Usually buys every 12 days; last order 12 days ago: 1 time the usual gap."),
        (31, 12.0, "Usually buys every 12 days; last order 31 days ago: 2.6 times the usual gap."),
        (2, 1.0, "Usually buys every 1 day; last order 2 days ago: 2 times the usual gap."),
        (3, 1.5, "Usually buys every 1.5 days; last order 3 days ago: 2 times the usual gap."),
    ],
)
def test_the_sentence_is_right_for_nothing_and_for_little(days, rhythm, sentence):
    assert said(days, rhythm) == sentence


def test_no_sentence_says_zero_times_or_zero_days():
    for language in ("en", "id"):
        with translation.override(language):
            for whose in ("own", "mixed", "population"):
                for days in (0, 1, 6):
                    words = said(days, 7.0, whose).replace(",", ";").replace(":", ";").split()
                    assert "0" not in words, (language, whose, days)


def test_who_bought_for_the_first_time_today_is_told_so():
    assert said(0, None, "fixed", "first_time") == "Bought for the first time; last order today."
    with translation.override("id"):
        assert said(0, None, "fixed", "first_time") == (
            "Membeli pertama kali; pesanan terakhir hari ini."
        )
