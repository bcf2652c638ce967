"""What happens at the door goes on record: signing in and out, refusals, factors, passwords.

Never what was typed: a password lands in the field for the address sooner or later.
"""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.cache import cache
from django.http import HttpRequest

from relasi.accounts.actions.auditing import record
from relasi.accounts.models import Staff
from relasi.accounts.queries.actors import actor_of_staff
from relasi.accounts.rules import SYSTEM, hash_secret

SIGNALS = {
    "signed in": user_logged_in,
    "signed out": user_logged_out,
    "changed the password": password_changed,
    "set a password": password_set,
    "reset the password": password_reset,
    "added a second factor": authenticator_added,
    "removed a second factor": authenticator_removed,
    "renewed a second factor": authenticator_reset,
}
LOCKED_OUT_SECONDS = 300


def connect() -> None:
    for action, signal in SIGNALS.items():
        signal.connect(_witness(action), weak=False, dispatch_uid=f"accounts.{action}")
    authentication_failed.connect(_refused_factor, dispatch_uid="accounts.refused a factor")


def refused(request: HttpRequest, email: str, *, why: str) -> None:
    """A sign-in that failed; an address nobody has is not written down."""
    record(SYSTEM, "refused a sign-in", "staff", _number_of(email), why=why, **_origin(request))


def locked_out(request: HttpRequest, email: str) -> None:
    """Too many failures: once for each address and account while it lasts."""
    origin = _origin(request)
    key = hash_secret(f"{origin}{email.lower()}")
    if cache.add(f"locked-out:{key}", 1, timeout=LOCKED_OUT_SECONDS):
        record(SYSTEM, "locked out", "staff", _number_of(email), **origin)


def ended_sessions(person: Staff, count: int) -> None:
    record(actor_of_staff(person), "ended other sessions", "staff", person.pk, sessions=count)


def _number_of(email: str) -> int | str:
    found = Staff.objects.filter(email__iexact=email).values_list("pk", flat=True).first()
    return found or ""


def _origin(request: HttpRequest | None) -> dict[str, Any]:
    address = get_client_ip(request) if request is not None else None
    return {"from": address} if address else {}


def _witness(action: str) -> Any:
    def saw(
        user: Staff | None = None,
        request: HttpRequest | None = None,
        authenticator: Any = None,
        **_rest: Any,
    ) -> None:
        if user is None:
            return
        kind = {"kind": authenticator.type} if authenticator is not None else {}
        record(actor_of_staff(user), action, "staff", user.pk, **kind, **_origin(request))

    return saw


def _refused_factor(user: Staff, request: HttpRequest, authenticator: Any, **_rest: Any) -> None:
    kind = authenticator.type
    record(SYSTEM, "refused a sign-in", "staff", user.pk, why=kind, **_origin(request))
