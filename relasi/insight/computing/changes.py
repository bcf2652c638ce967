"""Whose purchases may count otherwise than at the last computation."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import ibis

from relasi.engine import Session

# With more people than this share of all, reading everything is as fast.
FEW = 0.1


@dataclass(frozen=True, slots=True)
class Affected:
    """People whose purchases are read anew: `people` is a relation with `id` where the purchases
    are, `ids` the same, kept here.
    """

    people: Any
    ids: Any


def few_affected(
    session: Session, stored: Any, *, as_of: datetime, since: datetime | None
) -> Affected | None:
    """Whose purchases to read; None is everybody's: where there is no `since`, after a step back
    in time, and where they are not few. `stored` are the scores as of `since`.
    """
    if since is None or since > as_of:
        return None
    people = affected(session, since=since, until=as_of)
    ids = session.stage("affected", people, as_of=as_of, by="postgres")
    if _count(session, ids, as_of) > FEW * _count(session, stored, as_of):
        return None
    return Affected(people, ids)


def affected(session: Session, *, since: datetime, until: datetime) -> Any:
    """Each person once, as `id`: whose orders or lines changed, who bought a product that went
    to another category, and whose orders bear a date after `since`, up to `until`.
    """
    changes = session.table("purchase_changes")
    people = changes.filter(changes.contact_id.notnull()).select(id=changes.contact_id)
    moved = changes.filter(changes.product_id.notnull()).select(product=changes.product_id)
    lines = session.table("order_lines")
    buyers = lines.semi_join(moved, lines.product_id == moved.product).select(id=lines.contact_id)
    orders = session.table("orders")
    due = orders.filter(orders.placed_at > _at(since), orders.placed_at <= _at(until))
    return ibis.union(people, buyers, due.select(id=due.contact_id), distinct=True)


def _at(moment: datetime) -> Any:
    return ibis.literal(moment.astimezone(UTC)).cast("timestamp('UTC')")


def _count(session: Session, table: Any, as_of: datetime) -> int:
    found: int = session.arrow(table.count().as_table(), as_of=as_of)[0][0].as_py()
    return found
