"""From an API request to whoever makes it: a key in the header, or a session."""

import hmac
from datetime import timedelta

from django.http import HttpRequest

from relasi.accounts.models import ApiKey, Staff
from relasi.accounts.rules import Actor, hash_secret
from relasi.kernel import clock

from .actors import actor_of_key, actor_of_staff

# "Last used" is good to the minute; a busy key must not mean a write for each read.
USED_WITHIN = timedelta(minutes=1)


def caller(request: HttpRequest) -> Actor | None:
    """Who calls, read once a request; with an Authorization header only that counts."""
    known = getattr(request, "actor", None)
    if known is None:
        known = _read(request)
        request.actor = known  # type: ignore[attr-defined]
    return known if isinstance(known, Actor) else None


def _read(request: HttpRequest) -> Actor | None:
    header = request.headers.get("Authorization")
    if header is not None:
        scheme, _, secret = header.partition(" ")
        return actor_of_secret(secret.strip()) if scheme.lower() == "bearer" else None
    person = request.user
    return actor_of_staff(person) if isinstance(person, Staff) and person.is_active else None


def actor_of_secret(secret: str) -> Actor | None:
    """The key with this secret, unless it was revoked or its maker left."""
    if not secret.isascii() or secret.count("_") < 2:  # noqa: PLR2004 - rel_<prefix>_<secret>
        return None
    prefix = "_".join(secret.split("_", 2)[:2])
    key = ApiKey.objects.filter(prefix=prefix, revoked_at=None, created_by__is_active=True).first()
    if key is None or not hmac.compare_digest(key.secret_hash, hash_secret(secret)):
        return None
    _note_use(key)
    return actor_of_key(key)


def _note_use(key: ApiKey) -> None:
    now = clock.now()
    if key.last_used_at is None or now - key.last_used_at > USED_WITHIN:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
