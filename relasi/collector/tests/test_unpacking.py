"""What the bytes are is read from the bytes."""

import contextlib
import gzip
import zlib
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relasi.collector.rules.limits import MOST_BYTES
from relasi.collector.rules.refusing import Refusal
from relasi.collector.rules.unpacking import unpack

TEXT = '{"event":"Sudah ☕ + bayar/lunas?"}'.encode()
# Without the time of packing: a test is named after it, the same in every process.
PACKED = gzip.compress(TEXT, mtime=0)


def code(body: bytes, compression: str = "") -> tuple[int, str]:
    with pytest.raises(Refusal) as caught:
        unpack(body, compression)
    return caught.value.status, caught.value.code


@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        b"\xef\xbb\xbf" + TEXT,
        PACKED,
        zlib.compress(TEXT),
        gzip.compress(b"data=" + quote(b64encode(TEXT)).encode(), mtime=0),
        b"data=" + quote(b64encode(TEXT)).encode(),
        b"data=" + b64encode(TEXT),  # its + arrives as a blank
        b"data=" + urlsafe_b64encode(TEXT).rstrip(b"="),
        b"data=" + quote(b64encode(PACKED)).encode(),
        urlencode({"compression": "base64", "data": b64encode(TEXT)}).encode(),
        urlencode({"data": TEXT}).encode(),
        urlencode({"data": b64encode(PACKED), "compression": "gzip-js"}).encode(),
    ],
)
def test_every_packing_of_the_clients_is_undone(body):
    assert unpack(body) == TEXT


def test_the_address_may_say_base64_or_gzip():
    assert unpack(b64encode(TEXT), "base64") == TEXT
    assert unpack(PACKED, "gzip-js") == TEXT
    assert unpack(TEXT, "gzip-js") == TEXT


@given(st.binary(max_size=300))
def test_no_bytes_break_it(body):
    with contextlib.suppress(Refusal):
        unpack(body)


def test_a_bomb_is_refused_by_its_ratio_and_by_its_size():
    assert code(gzip.compress(b" " * 5_000_000)) == (413, "too_large")
    assert code(gzip.compress(b'{"a":"%s"}' % (b"x" * 70_000))) == (413, "too_large")
    assert code(gzip.compress(bytes(range(256)) * (MOST_BYTES // 256 + 1))) == (413, "too_large")


def test_a_small_body_may_compress_far():
    text = b'{"a":"%s"}' % (b"x" * 60_000)

    assert len(text) > 100 * len(gzip.compress(text, mtime=0))
    assert unpack(gzip.compress(text, mtime=0)) == text


def test_what_is_cut_off_followed_by_more_or_packed_strangely_is_refused():
    whole = gzip.compress(TEXT, mtime=0)

    assert code(whole[:-4]) == (400, "bad_json")
    assert code(whole + b"more") == (400, "bad_json")
    assert code(whole[:12] + b"\xff\xff\xff" + whole[15:]) == (400, "bad_json")
    assert code(b"\x28\xb5\x2f\xfd rest") == (400, "bad_json")
    assert code(b"data=NoIg&compression=lz64") == (400, "bad_json")
    assert code(b"data=%%%") == (400, "bad_json")
