"""The people behind each number of a campaign."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from relasi.engine import relations
from relasi.messaging import public as messaging

from .cards import CampaignCard

# Which of the drawn people stand behind a number: conditions over the columns of _people_sql.
MEASURES = {
    "everyone": "true",
    "contacted": "\"group\" = 'contacted'",
    "held_out": "\"group\" = 'held_out'",
    "unreachable": "\"group\" = 'unreachable'",
    "sent": "state IN ('sent', 'in_doubt', 'failed')",
    "delivered": "state = 'sent'",
    "waiting": "state IN ('queued', 'claimed', 'sending', 'deferred')",
    "in_doubt": "state = 'in_doubt'",
    "failed": "state = 'failed'",
    "held_back": "state = 'suppressed'",
    "cancelled": "state = 'cancelled'",
    "opened": "opened_by_person",
    "clicked": "clicked_by_person",
    "left": "unsubscribed",
    "machine_opens": "opened_by_machine AND NOT opened_by_person AND NOT opened_by_unknown",
    "unclear_opens": "opened_by_unknown AND NOT opened_by_person",
    "bought": "orders > 0 AND \"group\" = 'contacted'",
    "bought_held_out": "orders > 0 AND \"group\" = 'held_out'",
    "buyers": "orders > 0",
    "measured": "due_at <= %(now)s",
    "measured_contacted": "due_at <= %(now)s AND \"group\" = 'contacted'",
    "measured_held_out": "due_at <= %(now)s AND \"group\" = 'held_out'",
}
SORTS = {
    "name": "upper(name)",
    "group": '"group"',
    "state": "state",
    "sent_at": "sent_at",
    "orders": "orders",
    "amount": "amount",
}


NARROWED = {"content": "variant", "why": "reason"}
RELATIONS = {
    "is": "{column} = %({name})s",
    "is_not": "{column} <> %({name})s",
    "set": "{column} <> ''",
    "not_set": "{column} = ''",
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """`state` and what follows is of their mail; '' for those who were not to get one."""

    contact_id: int
    name: str
    group: str
    variant: str
    reason: str
    state: str
    detail: str
    message_id: str
    sent_at: datetime | None
    opened: bool
    clicked: bool
    orders: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Question:
    """One measure's rows; `narrowed` holds (column, relation, value), see NARROWED."""

    measure: str
    search: str = ""
    narrowed: tuple[tuple[str, str, str], ...] = ()
    sort: str = "name"
    descending: bool = False


def count(campaign: CampaignCard, question: Question, *, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ({_people_sql()}) p WHERE {_where(question)}",  # noqa: S608
            _values(campaign, question, now),
        )
        return int((cursor.fetchone() or (0,))[0])


def tally(campaign: CampaignCard, *, now: datetime) -> dict[str, int]:
    """How many people stand behind each of MEASURES: the numbers are the rows, counted."""
    counts = ", ".join(f"count(*) FILTER (WHERE {held})" for held in MEASURES.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {counts} FROM ({_people_sql()}) p",  # noqa: S608 - conditions of our own
            _values(campaign, Question("everyone"), now),
        )
        return dict(zip(MEASURES, cursor.fetchone(), strict=True))


def page(
    campaign: CampaignCard, question: Question, *, now: datetime, offset: int, limit: int
) -> list[PersonRow]:
    return list(_rows(campaign, question, now=now, tail=f"OFFSET {offset:d} LIMIT {limit:d}"))


def every(campaign: CampaignCard, question: Question, *, now: datetime) -> Iterator[PersonRow]:
    """All of them, for a file."""
    return _rows(campaign, question, now=now, tail="")


def _rows(
    campaign: CampaignCard, question: Question, *, now: datetime, tail: str
) -> Iterator[PersonRow]:
    way = "DESC NULLS LAST" if question.descending else "ASC NULLS LAST"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM ({_people_sql()}) p WHERE {_where(question)}"  # noqa: S608
            f" ORDER BY {SORTS[question.sort]} {way}, contact_id {tail}",
            _values(campaign, question, now),
        )
        for row in cursor:
            yield PersonRow(*row)


def _where(question: Question) -> str:
    narrowed = [
        RELATIONS[relation].format(column=NARROWED[key], name=f"narrowed_{n}")
        for n, (key, relation, _value) in enumerate(question.narrowed)
    ]
    found = "(%(search)s = '' OR strpos(upper(name), upper(%(search)s)) > 0)"
    return " AND ".join((MEASURES[question.measure], found, *narrowed))


def _values(campaign: CampaignCard, question: Question, now: datetime) -> dict[str, Any]:
    narrowed = {f"narrowed_{n}": value for n, (_k, _r, value) in enumerate(question.narrowed)}
    return narrowed | {
        "campaign": campaign.id,
        "mailing": campaign.mailing_id,
        "window": timedelta(days=campaign.window_days),
        "now": now,
        "search": question.search,
    }


_COLUMNS = (
    'contact_id, name, "group", variant, reason, state, detail, message_id,'
    " sent_at, opened_by_person, clicked_by_person, orders, amount"
)


def _people_sql() -> str:
    """Everybody drawn, with their mail, what they did and what they bought in the window."""
    return f"""
        SELECT r.contact_id, c.name, r."group", r.variant, r.due_at,
            COALESCE(NULLIF(r.reason, ''), d.reason, '') AS reason,
            COALESCE(e.state, '') AS state, COALESCE(d.detail, '') AS detail,
            COALESCE(d.message_id, '') AS message_id, e.sent_at,
            COALESCE(s.orders, 0) AS orders, COALESCE(s.amount, 0) AS amount,
            COALESCE(e.opened_by_person, false) AS opened_by_person,
            COALESCE(e.opened_by_machine, false) AS opened_by_machine,
            COALESCE(e.opened_by_unknown, false) AS opened_by_unknown,
            COALESCE(e.clicked_by_person, false) AS clicked_by_person,
            COALESCE(e.unsubscribed, false) AS unsubscribed
        FROM campaigns_recipient r
        JOIN {relations.physical("contacts")} c ON c.id = r.contact_id
        LEFT JOIN ({messaging.engagement_sql()}) e ON e.contact_id = r.contact_id
        LEFT JOIN {relations.physical("deliveries")} d ON d.id = e.delivery_id
        LEFT JOIN (
            SELECT b.contact_id, count(*) AS orders, sum(o.total_base - o.returned_base) AS amount
            FROM campaigns_recipient b
            JOIN {relations.physical("orders")} o ON o.contact_id = b.contact_id
                AND o.placed_at >= b.due_at AND o.placed_at < b.due_at + %(window)s
            WHERE b.campaign_id = %(campaign)s AND o.status = 'completed'
                AND o.placed_at < %(now)s
            GROUP BY b.contact_id
        ) s ON s.contact_id = r.contact_id
        WHERE r.campaign_id = %(campaign)s
    """  # noqa: S608 - names of tables only
