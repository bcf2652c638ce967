"""What one may add to a group, and how a new condition begins."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from relasi.audience.catalogue import Catalogue
from relasi.audience.rules.tree import (
    Address,
    CategoryScore,
    Condition,
    Consent,
    Contact,
    Custom,
    InSegment,
    Purchase,
    Score,
    Tag,
)


def offers(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Keys and words, most used first; what does not exist in this house is not offered."""
    found = [
        ("lifecycle", _("their lifecycle stage")),
        ("score", _("a figure of their purchases")),
        ("purchase", _("what they bought")),
        ("consent", _("what they agreed to")),
        ("address", _("whether they can be written to")),
        ("contact", _("something about them")),
    ]
    more = [
        ("custom", _("one of your own fields"), catalogue.custom),
        ("category_score", _("a score within a category"), catalogue.categories),
        ("tag", _("a tag"), catalogue.tags),
        ("segment", _("another segment"), catalogue.segments),
    ]
    return found + [(key, label) for key, label, there in more if there]


def beginning(key: str, catalogue: Catalogue) -> Condition | None:
    """A condition of this kind to start from; None for an unknown key."""
    starts: dict[str, Callable[[], Condition]] = {
        "lifecycle": lambda: Score("lifecycle", "is", "active"),
        "score": lambda: Score("category_count", "at_least", 2),
        "purchase": lambda: Purchase(times={"at_least": 1}, days=365),
        "consent": lambda: Consent("email", "granted"),
        "address": lambda: Address("email", "usable"),
        "contact": lambda: Contact("city", "is"),
        "custom": lambda: _custom(catalogue),
        "category_score": lambda: CategoryScore(
            next(iter(catalogue.categories)), "m", "at_least", 4
        ),
        "tag": lambda: Tag(next(iter(catalogue.tags))),
        "segment": lambda: InSegment(next(iter(catalogue.segments))),
    }
    known = dict(offers(catalogue))
    return starts[key]() if key in known else None


def _custom(catalogue: Catalogue) -> Custom:
    key, field = next(iter(catalogue.custom.items()))
    return Custom(key, field.relations[0])
