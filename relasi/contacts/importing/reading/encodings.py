"""Which encoding a file is written in, judged by its beginning."""

import codecs

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused

SAMPLE = 1_000_000
# What a person may choose; anything else that is detected is read as the first that fits.
ENCODINGS = (
    "utf-8",
    "utf-16",
    "cp1252",
    "iso8859-15",
    "cp1250",
    "cp1251",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = {"cp1252", "latin_1", "iso8859_1", "iso8859_15", "ascii", "cp1250", "cp1254", "cp1257"}
_JUDGED = 50_000
_NUL_SHARE = 4


def encoding_of(sample: bytes) -> str:
    """The name of a Python codec. A file that is not text is refused by the caller."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if sample and sample.count(0) * _NUL_SHARE >= len(sample):
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    if _mostly_utf8(sample):
        return "utf-8"
    found = from_bytes(sample[:_JUDGED]).best()
    name = found.encoding if found else "cp1252"
    if name in _WESTERN:
        return "cp1252"
    return name if name in ENCODINGS else "cp1252"


def _mostly_utf8(sample: bytes) -> bool:
    """Letters that are well-formed UTF-8 outnumber bytes that are not: a stray cell of another
    encoding is then a fault of that cell, not of the file.
    """
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    strays = sum(1 for letter in text if "\udc80" <= letter <= "\udcff")
    beyond = sum(1 for letter in text if letter > "\x7f") - strays
    return strays == 0 or beyond > strays


def known_encoding(name: str) -> str:
    """A choice of the form, checked. Raises Refused."""
    if name not in {*ENCODINGS, "utf-8-sig", "utf-16-le", "utf-16-be"}:
        sentence = _("“%(name)s” is not an encoding we read. Choose one of the list.")
        raise Refused(sentence % {"name": name[:40]}, field="encoding")
    return name
