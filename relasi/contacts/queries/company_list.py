"""The Companies list at any size."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from relasi.accounts import public as accounts
from relasi.ui.public import FilterValue, ListState

from . import matching
from .companies import CompanyCard, company_cards
from .fields import custom_fields
from .matching import Fragment, like

ORDERS = {"name": ("UPPER(c.name)", "c.id"), "created": ("c.created_at", "c.id")}
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class CompanyRow:
    card: CompanyCard
    owner: str


def conditions(state: ListState, owners: Collection[int] | None) -> Fragment:
    parts: list[Fragment] = []
    if owners is not None:
        parts.append(("c.owner_id = ANY(%s)", [sorted(owners)]))
    parts += [_word(word) for word in state.search.split()]
    parts += [_condition(value) for value in state.filters]
    sql = " AND ".join(f"({text})" for text, _params in parts) or "TRUE"
    return sql, [value for _text, params in parts for value in params]


def _word(word: str) -> Fragment:
    sql = "(UPPER(c.name) LIKE %s OR c.domain LIKE %s)"
    return sql, [f"%{like(word)}%", f"{like(word).lower()}%"]


def _condition(value: FilterValue) -> Fragment:
    if value.key.startswith("fields."):
        key = value.key.removeprefix("fields.")
        kind = next(field.kind for field in custom_fields("company") if field.key == key)
        return matching.custom("c.fields", kind, key, value)
    if value.key == "owner":
        return matching.reference("c.owner_id", value)
    if value.key == "created":
        return matching.moment("c.created_at", value)
    return matching.text(f"c.{value.key}", value)


def company_ids(state: ListState, where: Fragment) -> list[int]:
    """The ids on the page, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_sql(state, where)} LIMIT %s OFFSET %s", [*where[1], state.limit, state.offset]
        )
        return [row[0] for row in cursor.fetchall()]


def stream_company_ids(state: ListState, where: Fragment) -> Iterator[list[int]]:
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_sql(state, where), where[1])
        while rows := cursor.fetchmany(CHUNK):
            yield [row[0] for row in rows]


def _sql(state: ListState, where: Fragment) -> str:
    way = "DESC" if state.descending else "ASC"
    order = ", ".join(f"{column} {way}" for column in ORDERS[state.sort])
    return f"SELECT c.id FROM contacts_company c WHERE {where[0]} ORDER BY {order}"  # noqa: S608  (our texts)


def company_rows(ids: Sequence[int]) -> list[CompanyRow]:
    """In the order of `ids`, with the names of owners."""
    cards = company_cards(ids)
    owners = accounts.staff_names(card.owner_id for card in cards if card.owner_id)
    return [CompanyRow(card, owners.get(card.owner_id or 0, "")) for card in cards]
