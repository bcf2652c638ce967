"""What exists for conditions to name, and the situation a tree is asked in."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from relasi import engine
from relasi.accounts import public as accounts
from relasi.audience.catalogue import Catalogue
from relasi.audience.compiling.situation import Situation
from relasi.audience.models import Segment
from relasi.audience.rules.reading import read
from relasi.audience.rules.tree import Group, Purchase, conditions, segments_used
from relasi.audience.rules.vocabulary import Field
from relasi.commerce import public as commerce
from relasi.contacts import public as contacts


def catalogue(tree: Group | None = None) -> Catalogue:
    """Everything a tree may name; of the products only those that `tree` names."""
    fields = contacts.custom_fields("contact")
    stored = Segment.objects.filter(archived_at=None).order_by("name", "pk")
    rows = list(stored.values_list("pk", "name", "tree"))
    return Catalogue(
        custom=_custom(fields),
        custom_labels={field.key: field.label for field in fields},
        tags={int(key): name for key, name in contacts.tag_choices()},
        categories={one.id: " / ".join(one.path) for one in commerce.categories()},
        products=commerce.product_names(_products_in(tree)) if tree else {},
        segments={pk: name for pk, name, _tree in rows},
        uses={pk: segments_used(read(stored_tree)) for pk, _name, stored_tree in rows},
    )


def situation(now: datetime) -> Situation:
    """What a tree is compiled against now."""
    return Situation(
        session=engine.session(),
        as_of=now,
        zone=ZoneInfo(accounts.organisation().time_zone),
        custom=_custom(contacts.custom_fields("contact", archived=True)),
        families=_families(),
    )


def _custom(fields: Iterable[contacts.CustomFieldCard]) -> dict[str, Field]:
    kinds: dict[str, Field] = {
        "text": Field("text"),
        "number": Field("number"),
        "date": Field("date"),
        "boolean": Field("boolean"),
    }
    return {field.key: kinds.get(field.kind, Field("choice", field.choices)) for field in fields}


def _products_in(tree: Group) -> list[int]:
    return [
        condition.id
        for _path, condition in conditions(tree)
        if isinstance(condition, Purchase) and condition.what == "product" and condition.id
    ]


def _families() -> dict[int, tuple[int, ...]]:
    """Each category with all below it."""
    cards = commerce.categories()
    return {
        one.id: tuple(other.id for other in cards if other.path[: len(one.path)] == one.path)
        for one in cards
    }
