"""What happens at the door goes on record: signing in and out, factors, passwords."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out

from relasi.accounts.actions.auditing import record
from relasi.accounts.models import Staff
from relasi.accounts.queries.actors import actor_of_staff

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


def connect() -> None:
    for action, signal in SIGNALS.items():
        signal.connect(_witness(action), weak=False, dispatch_uid=f"accounts.{action}")


def _witness(action: str) -> Any:
    def saw(user: Staff | None = None, authenticator: Any = None, **_rest: Any) -> None:
        if user is None:
            return
        detail = {"kind": authenticator.type} if authenticator is not None else {}
        record(actor_of_staff(user), action, "staff", user.pk, **detail)

    return saw
