"""The words of the audit log that accounts writes, and those that every package does."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _in

from .audit_vocabulary import as_number, name_called, register_audit_words
from .models import Role
from .queries.rights import OBJECT_NAMES

# What happens to things of every kind.
COMMON = {
    "added": _in("audit", "Added"),
    "changed": _in("audit", "Changed"),
    "removed": _in("audit", "Removed"),
    "deleted": _in("audit", "Deleted"),
    "exported": _in("audit", "Exported"),
    "cancelled": _in("audit", "Cancelled"),
    "resumed": _in("audit", "Resumed"),
}
ACTIONS = {
    "invited": _in("audit", "Invited"),
    "joined": _in("audit", "Joined"),
    "revoked invitation": _in("audit", "Withdrew an invitation"),
    "revoked": _in("audit", "Revoked"),
    "deactivated": _in("audit", "Closed a seat"),
    "reactivated": _in("audit", "Opened a seat again"),
    "made a password link": _in("audit", "Made a password link"),
    "signed in": _in("audit", "Signed in"),
    "signed out": _in("audit", "Signed out"),
    "refused a sign-in": _in("audit", "Refused a sign-in"),
    "locked out": _in("audit", "Locked out"),
    "ended other sessions": _in("audit", "Ended other sessions"),
    "changed the password": _in("audit", "Changed the password"),
    "set a password": _in("audit", "Set a password"),
    "reset the password": _in("audit", "Reset the password"),
    "added a second factor": _in("audit", "Added a second factor"),
    "removed a second factor": _in("audit", "Removed a second factor"),
    "renewed a second factor": _in("audit", "Renewed a second factor"),
}
OBJECTS = {
    **OBJECT_NAMES,
    "staff": _("Staff"),
    "team": _("Team"),
    "profile": _in("audit", "Profile"),
    "organisation": _("Organisation"),
}
NAMES = {
    "name": _in("audit", "name"),
    "email": _in("audit", "e-mail"),
    "role": _in("audit", "role"),
    "teams": _in("audit", "teams"),
    "members": _in("audit", "members"),
    "invited_by": _in("audit", "invited by"),
    "before": _in("audit", "before"),
    "after": _in("audit", "after"),
    "fields": _in("audit", "fields"),
    "keys": _in("audit", "fields"),
    "key": _in("audit", "field"),
    "query": _in("audit", "filter"),
    "keys_revoked": _in("audit", "API keys revoked"),
    "invitations_revoked": _in("audit", "invitations withdrawn"),
    "sessions": _in("audit", "sessions"),
    "why": _in("audit", "why"),
    "kind": _in("audit", "kind"),
    "from": _in("audit", "from"),
    "postal_address": _in("audit", "postal address"),
    "country": _in("audit", "country"),
    "currency": _in("audit", "currency"),
    "language": _in("audit", "language"),
    "time_zone": _in("audit", "time zone"),
    "theme": _in("audit", "look"),
}
FACTORS = {
    Authenticator.Type.TOTP.value: _in("audit", "authenticator app"),
    Authenticator.Type.WEBAUTHN.value: _in("audit", "passkey"),
    Authenticator.Type.RECOVERY_CODES.value: _in("audit", "recovery codes"),
}
REFUSALS = {
    "password": _in("audit", "wrong password"),
    "closed seat": _in("audit", "closed seat"),
}
ACTORS = {
    "staff": _in("audit", "staff"),
    "key": _in("audit", "API key"),
    "system": _in("audit", "system"),
}


def actor_called(label: str) -> str:
    """Whoever is written as "staff:3", for eyes; the house itself has no number."""
    kind, _colon, number = label.partition(":")
    called = str(ACTORS.get(kind, kind))
    return called if kind == "system" else f"{called} {number}".strip()


def register() -> None:
    fields = dict.fromkeys(("fields", "keys", "key"), name_called)
    counts = dict.fromkeys(("keys_revoked", "invitations_revoked", "sessions"), as_number)
    register_audit_words(
        actions=COMMON | ACTIONS,
        objects=OBJECTS,
        names=NAMES,
        values={
            **fields,
            **counts,
            "role": dict(Role.choices),
            "language": dict(settings.LANGUAGES),
            "kind": FACTORS,
            "why": FACTORS | REFUSALS,
        },
    )
