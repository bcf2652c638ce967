"""Fields a company adds: their label, kind and choices are data, not columns."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.models import CustomField
from relasi.contacts.rules import field_key
from relasi.kernel.errors import NotFound, Refused

MOST_FIELDS = 200
MOST_CHOICES = 200
LONGEST_LABEL = 80
LONGEST_CHOICE = 120


@transaction.atomic
def add_field(  # noqa: PLR0913  (all by name)
    *, of: str, label: str, kind: str, choices: Sequence[str] = (), by: Actor, now: datetime
) -> int:
    """A field of a "contact" or a "company"; its key is made from the label and stays."""
    rows = CustomField.objects.filter(of=of)
    if rows.count() >= MOST_FIELDS:
        raise Refused(_("There are 200 fields already. Put one away first."), field="label")
    if kind not in CustomField.Kind.values:
        raise Refused(_("Choose what kind of value the field holds."), field="kind")
    field = CustomField.objects.create(
        of=of,
        key=_free_key(of, label),
        label=_label(of, label, None),
        kind=kind,
        choices=_choices(kind, choices),
        position=(rows.aggregate(last=Max("position"))["last"] or 0) + 1,
    )
    record(by, "added field", "settings", field.pk, at=now, label=field.label)
    return field.pk


@transaction.atomic
def change_field(
    *, field_id: int, label: str, choices: Sequence[str] = (), by: Actor, now: datetime
) -> None:
    """A new label, other choices. A value whose choice went stays with the person."""
    field = _locked(field_id)
    field.label = _label(field.of, label, field_id)
    field.choices = _choices(field.kind, choices)
    field.save(update_fields=["label", "choices"])
    record(by, "changed field", "settings", field_id, at=now, label=field.label)


@transaction.atomic
def archive_field(*, field_id: int, by: Actor, now: datetime) -> None:
    """Put a field away: nobody sees it, its values stay and come back with it."""
    field = _locked(field_id)
    field.archived_at = field.archived_at or now
    field.save(update_fields=["archived_at"])
    record(by, "archived field", "settings", field_id, at=now, label=field.label)


@transaction.atomic
def restore_field(*, field_id: int, by: Actor, now: datetime) -> None:
    field = _locked(field_id)
    field.archived_at = None
    field.save(update_fields=["archived_at"])
    record(by, "restored field", "settings", field_id, at=now, label=field.label)


def _locked(field_id: int) -> CustomField:
    field = CustomField.objects.select_for_update().filter(pk=field_id).first()
    if field is None:
        raise NotFound(_("This field is not here any more."))
    return field


def _label(of: str, written: str, field_id: int | None) -> str:
    label = " ".join(written.split())
    if not label or len(label) > LONGEST_LABEL or not label.isprintable():
        raise Refused(_("A label has 1 to 80 characters."), field="label")
    same = CustomField.objects.filter(of=of, label__iexact=label).exclude(pk=field_id or 0)
    if same.exists():
        sentence = _("There is a field “%(label)s” already. Choose another label.")
        raise Refused(sentence % {"label": label}, field="label")
    return label


def _free_key(of: str, label: str) -> str:
    base = field_key(label) or "field"
    taken = set(CustomField.objects.filter(of=of).values_list("key", flat=True))
    numbered = (f"{base[:36]}_{number}" for number in range(2, MOST_FIELDS + 2))
    return next(key for key in (base, *numbered) if key not in taken)


def _choices(kind: str, written: Sequence[str]) -> list[str]:
    """Each once, regardless of case; only a choice has any."""
    if kind != CustomField.Kind.CHOICE:
        return []
    found = {text.casefold(): text for text in (" ".join(w.split()) for w in written) if text}
    if not found:
        raise Refused(_("Write at least one choice, each on its own line."), field="choices")
    if len(found) > MOST_CHOICES or any(len(text) > LONGEST_CHOICE for text in found.values()):
        sentence = _("A field takes up to 200 choices of up to 120 characters.")
        raise Refused(sentence, field="choices")
    return list(found.values())
