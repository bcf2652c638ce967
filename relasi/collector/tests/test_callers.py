"""Whose it is, who calls, from where, how fast."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relasi.collector.rules.allowance import Allowance
from relasi.collector.rules.callers import caller, may_send
from relasi.collector.rules.keys import key_of


def basic(text: str) -> dict[bytes, bytes]:
    return {b"authorization": b"Basic " + b64encode(text.encode())}


@pytest.mark.parametrize(
    ("headers", "query", "key"),
    [
        (basic("k1:"), {"writeKey": "k3"}, "k1"),
        (basic("k1:secret"), {}, "k1"),
        (basic("k1"), {}, "k1"),
        ({b"authorization": b"bearer k1"}, {}, "k1"),
        ({b"x-write-key": b"k2:secret"}, {"writeKey": "k3"}, "k2"),
        ({b"authorization": b"Basic ???", b"x-write-key": b"k2"}, {}, "k2"),
        ({}, {"writeKey": "k3"}, "k3"),
        ({}, {"writekey": "k3"}, "k3"),
        ({}, {"writeKey": "", "token": "k3"}, "k3"),
        ({b"authorization": b"Digest x"}, {}, ""),
        ({}, {}, ""),
    ],
)
def test_headers_come_before_the_address(headers, query, key):
    assert key_of(headers, query) == key


@given(st.binary(max_size=60))
def test_no_header_breaks_it(header):
    key_of({b"authorization": header}, {})
    key_of({b"authorization": b"Basic " + header}, {})


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("", 0, "10.0.0.9"),
        ("1.1.1.1", 0, "10.0.0.9"),
        ("6.6.6.6, 1.1.1.1", 1, "1.1.1.1"),
        ("6.6.6.6, 1.1.1.1, 10.0.0.1", 2, "1.1.1.1"),
        ("1.1.1.1", 2, "10.0.0.9"),
        ("1.1.1.1:4711", 1, "1.1.1.1"),
        ("[2001:db8::1]:4711", 1, "2001:db8::1"),
        ("2001:DB8::1", 1, "2001:db8::1"),
        ("<script>", 1, "10.0.0.9"),
        ("", 1, "10.0.0.9"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(forwarded, proxies, address):
    assert caller("10.0.0.9", forwarded, proxies) == address


def test_an_origin_is_held_against_the_list_and_none_is_a_server():
    shop = {"https://shop.example"}

    assert may_send("https://shop.example", shop)
    assert may_send("https://SHOP.example", shop)
    assert may_send("", shop)
    assert may_send("https://anywhere.example", set())
    assert not may_send("https://shop.example.evil.example", shop)
    assert not may_send("null", shop)


def test_a_batch_larger_than_the_bucket_comes_through_and_is_paid_back():
    allowance = Allowance(10, 10.0, at=0.0)

    assert allowance.take(25, 0.0) == 0
    assert allowance.take(1, 0.0) == pytest.approx(1.6)
    assert allowance.take(1, 1.4) > 0
    assert allowance.take(1, 1.6) == 0


@given(st.integers(1, 50), st.lists(st.tuples(st.floats(0, 2), st.integers(1, 20)), max_size=40))
def test_never_more_than_the_rate_one_second_and_one_batch(rate, calls):
    allowance, now, taken, largest = Allowance(rate, float(rate), at=0.0), 0.0, 0, 0
    for pause, events in calls:
        now += pause
        if allowance.take(events, now) == 0:
            taken, largest = taken + events, max(largest, events)

    assert taken <= rate * (now + 1) + largest + 1e-6
