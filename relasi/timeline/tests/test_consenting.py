"""What an event says about consent, and what may be done with it: pure rules."""

import base64
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relasi.timeline.rules.consenting import (
    Answer,
    Mode,
    Stated,
    allowed,
    plain,
    purposes_of,
    stated,
)
from relasi.timeline.rules.consenting.gate import COUNTED, FOLLOWED, KNOWN, NOT_ASKED, REFUSED

# Strings that other readers of the framework give as examples, with the purposes they hold.
EXAMPLES = {
    "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA": {1, 2, 3},
    "COxR03kOxR1CqBcABCENAgCMAP_AAH_AAAqIF3EXySoGY2thI2YVFxBEIYwfJxyigMgChgQIsSwNQIeFLBoGLiAAHBGYJA"
    "QAGBAEEACBAQIkHGBMCQAAgAgBiRCMQEGMCzNIBIBAggEbY0FACCVmHkHSmZCY7064O__QLuIJEFQMAkSBAIACLECIQwA"
    "QDiAAAYAlAAABAhIaAAgIWBQEeAAAACAwAAgAAABBAAACAAQAAICIAAABAAAgAiAQAAAAGgIQAACBABACRIAAAEANCAAg"
    "iCEAQg4EAo4AAA": set(range(1, 11)),
}
EVERY_ANSWER = (None, True, False)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EVERY_HELD = [
    {
        purpose: Answer(granted, NOON, heard)
        for purpose, granted in (("collect", collect), ("profile", profile))
        if granted is not None
    }
    for collect, profile, heard in product(EVERY_ANSWER, EVERY_ANSWER, (True, False))
]
WORDS = (
    "consent", "categoryPreferences", "consentManagement", "tcf", "gpc", "allowedConsentIds",
    "deniedConsentIds", "collect",
)  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.text(max_size=4) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3)
    ),
)


def test_the_purposes_of_a_tc_string_are_read():
    assert purposes_of(_tc_string(1, 5, 8)) == (frozenset({1, 5, 8}), NOON)
    assert purposes_of(_tc_string() + ".IF3EXySoGY2tho2YVFzBEIYwfJxyigMg")[0] == frozenset()
    assert purposes_of(_tc_string(*range(1, 25)))[0] == set(range(1, 25))
    assert {text: purposes_of(text)[0] for text in EXAMPLES} == EXAMPLES


@pytest.mark.parametrize("text", ["", "x", "BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", "ä", "C" * 20])
def test_what_is_no_tc_string_is_said_to_be_none(text):
    with pytest.raises(ValueError, match="TC string"):
        purposes_of(text)


@given(st.text())
def test_no_text_breaks_the_reading_of_a_tc_string(text):
    try:
        purposes_of(text)
    except ValueError:
        return


def test_each_clients_words_are_understood():
    said = {"collect": True, "profile": False}
    for context in (
        {"consent": {"categoryPreferences": {"collect": True, "profile": False}}},
        {"consent": {"categoryPreferences": {"Analytics": True, "Advertising": False}}},
        {"consentManagement": {"allowedConsentIds": ["C0002"], "deniedConsentIds": ["C0004"]}},
    ):
        assert stated(context).says() == said
    framework = stated({"consent": {"tcString": _tc_string(1, 6, 8)}})
    assert framework.says() == {"collect": True, "profile": False, "personalise": True}
    assert (framework.by, framework.at) == ("tcf", NOON)
    chosen = {"consent": {"categoryPreferences": {"collect": True}, "chosenAt": NOON.isoformat()}}
    assert stated(chosen).at == NOON


def test_one_no_among_categories_of_a_purpose_is_a_no():
    for pair in ({"marketing": True, "targeting": False}, {"marketing": False, "targeting": True}):
        assert stated({"consent": {"categoryPreferences": pair}}).profile is False


def test_the_signal_counts_only_when_it_is_exactly_set():
    assert stated({"consent": {"gpc": True}}).signal
    assert stated({}, signal=True) == Stated(signal=True)
    assert not stated({"consent": {"gpc": "1"}}).signal


@given(ANYTHING)
def test_whatever_stands_there_is_read_without_a_fault(context):
    stated(context if isinstance(context, dict) else {})


def test_who_was_never_asked_is_treated_as_the_source_says():
    assert allowed(Stated(), {}, Mode.REQUIRED) == NOT_ASKED
    assert allowed(Stated(), {}, Mode.COOKIELESS) == COUNTED
    assert allowed(Stated(), {}, Mode.GRANTED) == KNOWN


def test_a_signal_takes_away_what_nobody_was_asked_about():
    assert allowed(Stated(signal=True), {}, Mode.GRANTED) == COUNTED
    assert allowed(Stated(collect=True, signal=True), {}, Mode.GRANTED) == FOLLOWED
    assert allowed(Stated(collect=True, profile=True, signal=True), {}, Mode.REQUIRED) == KNOWN


@pytest.mark.parametrize("mode", Mode)
def test_a_no_to_collecting_leaves_no_trace_whatever_else_is_said(mode):
    for profile, held in product(EVERY_ANSWER, EVERY_HELD):
        assert allowed(Stated(collect=False, profile=profile), held, mode) == REFUSED
    assert allowed(Stated(profile=True), {"collect": answer(False)}, mode) == REFUSED


@pytest.mark.parametrize("mode", Mode)
def test_nobody_is_known_without_a_yes_to_profiles_or_the_operators_word(mode):
    for collect, profile, held, signal in product(
        EVERY_ANSWER, EVERY_ANSWER, EVERY_HELD, (True, False)
    ):
        said = Stated(collect=collect, profile=profile, signal=signal)
        found = allowed(said, held, mode)
        if found == KNOWN:
            yes = profile or ("profile" in held and held["profile"].granted)
            assert yes or (mode is Mode.GRANTED and not signal)
            assert profile is not False


def test_a_yes_that_is_repeated_does_not_undo_a_no_that_was_said_since():
    no = {"collect": answer(False, at=NOON)}
    before, after = NOON - timedelta(days=1), NOON + timedelta(days=1)
    assert allowed(Stated(collect=True, at=before), no, Mode.GRANTED) == REFUSED
    assert allowed(Stated(collect=True, profile=True, at=after), no, Mode.GRANTED) == KNOWN


def test_a_yes_without_a_time_undoes_only_a_no_that_came_in_the_same_way():
    said = Stated(collect=True, profile=True)
    assert allowed(said, {"collect": answer(False)}, Mode.GRANTED) == REFUSED
    assert allowed(said, {"collect": answer(False, heard=True)}, Mode.GRANTED) == KNOWN


def test_what_holds_counts_where_the_event_says_nothing():
    yes, no = answer(True), answer(False)
    assert allowed(Stated(), {"collect": yes, "profile": yes}, Mode.REQUIRED) == KNOWN
    assert allowed(Stated(), {"collect": yes, "profile": no}, Mode.GRANTED) == FOLLOWED
    assert allowed(Stated(), {"collect": no, "profile": yes}, Mode.GRANTED) == REFUSED


def test_an_address_keeps_its_campaign_and_nothing_else():
    click = "https://shop.example/cart?utm_source=google&gclid=x&email=ann%40example.org#top"
    assert plain(click) == "https://shop.example/cart?utm_source=google"
    assert plain("https://shop.example/cart?token=1") == "https://shop.example/cart"
    assert plain("") == ""


def answer(granted: bool, *, at: datetime = NOON, heard: bool = False) -> Answer:  # noqa: FBT001
    return Answer(granted, at, heard)


def _tc_string(*purposes: int) -> str:
    """The core of a string of version 2 with these purposes and nothing else."""
    bits = 2 << (240 - 6) | int(NOON.timestamp() * 10) << (240 - 42 - 36)
    for purpose in purposes:
        bits |= 1 << (240 - 152 - purpose)
    return base64.urlsafe_b64encode(bits.to_bytes(30, "big")).rstrip(b"=").decode()
