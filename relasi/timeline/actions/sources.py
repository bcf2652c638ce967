"""Adding, changing and removing a source; its write key and whether it is on."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.kernel.errors import Conflict, NotFound, Refused
from relasi.timeline.models import Intake, Source, TrackingPlan
from relasi.timeline.queries.sources import has_received

from .origins import read_origins
from .planning.learning import begin

PREFIX = "rl_"
UNREAD_DAYS, MOST_DAYS = 3, 365
KEY_BYTES = 24  # 192 bits: nobody guesses a key


@transaction.atomic
def add_source(  # noqa: PLR0913 - a source has these sides, each by name
    *,
    name: str,
    kind: str,
    origins: Sequence[str] = (),
    per_second: int | None = None,
    consent_mode: str = Source.ConsentMode.COOKIELESS,
    unread_days: int = UNREAD_DAYS,
    by: Actor,
    now: datetime,
) -> int:
    """Add a source with a key of its own and return its id. It is on from the start, and
    its tracking plan is learned from what comes first.
    """
    source = Source.objects.create(
        name=_named(name),
        kind=_kind(kind),
        write_key=new_key(),
        origins=read_origins(origins),
        per_second=per_second,
        consent_mode=_consent_mode(consent_mode),
        unread_days=_days(unread_days),
        created_at=now,
        updated_at=now,
    )
    begin(TrackingPlan(source=source, version=0), now)
    record(by, "added", "sources", source.pk, at=now, name=source.name)
    return source.pk


@transaction.atomic
def change_source(  # noqa: PLR0913 - as above
    *,
    source_id: int,
    name: str,
    kind: str,
    origins: Sequence[str],
    per_second: int | None,
    consent_mode: str,
    unread_days: int,
    expected_version: int | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Change what a source is. Raises Conflict when it is not at `expected_version` any more."""
    source = _locked(source_id)
    if expected_version not in {None, source.version}:
        raise Conflict(
            _("Somebody changed this source while you were writing. Compare, then save again.")
        )
    wanted = {
        "name": _named(name),
        "kind": _kind(kind),
        "origins": read_origins(origins),
        "per_second": per_second,
        "consent_mode": _consent_mode(consent_mode),
        "unread_days": _days(unread_days),
    }
    changed = [key for key, value in wanted.items() if getattr(source, key) != value]
    if changed:
        _save(source, now, **{key: wanted[key] for key in changed})
        record(by, "changed", "sources", source_id, at=now, name=source.name, fields=changed)


@transaction.atomic
def renew_key(*, source_id: int, by: Actor, now: datetime) -> None:
    """Give the source another key; the one before opens nothing from now on."""
    source = _locked(source_id)
    _save(source, now, write_key=new_key())
    record(by, "renewed a write key", "sources", source_id, at=now, name=source.name)


@transaction.atomic
def switch_on(*, source_id: int, by: Actor, now: datetime) -> None:
    source = _locked(source_id)
    if not source.is_enabled:
        _save(source, now, is_enabled=True)
        record(by, "switched on", "sources", source_id, at=now, name=source.name)


@transaction.atomic
def switch_off(*, source_id: int, by: Actor, now: datetime) -> None:
    """Its events are refused from now on; those that came stay."""
    source = _locked(source_id)
    if source.is_enabled:
        _save(source, now, is_enabled=False)
        record(by, "switched off", "sources", source_id, at=now, name=source.name)


@transaction.atomic
def delete_source(*, source_id: int, by: Actor, now: datetime) -> None:
    """Delete a source that nothing ever came from; what came must know where it came from."""
    source = _locked(source_id)
    if has_received(source_id):
        raise Refused(
            _("Events came from “%(name)s”, so it stays. Switch it off to take no more.")
            % {"name": source.name}
        )
    Intake.objects.filter(source_id=source_id).delete()
    source.delete()
    record(by, "deleted", "sources", source_id, at=now, name=source.name)


def new_key() -> str:
    return PREFIX + secrets.token_urlsafe(KEY_BYTES)


def _locked(source_id: int) -> Source:
    """The row, ours until the transaction ends."""
    source = Source.objects.select_for_update().filter(pk=source_id).first()
    if source is None:
        raise NotFound(_("This source is not here any more. Choose one in the list."))
    return source


def _save(source: Source, now: datetime, **values: object) -> None:
    for key, value in values.items():
        setattr(source, key, value)
    source.version += 1
    source.updated_at = now
    source.save()


def _named(name: str) -> str:
    if not name.strip():
        raise Refused(_("Give the source a name, so that you know it in lists."), field="name")
    return name.strip()


def _kind(kind: str) -> str:
    if kind not in Source.Kind.values:
        raise Refused(_("Choose one of the kinds offered."), field="kind")
    return kind


def _consent_mode(mode: str) -> str:
    if mode not in Source.ConsentMode.values:
        raise Refused(_("Choose what the script does before consent."), field="consent_mode")
    return mode


def _days(days: int) -> int:
    if not 1 <= days <= MOST_DAYS:
        raise Refused(
            _("Choose from 1 to %(most)s days.") % {"most": MOST_DAYS}, field="unread_days"
        )
    return days
