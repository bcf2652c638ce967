"""The fields conditions may name, the kind of each, and what may be asked of a kind."""

from dataclasses import dataclass
from typing import Literal

from .tree import Relation

Kind = Literal["text", "number", "date", "moment", "boolean", "choice"]

RELATIONS: dict[Kind, tuple[Relation, ...]] = {
    "text": ("is", "is_not", "contains", "starts_with", "set", "not_set"),
    "number": ("is", "is_not", "at_least", "at_most", "set", "not_set"),
    "date": ("on_or_after", "before", "within_days", "before_days", "set", "not_set"),
    "moment": ("on_or_after", "before", "within_days", "before_days", "set", "not_set"),
    "boolean": ("is", "is_not", "set", "not_set"),
    "choice": ("is", "is_not", "one_of", "set", "not_set"),
}
WITHOUT_VALUE = frozenset({"set", "not_set"})
COUNTED_IN_DAYS = frozenset({"within_days", "before_days"})


@dataclass(frozen=True, slots=True)
class Field:
    """`missing` is what a person without a row has; None is unknown. `least`: a number's own."""

    kind: Kind
    choices: tuple[str, ...] = ()
    missing: str | int | None = None
    least: int | None = None

    @property
    def relations(self) -> tuple[Relation, ...]:
        """What may be asked; a field that is never unknown is not asked whether it is."""
        if self.missing is None:
            return RELATIONS[self.kind]
        return tuple(r for r in RELATIONS[self.kind] if r not in WITHOUT_VALUE)


STAGES = ("prospect", "first_time", "active", "at_risk", "lapsed")

CONTACT: dict[str, Field] = {
    "name": Field("text"),
    "given_name": Field("text"),
    "family_name": Field("text"),
    "job_title": Field("text"),
    "city": Field("text"),
    "region": Field("text"),
    "postal_code": Field("text"),
    "country": Field("text"),
    "language": Field("text"),
    "time_zone": Field("text"),
    "source": Field("text"),
    "born_on": Field("date"),
    "created_at": Field("moment"),
}
SCORE: dict[str, Field] = {
    "lifecycle": Field("choice", STAGES, missing="prospect"),
    "r": Field("number", least=0),
    "f": Field("number", least=0),
    "m": Field("number", least=0),
    "revenue": Field("number", missing=0),
    "orders": Field("number", missing=0, least=0),
    "category_count": Field("number", missing=0, least=0),
    "items_per_order": Field("number", least=0),
    "typical_gap": Field("number", least=0),
    "first_order_at": Field("moment"),
    "last_order_at": Field("moment"),
}
CATEGORY_SCORE: dict[str, Field] = {
    "r": Field("number", least=0),
    "f": Field("number", least=0),
    "m": Field("number", least=0),
    "revenue": Field("number", missing=0),
    "orders": Field("number", missing=0, least=0),
    "last_order_at": Field("moment"),
}
