"""What insight shows on the customer page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from relasi.accounts.public import organisation
from relasi.insight.queries.runs import newest_run
from relasi.insight.queries.scores import ScoreCard, categories_of, scores_of
from relasi.insight.queries.stages import counts
from relasi.insight.sentences import stage_reason, stage_word

KINDS = {"at_risk": "warn", "lapsed": "bad", "active": "good", "first_time": "brand"}
DOTS = {"at_risk": "warn", "lapsed": "bad", "active": "good", "first_time": "brand"}
MOST_CATEGORIES = 6


@dataclass(frozen=True, slots=True)
class Fifth:
    """One of the three scores with the value it comes from and the four borders."""

    key: str
    score: int
    value: Any
    cuts: tuple[Any, ...]


def figure(request: HttpRequest, contact_id: int) -> SafeString | None:
    """The stage, and in a sentence why."""
    card = scores_of(contact_id)
    if card is None:
        return None
    context = {"stage": stage_word(card.lifecycle), "why": stage_reason(card.verdict)}
    return render_to_string("insight/parts/figure.html", context, request)


def side(request: HttpRequest, contact_id: int) -> SafeString | None:
    card = scores_of(contact_id)
    if card is None:
        return None
    context = {
        "card": card,
        "fifths": fifths(card),
        "why": stage_reason(card.verdict),
        "stage": stage_word(card.lifecycle),
        "kind": KINDS.get(card.lifecycle, ""),
        "categories": categories_of(contact_id)[:MOST_CATEGORIES],
        "currency": organisation().currency,
    }
    return render_to_string("insight/parts/side.html", context, request)


def stages(request: HttpRequest, _subject: int) -> SafeString | None:
    """How many customers are where, for Today; nothing before the first scores."""
    found = counts()
    most = max((found[key] for key in found), default=0)
    if newest_run() is None:
        return None
    lines = [(key, stage_word(key), DOTS.get(key, ""), n) for key, n in found.items()]
    context = {"lines": lines, "most": most}
    return render_to_string("insight/parts/stages.html", context, request)


def fifths(card: ScoreCard) -> tuple[Fifth, ...]:
    return (
        Fifth("r", card.r, card.last_order_at, card.cuts.r),
        Fifth("f", card.f, card.orders, card.cuts.f),
        Fifth("m", card.m, card.revenue, card.cuts.m),
    )
