"""Who somebody is to every store: their ids, their browsers, what they are known by."""

from typing import Any

from django.db import connection

from relasi.contacts import public as contacts
from relasi.kernel import catalogue
from relasi.kernel.catalogue import Person


def person_of(contact_id: int) -> Person:
    ids = (contact_id, *contacts.joined_into([contact_id]))
    more = [row[0] for sql in catalogue.profiles() for row in _rows(sql, ids)]
    words = {(kind, word) for sql in catalogue.words() for kind, word in _rows(sql, ids) if word}
    words -= contacts.belong_to_others(words, ids)
    return Person(ids, tuple(sorted({*ids, *more})), tuple(sorted(words)))


def _rows(sql: str, ids: tuple[int, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"ids": list(ids)})
        return list(cursor.fetchall())
