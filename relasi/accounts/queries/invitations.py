"""An open invitation, found by the token of its link."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from relasi.accounts.models import Invitation, Role
from relasi.accounts.rules import hash_secret
from relasi.kernel.errors import Refused


class InvitationGone(Refused):
    """Used, revoked, expired or never made: which of them is nobody's business."""

    code = "invitation_gone"


@dataclass(frozen=True, slots=True)
class Offer:
    email: str
    role_name: str


def invitation_of(token: str, now: datetime) -> Offer:
    """What the link offers. Raises InvitationGone."""
    found = open_invitation(token, now)
    return Offer(found.email, str(Role(found.role).label))


def open_invitation(token: str, now: datetime, *, lock: bool = False) -> Invitation:
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    found = rows.filter(
        token_hash=hash_secret(token), accepted_at=None, revoked_at=None, expires_at__gt=now
    ).first()
    if found is None:
        raise InvitationGone(_("This invitation is not valid any more. Ask for a new one."))
    return found
