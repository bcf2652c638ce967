"""From what was written to what is stored: every value checked, every problem kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.contacts.models import Company
from relasi.contacts.queries.fields import custom_fields
from relasi.contacts.rules import attribute_value, field_value
from relasi.contacts.sentences import Problems
from relasi.kernel.errors import Refused

LONGEST_TAG = 60


def clean_attributes(
    of: str, changes: Mapping[str, Any], now: datetime, problems: Problems
) -> dict[str, Any]:
    """The plain fields among `changes`, fit to be stored."""
    cleaned = {}
    for key, raw in changes.items():
        with problems.beside(key):
            cleaned[key] = attribute_value(of, key, raw, now.date())
    return cleaned


def clean_fields(of: str, written: Mapping[str, Any], problems: Problems) -> dict[str, Any]:
    """Custom fields by key; None means that the value goes."""
    known = {field.key: field for field in custom_fields(of)}
    cleaned = {}
    for key, raw in written.items():
        with problems.beside(f"fields.{key}"):
            if key not in known:
                raise Refused(
                    _("There is no field “%(key)s”. Add it in the settings.") % {"key": key}
                )
            cleaned[key] = field_value(known[key].kind, known[key].choices, raw)
    return cleaned


def clean_owner(owner_id: int | None, problems: Problems) -> None:
    with problems.beside("owner_id"):
        if owner_id is not None and owner_id not in dict(accounts.staff_choices()):
            raise Refused(_("This colleague is not here any more. Choose another."))


def clean_company(company_id: int | None, problems: Problems) -> None:
    with problems.beside("company_id"):
        if company_id is not None and not Company.objects.filter(pk=company_id).exists():
            raise Refused(_("This company is not here any more. Choose another."))


def clean_tag(name: str) -> str:
    """A tag is a word or a few, on one line."""
    text = " ".join(name.split())
    if not text or len(text) > LONGEST_TAG or not text.isprintable():
        raise Refused(_("A tag has 1 to 60 characters."), field="tag")
    return text


def clean_tags(names: Iterable[str], problems: Problems) -> tuple[str, ...]:
    cleaned: dict[str, None] = {}
    with problems.beside("tags"):
        cleaned = {clean_tag(name): None for name in names}
    return tuple(cleaned)
