"""Events keep their own bytes; what is not an event is refused in words."""

import contextlib
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relasi.collector.rules.refusing import Refusal
from relasi.collector.rules.splitting import Split, depth, split_any, split_batch, split_one

TEXTS = st.text(st.characters(), max_size=20)  # surrogates and U+0000 among them
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
EVENTS = st.dictionaries(TEXTS, JSON, max_size=5)


def code(split: Callable[[bytes], Split], text: bytes) -> tuple[int, str]:
    with pytest.raises(Refusal) as caught:
        split(text)
    return caught.value.status, caught.value.code


def nested(levels: int) -> bytes:
    return b'{"a":' * (levels - 1) + b"{}" + b"}" * (levels - 1)


def test_an_event_keeps_its_own_bytes():
    event = b'{ "event" : "caf\xc3\xa9", "n": 1.10, "big": 1180591620717411303424, "a":1,"a":2}'

    assert split_one(b" " + event + b"\n").events == [event]
    assert split_batch(b'{"batch":[' + event + b" , " + event + b"]}").events == [event, event]


def test_what_a_batch_says_for_all_is_shared_and_its_key_is_not():
    text = b'{"writeKey":"k","batch":[{"a":1}],"sentAt":"now","context":{"ip": "1"}}'

    split = split_batch(text)

    assert (split.events, split.key) == ([b'{"a":1}'], "k")
    assert split.shared == b'{"sentAt":"now","context":{"ip": "1"}}'


def test_a_batch_that_says_nothing_for_all_shares_nothing():
    assert split_batch(b'{"api_key":"k","batch":[]}') == ([], b"", "k")


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (b'{"api_key":"k","batch":[{"a":1}]}', 1),
        (b'[{"token":"k"},{"token":"k"}]', 2),
        (b'[{"properties":{"token":"k"}}]', 1),
        (b'{"properties":{"token":"k"},"event":"x"}', 1),
        (b'{"$token":"k","$set":{}}', 1),
    ],
)
def test_the_key_is_found_wherever_clients_of_posthog_put_it(text, events):
    split = split_any(text)

    assert (len(split.events), split.key) == (events, "k")


@pytest.mark.parametrize(
    ("split", "text"),
    [
        (split_one, b""),
        (split_one, b"null"),
        (split_one, b"[1]"),
        (split_one, b'{"a":NaN}'),
        (split_one, b'{"a":Infinity}'),
        (split_one, b'{"a":01}'),
        (split_one, b'{"a":1} {"a":2}'),
        (split_one, b'{"a":"\xff"}'),
        (split_one, b'{"a":"\xed\xa0\x80"}'),
        (split_one, b'{"a":"x\x00y"}'),
        (split_one, b'{"a":1'),
        (split_batch, b'[{"a":1}]'),
        (split_batch, b'{"events":[]}'),
        (split_batch, b'{"batch":{}}'),
        (split_batch, b'{"batch":[1]}'),
        (split_batch, b'{"batch":[{"a":1},null]}'),
        (split_any, b"[[]]"),
        (split_any, b'"text"'),
    ],
)
def test_what_is_no_event_is_refused(split, text):
    assert code(split, text) == (400, "bad_json")


def test_the_bounds_are_exact():
    def batch(n: int) -> bytes:
        return b'{"batch":[' + b",".join([b"{}"] * n) + b"]}"

    assert len(split_batch(batch(2500)).events) == 2500
    assert code(split_batch, batch(2501)) == (413, "too_many")
    fits = b'{"a":"' + b"x" * (1024 * 1024 - 8) + b'"}'
    assert split_one(fits).events == [fits]
    assert code(split_one, fits.replace(b"xx", b"xxx", 1)) == (413, "too_large")
    assert split_one(nested(64)).events == [nested(64)]
    for levels in (65, 5_000, 100_000):
        assert code(split_one, nested(levels)) == (400, "too_deep")
        assert code(split_batch, b'{"batch":[' + nested(levels) + b"]}") == (400, "too_deep")


def test_brackets_in_a_text_are_not_depth():
    text = json.dumps({"a": '[{"' * 500, "b": [1] * 100}).encode()

    assert depth(text) == 2
    assert split_one(text).events == [text]


def test_half_a_pair_and_the_zero_character_do_not_cost_the_others_of_a_batch():
    cut = rb'{"a":"cut \ud83d","b":"\u0000x","c":"\\u0000 \\ud83d"}'
    whole = rb'{"d":"\ud83d\ude00"}'

    first, second = split_batch(b'{"batch":[' + cut + b"," + whole + b"]}").events

    assert first == rb'{"a":"cut \ufffd","b":"x","c":"\\u0000 \\ud83d"}'
    assert second == whole


@given(st.lists(EVENTS, max_size=5), st.booleans())
def test_any_json_comes_out_as_it_went_in(events, as_ascii):
    """All of it but what no database keeps; each event is an object, whole and in order."""
    text = json.dumps({"batch": events, "x": 1}, ensure_ascii=as_ascii)
    if not as_ascii:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        events = json.loads(text)["batch"]

    split = split_batch(text.encode())

    assert [json.loads(event) for event in split.events] == [_kept(event) for event in events]
    assert b"\\u0000" not in b"".join(split.events).replace(b"\\\\", b"")


def _kept(value):
    if isinstance(value, str):
        joined = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return joined.replace("\x00", "")
    if isinstance(value, list):
        return [_kept(one) for one in value]
    if isinstance(value, dict):
        return {_kept(name): _kept(one) for name, one in value.items()}
    return value


@given(st.binary(max_size=200))
def test_no_bytes_break_it(text):
    for split in (split_one, split_batch, split_any):
        with contextlib.suppress(Refusal):
            split(text)
