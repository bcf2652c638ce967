"""From what was told to what can be stored; what is not fit is left away."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from relasi.accounts import public as accounts
from relasi.contacts.queries.fields import CustomFieldCard, custom_fields
from relasi.contacts.rules import (
    PERSON_ATTRIBUTES,
    Blocks,
    Fit,
    ToldPerson,
    Unfit,
    attribute_value,
    field_key,
    field_value,
    full_name,
    normalise_email,
    normalise_phone,
)


class Fitting:
    """Asks for the custom fields and the country once, and only when they are needed."""

    def __init__(self, now: datetime, blocks: Blocks) -> None:
        self._today = now.date()
        self._blocks = blocks

    def fit(self, told: ToldPerson) -> Fit:
        found = (
            ("email", self._tried(normalise_email, told.email)),
            ("phone", self._tried(self._phone, told.phone)),
        )
        addresses = tuple((kind, value) for kind, value in found if value)
        return Fit(
            external_id=told.external_id,
            addresses=tuple(one for one in addresses if one not in self._blocks),
            blocked=tuple(one[0] for one in addresses if one in self._blocks),
            values=self._values(told),
            fields=self._custom(told) if told.fields else {},
            source=told.source,
            is_sure=told.is_sure,
        )

    def _values(self, told: ToldPerson) -> dict[str, Any]:
        found = {}
        for key, raw in told.attributes.items():
            if key in PERSON_ATTRIBUTES:
                value = self._tried(partial(self._attribute, key), raw)
                if value:
                    found[key] = value
        if "name" not in found:
            name = full_name(found.get("given_name", ""), found.get("family_name", ""))
            found |= {"name": name} if name else {}
        return found

    def _custom(self, told: ToldPerson) -> dict[str, Any]:
        found = {}
        for key, raw in told.fields.items():
            card = self._fields.get(key) or self._fields.get(field_key(key))
            if card is not None:
                value = self._tried(partial(field_value, card.kind, card.choices), raw)
                if value is not None:
                    found[card.key] = value
        return found

    def _attribute(self, key: str, raw: Any) -> Any:
        return attribute_value("contact", key, raw, self._today)

    def _phone(self, text: str) -> str:
        return normalise_phone(text, self._country)

    @staticmethod
    def _tried(normalise: Callable[[Any], Any], raw: Any) -> Any:
        if raw is not None and raw != "":
            with suppress(Unfit):
                return normalise(raw)
        return None

    @cached_property
    def _fields(self) -> dict[str, CustomFieldCard]:
        return {card.key: card for card in custom_fields("contact")}

    @cached_property
    def _country(self) -> str:
        return accounts.organisation().country
