"""What a table is made of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relasi.engine import relations

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


@dataclass(frozen=True, slots=True)
class Column:
    """`said` is SQL about a row `t`; without it the column is called the same over there."""

    name: str
    meaning: "Text" = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the relation `of`; `needs` is the right (object, action) to see all of them.

    `whose` is the column with a person's id: rows of who is restricted are left out. `where`
    narrows, `joins` adds what `said` of a column speaks of: {name} is another relation.
    """

    name: str
    meaning: "Text"
    needs: tuple[str, str]
    of: str
    columns: tuple[Column, ...]
    whose: str = ""
    where: str = ""
    joins: str = ""

    @property
    def sql(self) -> str:
        """For PostgreSQL; nothing of it comes from a user."""
        named = ", ".join(f"{c.said or f't.{c.name}'} AS {c.name}" for c in self.columns)
        where = [self.where] if self.where else []
        if self.whose:
            restricted = relations.physical("restricted")
            where.append(
                f"NOT EXISTS (SELECT FROM {restricted} r WHERE r.contact_id = {self.whose})"
            )
        return (
            f"SELECT {named} FROM {relations.physical(self.of)} t {_named(self.joins)}"  # noqa: S608
            + (f" WHERE {' AND '.join(where)}" if where else "")
        )


def _named(joins: str) -> str:
    """The relations that {…} means, by the tables behind them."""
    for part in joins.split("{")[1:]:
        name = part.partition("}")[0]
        joins = joins.replace(f"{{{name}}}", relations.physical(name))
    return joins


def plain(names: str) -> tuple[Column, ...]:
    """Columns whose names say it all."""
    return tuple(Column(name) for name in names.split())
