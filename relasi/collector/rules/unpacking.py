"""From the bytes of a body to its JSON text, whatever the headers say about them.

Clients label gzip as text, send a form with base64 in it, or say nothing at all: what the
bytes are is read from the bytes.
"""

import binascii
import zlib
from base64 import b64decode
from urllib.parse import parse_qs

from .limits import MOST_BYTES, MOST_RATIO, RATIO_FLOOR
from .refusing import Refusal, bad_json, too_large

GZIP = b"\x1f\x8b"
ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
ZSTD = b"\x28\xb5\x2f\xfd"
EITHER = 32 + zlib.MAX_WBITS  # gzip or zlib, as the stream itself says
BOM = b"\xef\xbb\xbf"
MOST_LAYERS = 4  # gzip around a form around base64 around gzip
MOST_FIELDS = 16


def unpack(body: bytes, compression: str = "") -> bytes:
    """The JSON text inside; `compression` is what PostHog's clients say in the address."""
    for _ in range(MOST_LAYERS):
        if body[:2] == GZIP or body[:2] in ZLIB:
            body = _inflate(body)
        elif body[:5] == b"data=" or body[:12] == b"compression=":
            body, compression = _form(body)
        elif compression == "base64" and body[:1] not in {b"{", b"["}:
            body, compression = _base64(body), ""
        else:
            break
    _refuse_unknown(body, compression)
    return body.removeprefix(BOM)


def _inflate(body: bytes) -> bytes:
    most = min(MOST_BYTES, max(RATIO_FLOOR, len(body) * MOST_RATIO))
    stream = zlib.decompressobj(EITHER)
    try:
        text = stream.decompress(body, most + 1)
    except zlib.error:
        raise bad_json("The body starts like gzip and cannot be decompressed.") from None
    if len(text) > most:
        raise too_large("The body becomes too large when it is decompressed.")
    if not stream.eof:
        raise bad_json("The compressed body was cut off.")
    if stream.unused_data:
        raise bad_json("Something follows the compressed body.")
    return text


def _form(body: bytes) -> tuple[bytes, str]:
    """The `data` of a form, and how the form says it is packed; base64 unless it is JSON."""
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=MOST_FIELDS)
    except ValueError:
        raise bad_json("The form cannot be read.") from None
    data = fields.get("data", [""])[0].encode()
    said = fields.get("compression", [""])[0]
    is_json = data[:1] in {b"{", b"["}
    return data, "" if is_json else said if said.startswith("lz") else "base64"


def _base64(data: bytes) -> bytes:
    """Either alphabet, with or without padding; a + that became a blank is a + again."""
    data = data.strip().translate(bytes.maketrans(b" -_", b"++/")).rstrip(b"=")
    try:
        return b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except binascii.Error:
        raise bad_json("The body says that it is base64 and is not.") from None


def _refuse_unknown(body: bytes, compression: str) -> None:
    if compression.startswith("lz") or body[:4] == ZSTD:
        wrong = "The body is compressed in a way that is not read here."
        raise Refusal(400, "bad_json", wrong, "Send it as gzip, or not compressed.")
