"""What traits say about a person, in the words of contacts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .json import mapping, text_of

# How clients call what a contact has a field for (Segment's reserved traits, and their snakes).
ATTRIBUTES = {
    "name": "name",
    "firstName": "given_name",
    "first_name": "given_name",
    "given_name": "given_name",
    "lastName": "family_name",
    "last_name": "family_name",
    "family_name": "family_name",
    "title": "job_title",
    "jobTitle": "job_title",
    "job_title": "job_title",
    "city": "city",
    "state": "region",
    "region": "region",
    "street": "street",
    "postalCode": "postal_code",
    "postal_code": "postal_code",
    "zip": "postal_code",
    "country": "country",
    "language": "language",
    "locale": "language",
    "timezone": "time_zone",
    "time_zone": "time_zone",
    "birthday": "born_on",
    "born_on": "born_on",
}
_OTHERS = frozenset({"email", "phone", "address", "id", "userId", "user_id", "anonymousId"})
_DAYS = frozenset({"birthday", "born_on"})
MOST_FIELDS = 100


@dataclass(frozen=True, slots=True)
class Told:
    """`attributes` and `fields` are as the client wrote them, not yet checked."""

    email: str = ""
    phone: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)


def told(traits: Mapping[str, Any]) -> Told:
    """Addresses, plain fields, and the rest by key, for custom fields of that key."""
    attributes: dict[str, Any] = {}
    for given in (traits, mapping(traits.get("address"))):
        for key, raw in given.items():
            if key in ATTRIBUTES and _is_value(raw):
                attributes.setdefault(ATTRIBUTES[key], _day(raw) if key in _DAYS else raw)
    rest = [key for key in traits if key not in ATTRIBUTES and key not in _OTHERS]
    return Told(
        email=text_of(traits.get("email")),
        phone=text_of(traits.get("phone")),
        attributes=attributes,
        fields={key: traits[key] for key in rest[:MOST_FIELDS] if _is_value(traits[key])},
    )


def _is_value(raw: Any) -> bool:
    return isinstance(raw, str | int | float) and raw != ""


def _day(raw: Any) -> Any:
    """A birthday is a day, though some clients write a moment."""
    return raw[:10] if isinstance(raw, str) else raw
