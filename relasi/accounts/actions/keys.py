"""Programs' keys. The secret is shown once and stored hashed."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.actions.auditing import record
from relasi.accounts.authorisation import authorise, person_behind
from relasi.accounts.models import ApiKey
from relasi.accounts.rules import Actor, grantable, hash_secret
from relasi.kernel.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class NewKey:
    """`secret` exists here and nowhere else."""

    id: int
    secret: str


@transaction.atomic
def add_key(*, name: str, role: str, by: Actor, now: datetime) -> NewKey:
    """Make a key that acts with `role`; never a role above one's own."""
    authorise(by, "edit", "api_keys")
    if not name.strip():
        raise Refused(_("Give the key a name, so that you know later who uses it."), field="name")
    if role not in grantable(by.role):
        raise Refused(_("Choose one of the roles in the list."), field="role")
    prefix = "rel_" + secrets.token_hex(4)
    secret = f"{prefix}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        name=name.strip(),
        role=role,
        prefix=prefix,
        secret_hash=hash_secret(secret),
        created_by_id=person_behind(by),
        created_at=now,
    )
    record(by, "added", "api_keys", key.pk, at=now, name=key.name, role=role)
    return NewKey(key.pk, secret)


@transaction.atomic
def revoke_key(*, key_id: int, by: Actor, now: datetime) -> None:
    authorise(by, "delete", "api_keys")
    key = ApiKey.objects.select_for_update().filter(pk=key_id).first()
    if key is None:
        raise NotFound(_("There is no such key."))
    if key.revoked_at is None:
        key.revoked_at = now
        key.save(update_fields=["revoked_at"])
        record(by, "revoked", "api_keys", key_id, at=now, name=key.name)
