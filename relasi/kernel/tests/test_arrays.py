"""Arrays written by ourselves are read by PostgreSQL as what they were."""

import pytest
from django.db import connection

from relasi.kernel.arrays import array_of, words_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["visitor-1", "NULL", "", " a ", "a,b", "{}", "kopi ☕"],
        ['said "yes"', 'a","b', '"', "back\\slash", "\\", '\\"', "100% %s"],
        ['"', "plain"],
    ],
)
def test_any_texts_are_read_as_they_were(texts: list[str]) -> None:
    assert _read("text[]", words_of(texts)) == texts


def test_numbers_are_read_as_they_were() -> None:
    assert _read("bigint[]", array_of([1, -(2**63), 2**63 - 1])) == [1, -(2**63), 2**63 - 1]
    assert _read("bigint[]", array_of([])) == []


def test_moments_are_read_to_the_microsecond() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM generate_series(0, 200000) AS n, LATERAL ("
            " SELECT timestamptz '2020-01-01' + n * interval '9001.000007 seconds') AS m (at)"
            " WHERE (date_part('epoch', at) * 1000000)::bigint"
            " <> (extract(epoch FROM at) * 1000000)::bigint"
        )
        assert cursor.fetchone() == (0,)


def _read(kind: str, array: str) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{kind}", [array])
        found: list[object] = cursor.fetchone()[0]
        return found
