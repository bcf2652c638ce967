"""What one would do with the sample company: segments, mails and a campaign to start from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from relasi.accounts.public import SYSTEM, organisation
from relasi.audience import public as audience
from relasi.campaigns import public as campaigns
from relasi.commerce import public as commerce
from relasi.insight import public as insight
from relasi.messaging import public as messaging

SHOP = "https://shop.example.com/"


def offer(now: datetime) -> None:
    """Inside the transaction that loads the company."""
    segments = [
        audience.add_segment(
            name=name, description=words, tree=audience.parse_tree(tree), by=SYSTEM, now=now
        )
        for name, words, tree in _segments()
    ]
    favourites, _coffee = (
        messaging.add_template(name=name, content=content, is_sample=True, by=SYSTEM, now=now)
        for name, content in _mails()
    )
    campaign = campaigns.add_campaign(
        name=_("We saved your favourites"),
        sender_name=organisation().name,
        sender_address="hello@example.org",
        by=SYSTEM,
        now=now,
    )
    variants = [campaigns.VariantIn(template_id=favourites)]
    campaigns.choose_contents(campaign_id=campaign, variants=variants, by=SYSTEM, now=now)
    _mark("audience_segment", segments)
    _mark("campaigns_campaign", [campaign])


def count(now: datetime) -> None:
    """Once the company is there for everybody to read: scores, and who is in the segments.

    A kill in between costs nothing: the night's jobs do the same.
    """
    insight.recompute(now=now, by=SYSTEM)
    for segment_id in _sample_segments():
        audience.refresh(segment_id, now)


def _segments() -> list[tuple[str, str, dict[str, Any]]]:
    agreed = {"on": "consent", "channel": "email", "state": "granted"}
    found = [
        (
            _("Regulars we may write to"),
            _("They come often, were here lately, and agreed to e-mail."),
            [
                {"on": "score", "field": "r", "relation": "at_least", "value": 4},
                {"on": "score", "field": "f", "relation": "at_least", "value": 4},
                agreed,
            ],
        ),
        (
            _("Signed up, never bought"),
            _("They left their address and have not ordered yet."),
            [{"on": "purchase", "what": "anything", "times": {"exactly": 0}}, agreed],
        ),
    ]
    coffee = next((card.id for card in commerce.categories() if card.name == "Coffee"), None)
    if coffee:
        bought = {"on": "purchase", "what": "category", "id": coffee, "days": 365}
        found.append(
            (
                _("Coffee drinkers"),
                _("They bought coffee 3 times or more in the last year."),
                [bought | {"times": {"at_least": 3}}],
            )
        )
    return [(name, words, {"v": 1, "all": conditions}) for name, words, conditions in found]


def _mails() -> tuple[tuple[str, messaging.Content], ...]:
    name = "{{{{ contact.given_name | default: '{}' }}}}".format(_("friend"))
    return (
        (
            _("We saved your favourites"),
            messaging.Content(
                _("%(name)s, we saved your favourites") % {"name": name},
                _("What you liked last time is waiting."),
                _blocks(
                    {"kind": "heading", "text": _("Hello %(name)s") % {"name": name}},
                    {"kind": "text", "text": _("It has been a while. These were yours:")},
                    {"kind": "bought", "title": _("Your favourites"), "source": "last_bought"},
                    {"kind": "button", "label": _("Order again"), "url": SHOP},
                ),
            ),
        ),
        (
            _("New on the coffee shelf"),
            messaging.Content(
                _("Three new coffees, %(name)s") % {"name": name},
                _("Roasted this week, in small bags."),
                _blocks(
                    {"kind": "heading", "text": _("New on the coffee shelf")},
                    {"kind": "text", "text": _("Roasted this week, in small bags.")},
                    {"kind": "button", "label": _("See the shelf"), "url": f"{SHOP}coffee"},
                ),
            ),
        ),
    )


def _blocks(*blocks: dict[str, str]) -> tuple[dict[str, str], ...]:
    return tuple({"id": f"b{number}"} | block for number, block in enumerate(blocks, start=1))


def _mark(table: str, ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET is_sample = true WHERE id = ANY(%s)", [list(ids)])  # noqa: S608


def _sample_segments() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM audience_segment WHERE is_sample ORDER BY id")
        return [row[0] for row in cursor.fetchall()]
