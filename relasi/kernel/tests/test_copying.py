"""What is written by binary COPY is read as what it was."""

import struct

import pytest
from django.db import connection

from relasi.kernel.copying import HEADER, SINCE_1970, TRAILER, Texts, text

pytestmark = pytest.mark.django_db
_FIRST = struct.Struct("!hiq")


def test_texts_and_moments_are_read_as_they_were() -> None:
    words = Texts()
    given = ["kopi ☕", "", "tab\tand\\line\n", None, "kopi ☕"]
    tick = 1_772_452_800_000_001
    rows = [_FIRST.pack(2, 8, tick - SINCE_1970) + words[word] for word in given]

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE copied (at timestamptz, word text) ON COMMIT DROP")
        with cursor.copy("COPY copied FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(HEADER + b"".join(rows) + TRAILER)
        cursor.execute("SELECT word, (extract(epoch FROM at) * 1000000)::bigint FROM copied")
        assert cursor.fetchall() == [(word, tick) for word in given]
    assert words["kopi ☕"] == text("kopi ☕")
