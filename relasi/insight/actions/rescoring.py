"""The scores of a few people, at once and from the newest run's cut points.

After a merge a person's purchases are other ones; waiting for the night would show two lives
as one. Everything else stays as it was computed.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from relasi import engine
from relasi.commerce import public as commerce
from relasi.insight.computing.baskets import baskets, words_for
from relasi.insight.computing.habits import habits
from relasi.insight.models import PurchaseChange, Score
from relasi.insight.queries.runs import RunCard, newest_run
from relasi.insight.rules.lifecycle import Habit, verdict
from relasi.insight.rules.quintiles import score


@transaction.atomic
def rescore(*, contact_ids: Sequence[int]) -> None:
    """Nothing happens before the first computation. The next one reads these people again: one
    that runs meanwhile knows nothing of this, and these are facts of the run before it.
    """
    run = newest_run()
    if run is None:
        return
    Score.objects.filter(pk__in=contact_ids).delete()
    Score.objects.bulk_create(_scores(list(contact_ids), run))
    PurchaseChange.objects.bulk_create(PurchaseChange(contact_id=one) for one in contact_ids)


def _scores(ids: list[int], run: RunCard) -> list[Score]:
    session = engine.session()
    contacts = session.table("contacts")
    people = contacts.filter(contacts.id.isin(ids))
    people = people.anti_join(session.table("restricted"), [("id", "contact_id")])
    categories = sorted(one.id for one in commerce.categories())
    bought = baskets(session, until=run.as_of, categories=categories, people=people)
    found = {row["contact_id"]: row for row in _rows(session.postgres(bought, as_of=run.as_of))}
    rows = _rows(session.postgres(habits(session, until=run.as_of, people=people), as_of=run.as_of))
    return [_score(row, found.get(row["contact_id"], {}), categories, run) for row in rows]


def _score(
    row: dict[str, Any], basket: dict[str, Any], categories: Sequence[int], run: RunCard
) -> Score:
    habit = Habit(row["last_order_at"], row["order_days"], row["typical_gap"])
    words = (int(basket.get(word) or 0) for word in words_for(categories))
    return Score(
        **row,
        r=score(row["last_order_at"], run.cuts.r),
        f=score(row["orders"], run.cuts.f),
        m=score(row["revenue"], run.cuts.m),
        category_count=sum(word.bit_count() for word in words),
        items_per_order=(basket.get("quantity") or 0.0) / row["orders"],
        lifecycle=verdict(habit, run.usual_gap, run.limits, as_of=run.as_of).stage,
        lifecycle_since=run.as_of,
    )


def _rows(text: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(text)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
