"""Findings as they are listed: which address, whose, what is doubtful, what was probably meant."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from relasi.contacts.models import AddressFinding
from relasi.contacts.queries.cards import names
from relasi.contacts.queries.matching import like
from relasi.ui.public import FilterValue, ListState

SOURCE = """
FROM contacts_addressfinding f JOIN contacts_identity i ON i.id = f.identity_id
JOIN contacts_contact c ON c.id = i.contact_id
"""
ORDERS = {"address": "i.value", "kind": "f.kind", "found": "f.found_at", "meant": "f.meant"}
NOTHING_TO_DO = {
    "correct": "f.kind <> 'typo' OR f.left_at IS NOT NULL",
    "invalid": "i.validity = 'invalid'",
}
Chosen = tuple[str, Sequence[Any]]
CHUNK = 2_000
EXACT_UP_TO = 10_000


@dataclass(frozen=True, slots=True)
class FindingRow:
    id: int
    contact_id: int
    name: str
    address: str
    kind: str
    kind_label: str
    meant: str
    found_at: datetime
    left: bool


@dataclass(frozen=True, slots=True)
class Question:
    where: str
    params: tuple[Any, ...]
    order: str

    def ids(self) -> Chosen:
        return f"SELECT f.id {SOURCE} WHERE {self.where}", self.params

    def addresses(self, change: str) -> Chosen:
        """The people, each with one of the addresses found: a change touches no other one. Of
        several the first that there is something to do about; the others come next time.
        """
        return (
            f"SELECT DISTINCT ON (c.id) c.id, i.id AS identity {SOURCE} WHERE {self.where}"
            f" ORDER BY c.id, {NOTHING_TO_DO[change]}, i.is_primary DESC, i.id"
        ), self.params


def question(
    state: ListState, owners: Collection[int] | None, ids: Collection[int] | None = None
) -> Question:
    """`owners` are whose people may be seen (None: everybody's); `ids` narrows to these."""
    texts, params = ["c.erased_at IS NULL"], list[Any]()
    if owners is not None:
        texts.append("c.owner_id = ANY(%s)")
        params.append(sorted(owners))
    if ids is not None:
        texts.append("f.id = ANY(%s)")
        params.append(list(ids))
    if state.search:
        texts.append("UPPER(i.value) LIKE %s")
        params.append(f"%{like(state.search)}%")
    if not any(value.key == "state" for value in state.filters):
        texts.append("f.left_at IS NULL")
    for value in state.filters:
        text, more = _condition(value)
        texts.append(text)
        params += more
    way = "DESC" if state.descending else "ASC"
    order = f"{ORDERS.get(state.sort, 'f.found_at')} {way}, f.id {way}"
    return Question(" AND ".join(texts), tuple(params), order)


def _condition(value: FilterValue) -> Chosen:
    if value.key == "state":
        left = (value.value == "left") == (value.relation in {"is", "set"})
        return f"f.left_at IS {'NOT ' if left else ''}NULL", []
    if value.relation in {"set", "not_set"}:
        return "TRUE" if value.relation == "set" else "FALSE", []
    return f"f.kind {'=' if value.relation == 'is' else '<>'} %s", [value.value]


def counted(asked: Question) -> tuple[int, bool]:
    """How many, and whether there are more than are counted."""
    sql = f"SELECT 1 {SOURCE} WHERE {asked.where} LIMIT {EXACT_UP_TO + 1}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) found", asked.params)  # noqa: S608
        number = int(cursor.fetchone()[0])
    return min(number, EXACT_UP_TO), number > EXACT_UP_TO


def page(asked: Question, *, offset: int, limit: int) -> list[FindingRow]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_select(asked)} LIMIT %s OFFSET %s", [*asked.params, limit, offset])
        return _rows(cursor.fetchall())


def every(asked: Question) -> Iterator[FindingRow]:
    """All of them in order, without holding them all."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_select(asked), asked.params)
        while rows := cursor.fetchmany(CHUNK):
            yield from _rows(rows)


def _select(asked: Question) -> str:
    return (
        "SELECT f.id, c.id, i.value, f.kind, f.meant, f.found_at, f.left_at IS NOT NULL"
        f" {SOURCE} WHERE {asked.where} ORDER BY {asked.order}"
    )


def _rows(found: Sequence[tuple[Any, ...]]) -> list[FindingRow]:
    called = names(contact for _id, contact, *_rest in found)
    labels = dict(AddressFinding.Kind.choices)
    return [
        FindingRow(
            pk, contact, called.get(contact, ""), address, kind, str(labels[kind]),
            f"{address.rpartition('@')[0]}@{meant}" if meant else "", found_at, left,
        )
        for pk, contact, address, kind, meant, found_at, left in found
    ]  # fmt: skip


def open_by_kind() -> dict[str, int]:
    """How many are open of each kind; a kind of which there is none is not named."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT f.kind, count(*) {SOURCE}"
            " WHERE f.left_at IS NULL AND c.erased_at IS NULL GROUP BY 1"
        )
        return dict(cursor.fetchall())
