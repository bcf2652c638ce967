"""What is wrong with a field, in a sentence that names it and says what to do."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import (
    BoundField,
    DateField,
    DecimalField,
    EmailField,
    Field,
    IntegerField,
    TimeField,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# By the code of Django's own validators; whatever has no code here was written by us.
SENTENCES = {
    "required": gettext_noop("Fill in “%(label)s”."),
    "min_value": gettext_noop("“%(label)s” is at least %(limit)s. Type a larger number."),
    "max_value": gettext_noop("“%(label)s” is at most %(limit)s. Type a smaller number."),
    "max_length": gettext_noop(
        "“%(label)s” has at most %(limit)s characters, this has %(length)s. Shorten it."
    ),
    "max_digits": gettext_noop("The number in “%(label)s” is too long. Type a shorter one."),
    "max_whole_digits": gettext_noop("The number in “%(label)s” is too long. Type a shorter one."),
    "max_decimal_places": gettext_noop(
        "“%(label)s” has at most %(limit)s digits after the point. Round it."
    ),
    "invalid_choice": gettext_noop("Choose one of the values offered for “%(label)s”."),
    "null_characters_not_allowed": gettext_noop(
        "“%(label)s” holds a character that cannot be kept. Type it again."
    ),
}
# By the kind of field: what cannot be read as one.
UNREADABLE: dict[type[Field], str] = {
    DecimalField: gettext_noop("Write “%(label)s” as a number, as in 25 or 2.5."),
    IntegerField: gettext_noop("Write “%(label)s” as a whole number, as in 25."),
    DateField: gettext_noop("Write “%(label)s” as a date, as in 2026-11-30."),
    TimeField: gettext_noop("Write “%(label)s” as a time, as in 08:30."),
    EmailField: gettext_noop("Write “%(label)s” as an address, as in ann@example.org."),
}


def fault(bound: BoundField) -> str:
    """The first thing that is wrong; empty when nothing is."""
    if not bound.errors:
        return ""
    error = bound.errors.as_data()[0]
    pattern = _pattern(bound.field, error.code or "")
    return _(pattern) % _values(bound, error) if pattern else str(bound.errors[0])


def _pattern(field: Field, code: str) -> str:
    if code != "invalid":
        return SENTENCES.get(code, "")
    kinds = (said for kind, said in UNREADABLE.items() if isinstance(field, kind))
    return next(kinds, "")


def _values(bound: BoundField, error: ValidationError) -> dict[str, Any]:
    given = error.params or {}
    limit = given.get("limit_value", given.get("max", ""))
    return {"label": bound.label, "limit": limit, "length": given.get("show_value", "")}
