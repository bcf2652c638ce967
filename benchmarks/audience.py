"""Segments over a million people and twenty million order lines, beside hand-written SQL."""

import json
import resource
import statistics
from typing import Any

from .insight import prepare, timed
from .population import AS_OF, company
from .rows import Row, row

BAR_SECONDS = 1.0

FIELDS = """
SELECT id FROM contacts_contact
WHERE lower(city) = 'bandung' AND lower(language) = 'id' AND fields ->> 'tier' = 'gold'
"""
PROOF = """
SELECT contact_id FROM insight_score s WHERE lifecycle = 'at_risk' AND category_count >= 3
AND EXISTS (SELECT FROM consent_permission p WHERE p.contact_id = s.contact_id
            AND p.channel = 'email' AND p.purpose = 'marketing' AND p.granted)
"""
TWICE = """
SELECT l.contact_id FROM commerce_orderline l
JOIN commerce_product p ON p.id = l.product_id JOIN commerce_order o ON o.id = l.order_id
WHERE p.category_id = 3 AND o.status = 'completed' AND l.placed_at <= '{as_of}'
AND l.placed_at > '{as_of}'::timestamptz - interval '90 days'
GROUP BY 1 HAVING count(DISTINCT l.order_id) >= 2
"""
NOTHING = """
SELECT c.id FROM contacts_contact c WHERE NOT EXISTS (
    SELECT FROM commerce_order o WHERE o.contact_id = c.id AND o.status = 'completed'
    AND o.placed_at <= '{as_of}' AND o.placed_at > '{as_of}'::timestamptz - interval '180 days')
"""
BEST = """
SELECT contact_id FROM insight_score WHERE r = 5 AND m = 5
UNION SELECT l.contact_id FROM commerce_orderline l JOIN commerce_order o ON o.id = l.order_id
WHERE l.product_id = 77 AND o.status = 'completed' AND l.placed_at <= '{as_of}'
"""
# Name, tree, the same question by hand.
QUESTIONS: tuple[tuple[str, dict[str, Any], str], ...] = (
    (
        "three fields of the contact",
        {
            "all": [
                {"on": "contact", "field": "city", "relation": "is", "value": "Bandung"},
                {"on": "contact", "field": "language", "relation": "is", "value": "id"},
                {"on": "custom", "field": "tier", "relation": "is", "value": "gold"},
            ]
        },
        FIELDS,
    ),
    (
        "at risk, e-mail consent, 3 categories or more",
        {
            "all": [
                {"on": "score", "field": "lifecycle", "relation": "is", "value": "at_risk"},
                {"on": "consent", "channel": "email", "state": "granted"},
                {"on": "score", "field": "category_count", "relation": "at_least", "value": 3},
            ]
        },
        PROOF,
    ),
    (
        "bought a category 2 times or more in 90 days",
        {
            "all": [
                {
                    "on": "purchase",
                    "what": "category",
                    "id": 3,
                    "times": {"at_least": 2},
                    "days": 90,
                }
            ]
        },
        TWICE,
    ),
    (
        "bought nothing in 180 days",
        {"all": [{"on": "purchase", "times": {"exactly": 0}, "days": 180}]},
        NOTHING,
    ),
    (
        "best fifth by recency and money, or bought one product ever",
        {
            "any": [
                {
                    "all": [
                        {"on": "score", "field": "r", "relation": "is", "value": 5},
                        {"on": "score", "field": "m", "relation": "is", "value": 5},
                    ]
                },
                {"on": "purchase", "what": "product", "id": 77, "times": {"at_least": 1}},
            ]
        },
        BEST,
    ),
)


def run() -> list[Row]:
    with company() as address:
        prepare(address)
        return measure()


def measure() -> list[Row]:
    from relasi.accounts.public import SYSTEM
    from relasi.contacts.models import CustomField
    from relasi.insight.public import newest_run, recompute

    CustomField.objects.get_or_create(
        of="contact", key="tier", defaults={"label": "Tier", "kind": "text"}
    )
    if newest_run() is None:
        recompute(now=AS_OF, by=SYSTEM)
    rows = [_question(*question) for question in QUESTIONS]
    rows.extend(_editor())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows.append(row("audience", "peak memory", peak, "MB", at_most=1500))
    return rows


def _question(name: str, tree: dict[str, Any], plain: str) -> Row:
    """Ours hands out the ids; by hand they are only counted. Median of three after a warm-up."""
    from django.db import connection

    from relasi.audience.compiling.people import people
    from relasi.audience.compiling.running import ids
    from relasi.audience.queries.naming import situation
    from relasi.audience.rules.reading import read

    parsed = read({"v": 1, **tree})
    by_hand = f"SELECT count(*) FROM ({plain.replace('{as_of}', AS_OF.isoformat())}) q"
    sizes = set()

    def ours() -> None:
        around = situation(AS_OF)
        sizes.add(len(ids(people(parsed, around), around)))

    def theirs() -> None:
        with connection.cursor() as cursor:
            cursor.execute(by_hand)
            sizes.add((cursor.fetchone() or (0,))[0])

    value, peer_value = _median(ours), _median(theirs)
    assert len(sizes) == 1, f"{name}: {sizes}"
    label = f"{name}: {sizes.pop():,} people"
    peer = ("by hand in PostgreSQL, counted", peer_value)
    return row("audience", label, value, peer=peer, at_most=BAR_SECONDS)


def _editor() -> list[Row]:
    """What somebody waits for who changes one line of the proof segment; and the refresh."""
    from relasi.accounts.public import SYSTEM
    from relasi.audience.live import Memory, People, picture
    from relasi.audience.models import Segment
    from relasi.audience.public import add_segment, parse_tree, refresh
    from relasi.audience.queries.naming import situation

    proof = {"v": 1, **QUESTIONS[1][1]}
    text = json.dumps(proof)
    memory = Memory()

    def looked(value: int) -> float:
        tree = parse_tree(json.loads(text.replace('"value": 3', f'"value": {value}')))
        return timed(lambda: picture(tree, People(situation(AS_OF), memory)))

    opened = looked(3)
    changed = statistics.median(looked(value) for value in (4, 5, 6))
    Segment.objects.all().delete()
    segment = add_segment(name="Proof", tree=parse_tree(proof), by=SYSTEM, now=AS_OF)
    first = timed(lambda: refresh(segment, AS_OF))
    again = timed(lambda: refresh(segment, AS_OF))
    return [
        row("audience", "editor: one line changed, all counts and reach", changed, at_most=1),
        row("audience", "editor: opened for the first time", opened),
        row("audience", "members written the first time", first),
        row("audience", "members counted again, nothing changed", again, at_most=BAR_SECONDS * 2),
    ]


def _median(work: Any) -> float:
    work()
    return statistics.median(timed(work) for _ in range(3))
