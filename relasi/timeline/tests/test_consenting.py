"""What an event says about consent, and what may be done with it: pure rules."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relasi.timeline.rules.consenting import (
    Allowed,
    Held,
    Mode,
    Stated,
    allowed,
    purposes_of,
    stated,
)
from relasi.timeline.rules.consenting.gate import COUNTED, NO_TRACE

# Strings that other readers of the framework give as examples, with the purposes they hold.
EXAMPLES = {
    "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA": {1, 2, 3},
    "COxR03kOxR1CqBcABCENAgCMAP_AAH_AAAqIF3EXySoGY2thI2YVFxBEIYwfJxyigMgChgQIsSwNQIeFLBoGLiAAHBGYJA"
    "QAGBAEEACBAQIkHGBMCQAAgAgBiRCMQEGMCzNIBIBAggEbY0FACCVmHkHSmZCY7064O__QLuIJEFQMAkSBAIACLECIQwA"
    "QDiAAAYAlAAABAhIaAAgIWBQEeAAAACAwAAgAAABBAAACAAQAAICIAAABAAAgAiAQAAAAGgIQAACBABACRIAAAEANCAAg"
    "iCEAQg4EAo4AAA": set(range(1, 11)),
}
EVERY_ANSWER = (None, True, False)
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
    assert purposes_of(_tc_string(1, 5, 8)) == {1, 5, 8}
    assert purposes_of(_tc_string() + ".IF3EXySoGY2tho2YVFzBEIYwfJxyigMg") == frozenset()
    assert purposes_of(_tc_string(*range(1, 25))) == set(range(1, 25))
    assert {text: purposes_of(text) for text in EXAMPLES} == EXAMPLES


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
    assert framework.by == "tcf"


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
    nobody = Held()
    assert allowed(Stated(), nobody, Mode.REQUIRED) == NO_TRACE
    assert allowed(Stated(), nobody, Mode.COOKIELESS) == COUNTED
    assert allowed(Stated(), nobody, Mode.GRANTED) == Allowed(keep=True, follow=True, know=True)


def test_a_signal_takes_away_what_nobody_was_asked_about():
    signal = Stated(signal=True)
    assert allowed(signal, Held(), Mode.GRANTED) == COUNTED
    explicit = Stated(collect=True, profile=True, signal=True)
    assert allowed(explicit, Held(), Mode.REQUIRED).know


@pytest.mark.parametrize("mode", Mode)
def test_a_no_to_collecting_leaves_no_trace_whatever_else_is_said(mode):
    for profile, held in product(EVERY_ANSWER, EVERY_ANSWER):
        said = Stated(collect=False, profile=profile)
        assert allowed(said, Held(held, held), mode) == NO_TRACE
        assert allowed(Stated(profile=profile), Held(False, held), mode) == NO_TRACE


@pytest.mark.parametrize("mode", Mode)
def test_nobody_is_known_without_a_yes_to_profiles_or_the_operators_word(mode):
    for collect, profile, held_collect, held_profile, signal in product(
        EVERY_ANSWER, EVERY_ANSWER, EVERY_ANSWER, EVERY_ANSWER, (True, False)
    ):
        said = Stated(collect=collect, profile=profile, signal=signal)
        found = allowed(said, Held(held_collect, held_profile), mode)
        newest = profile if profile is not None else held_profile
        if found.know:
            assert newest or (newest is None and mode is Mode.GRANTED and not signal)
            assert found.keep
            assert found.follow


def test_what_is_said_now_counts_before_what_was_said_then():
    assert allowed(Stated(collect=True, profile=True), Held(False, False), Mode.REQUIRED).know
    assert not allowed(Stated(profile=False), Held(True, True), Mode.GRANTED).know


def _tc_string(*purposes: int) -> str:
    """The core of a string of version 2 with these purposes and nothing else."""
    import base64

    bits = 2 << (240 - 6)
    for purpose in purposes:
        bits |= 1 << (240 - 152 - purpose)
    return base64.urlsafe_b64encode(bits.to_bytes(30, "big")).rstrip(b"=").decode()
