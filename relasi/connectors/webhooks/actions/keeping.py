"""Adding, changing and removing an endpoint; its secret and whether it is on."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, authorise, record
from relasi.connectors.webhooks.kinds import KEYS, KINDS
from relasi.connectors.webhooks.models import Endpoint
from relasi.connectors.webhooks.queries.secrets import SEALED_FOR
from relasi.connectors.webhooks.rules import OVERLAP, new_secret
from relasi.kernel import sealing
from relasi.kernel.errors import Conflict, NotFound, Refused
from relasi.kernel.outgoing.posting import target_of

from .addressing import checked
from .outbox import tell_one

MOST_ENDPOINTS = 25


@transaction.atomic
def add_endpoint(*, name: str, url: str, kinds: Iterable[str], by: Actor, now: datetime) -> int:
    """Add one with a secret of its own and return its id. It is on from the start."""
    authorise(by, "edit", "webhooks")
    if Endpoint.objects.count() >= MOST_ENDPOINTS:
        raise Refused(
            _("There are %(most)d webhooks already. Delete one that is not used.")
            % {"most": MOST_ENDPOINTS}
        )
    row = Endpoint.objects.create(
        name=_named(name),
        url=checked(url),
        kinds=_kinds(kinds),
        secret_sealed=sealing.seal(SEALED_FOR, new_secret()),
        created_at=now,
        updated_at=now,
    )
    record(by, "added", "webhooks", row.pk, at=now, name=row.name, host=target_of(row.url).host)
    return row.pk


@transaction.atomic
def change_endpoint(  # noqa: PLR0913 - an endpoint has these sides, each by name
    *,
    endpoint_id: int,
    name: str | None = None,
    url: str | None = None,
    kinds: Iterable[str] | None = None,
    expected_version: int | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Change what is given. Raises Conflict when it is not at `expected_version` any more."""
    authorise(by, "edit", "webhooks")
    row = locked(endpoint_id)
    if expected_version not in {None, row.version}:
        raise Conflict(
            _("Somebody changed this webhook while you were writing. Compare, then save again.")
        )
    wanted = {
        "name": row.name if name is None else _named(name),
        "url": row.url if url is None else checked(url),
        "kinds": row.kinds if kinds is None else _kinds(kinds),
    }
    changed = [key for key, value in wanted.items() if getattr(row, key) != value]
    if changed:
        _save(row, now, **{key: wanted[key] for key in changed})
        record(by, "changed", "webhooks", row.pk, at=now, name=row.name, fields=changed)


@transaction.atomic
def renew_secret(*, endpoint_id: int, by: Actor, now: datetime) -> None:
    """Another secret; the one before signs beside it for a day."""
    authorise(by, "edit", "webhooks")
    row = locked(endpoint_id)
    _save(
        row,
        now,
        secret_sealed=sealing.seal(SEALED_FOR, new_secret()),
        previous_sealed=row.secret_sealed,
        previous_until=now + OVERLAP,
    )
    record(by, "renewed a webhook's secret", "webhooks", row.pk, at=now, name=row.name)


@transaction.atomic
def switch(*, endpoint_id: int, on: bool, by: Actor, now: datetime) -> None:
    """Off, it is told nothing new, and what waits goes on waiting; on, that is sent first."""
    authorise(by, "edit", "webhooks")
    row = locked(endpoint_id)
    if row.is_enabled is on:
        return
    _save(row, now, is_enabled=on, gone_at=None, failing_since=None)
    if on:
        record(by, "switched on", "webhooks", row.pk, at=now, name=row.name)
    else:
        record(by, "switched off", "webhooks", row.pk, at=now, name=row.name)


@transaction.atomic
def send_test(*, endpoint_id: int, by: Actor) -> None:
    """A message that says nothing, to see whether it arrives."""
    authorise(by, "edit", "webhooks")
    row = locked(endpoint_id)
    if not row.is_enabled:
        raise Refused(_("“%(name)s” is switched off. Switch it on first.") % {"name": row.name})
    tell_one(endpoint_id)


@transaction.atomic
def delete_endpoint(*, endpoint_id: int, by: Actor, now: datetime) -> None:
    """It goes with what was sent there and what waited."""
    authorise(by, "delete", "webhooks")
    row = locked(endpoint_id)
    record(by, "deleted", "webhooks", row.pk, at=now, name=row.name)
    row.delete()


def locked(endpoint_id: int) -> Endpoint:
    """The row, ours until the transaction ends. Raises NotFound."""
    row = Endpoint.objects.select_for_update().filter(pk=endpoint_id).first()
    if row is None:
        raise NotFound(_("This webhook is not here any more. Choose one in the list."))
    return row


def _save(row: Endpoint, now: datetime, **values: object) -> None:
    for key, value in values.items():
        setattr(row, key, value)
    row.version += 1
    row.updated_at = now
    row.save()


def _named(name: str) -> str:
    if not name.strip():
        raise Refused(_("Give the webhook a name, so that you know it in lists."), field="name")
    return name.strip()


def _kinds(kinds: Iterable[str]) -> list[str]:
    """In the order of the list, each once."""
    chosen = set(kinds)
    if unknown := sorted(chosen - KEYS):
        raise Refused(
            _("“%(kind)s” is nothing that is told. Choose one of: %(kinds)s.")
            % {"kind": unknown[0][:60], "kinds": ", ".join(kind.key for kind in KINDS)},
            field="kinds",
        )
    if not chosen:
        raise Refused(_("Choose at least one thing to be told of."), field="kinds")
    return [kind.key for kind in KINDS if kind.key in chosen]
