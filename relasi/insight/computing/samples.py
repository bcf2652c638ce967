"""What sampled people bought in each category: the borders within categories come from it.

It follows from a person's own purchases alone, like their facts: it is kept, and read anew for
those whose purchases changed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import ibis
import pyarrow as pa

from relasi.engine import Session
from relasi.insight.purchases import counted_lines

from .borders import by_category
from .changes import Affected

# The borders come from about this many people, taken evenly by id.
SAMPLE = 20_000
COLUMNS = ("contact_id", "category", "last_order_at", "orders", "revenue")


@dataclass(frozen=True, slots=True)
class Sample:
    """`rows` has COLUMNS of all who are sampled, one in `every` by id. `fresh` are those read
    anew, which take the place of what was kept of `people` (None: of everybody).
    """

    every: int
    rows: pa.Table
    fresh: pa.Table
    people: pa.Table | None


def every_one_in(buyers: int) -> int:
    """Which share of the ids is sampled: everybody up to SAMPLE buyers, then every n-th.

    Where k of the sampled bought in a category, the rank of its border p is off by
    sqrt(p (1 - p) / k), one standard error: with 2,000 by about one percent, with 200 by three.
    """
    return max(1, buyers // SAMPLE)


def sample(
    session: Session, *, as_of: datetime, every: int, kept_every: int, only: Affected | None
) -> Sample:
    """`kept_every` is how the kept rows were sampled; they serve where that is still so and
    only the purchases of `only` changed.
    """
    if only is None or kept_every != every:
        rows = session.arrow(_read(session, session.table("contacts"), every, as_of), as_of=as_of)
        return Sample(every, rows, rows, None)
    fresh = _read(session, only.people, every, as_of)
    ids = only.ids.filter(only.ids.id % every == 0)
    kept = session.table("sampled_categories").anti_join(ids, [("contact_id", "id")])
    kept = kept.anti_join(session.table("restricted"), "contact_id")
    rows = ibis.union(kept.select(*COLUMNS), fresh)
    return Sample(
        every,
        session.arrow(rows, as_of=as_of),
        session.arrow(fresh, as_of=as_of),
        session.arrow(ids, as_of=as_of),
    )


def _read(session: Session, people: Any, every: int, as_of: datetime) -> Any:
    """COLUMNS, through PostgreSQL's indexes."""
    sampled = people.filter(people.id % every == 0) if every > 1 else people
    sampled = sampled.anti_join(session.table("restricted"), [("id", "contact_id")])
    lines = counted_lines(session, until=as_of, people=sampled)
    found = by_category(session, lines).select(*COLUMNS)
    return session.stage("inside", found, as_of=as_of, by="postgres")
