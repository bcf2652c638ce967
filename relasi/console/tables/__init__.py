"""The tables a question can be about: what each column says, and how PostgreSQL is asked."""

from collections.abc import Iterator

from relasi.accounts.public import Actor, visible_owners
from relasi.accounts.public import may as may_do

from . import buying, history, marketing, people
from .parts import Column, Table

__all__ = ["Column", "Table", "permitted"]

EVERY = (*people.TABLES, *buying.TABLES, *history.TABLES, *marketing.TABLES)


def permitted(actor: Actor) -> tuple[Table, ...]:
    """Those of which this actor may see every row: a table is shown whole or not at all."""
    return tuple(_permitted(actor))


def _permitted(actor: Actor) -> Iterator[Table]:
    for table in EVERY:
        obj, action = table.needs
        if may_do(actor, action, obj) and visible_owners(actor, action, obj) is None:
            yield table
