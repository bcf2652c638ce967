"""The fields a company added."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from relasi.contacts.models import CustomField
from relasi.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class CustomFieldCard:
    """`of` is "contact" or "company"; `kind` text, number, date, boolean or choice."""

    id: int
    of: str
    key: str
    label: str
    kind: str
    kind_label: str
    choices: tuple[str, ...]
    archived: bool


def custom_fields(of: str, *, archived: bool = False) -> tuple[CustomFieldCard, ...]:
    """In the order they are shown; with `archived`, those put away as well."""
    rows = CustomField.objects.filter(of=of).order_by("position", "pk")
    if not archived:
        rows = rows.filter(archived_at=None)
    return tuple(_card(row) for row in rows)


def get_field(field_id: int) -> CustomFieldCard:
    """Raises NotFound."""
    row = CustomField.objects.filter(pk=field_id).first()
    if row is None:
        raise NotFound(_("This field is not here any more."))
    return _card(row)


def _card(row: CustomField) -> CustomFieldCard:
    return CustomFieldCard(
        id=row.pk,
        of=row.of,
        key=row.key,
        label=row.label,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        choices=tuple(row.choices),
        archived=row.archived_at is not None,
    )


def shown_fields(of: str, values: dict[str, Any]) -> list[tuple[CustomFieldCard, Any]]:
    """Each field with its value, None where there is none."""
    return [(field, values.get(field.key)) for field in custom_fields(of)]
