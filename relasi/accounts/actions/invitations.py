"""A seat offered to an address. The link is shown once and stored hashed."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.authorisation import authorise, person_behind
from relasi.accounts.models import Invitation
from relasi.accounts.queries.invitations import open_invitation
from relasi.accounts.rules import Actor, hash_secret
from relasi.kernel.errors import NotFound

from .auditing import record
from .staff import check_email, check_role, take_seat

VALID_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invited:
    """`token` exists here and in the link, nowhere else."""

    id: int
    token: str


@transaction.atomic
def invite(*, email: str, role: str, by: Actor, now: datetime) -> Invited:
    """Offer a seat; an open offer to the same address is replaced."""
    authorise(by, "edit", "staff")
    email = email.strip().lower()
    check_email(email)
    check_role(role, by=by, field="role")
    open_ones = Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None)
    open_ones.update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        role=role,
        token_hash=hash_secret(token),
        invited_by_id=person_behind(by),
        invited_at=now,
        expires_at=now + VALID_FOR,
    )
    record(by, "invited", "staff", invitation.pk, at=now, email=email, role=role)
    return Invited(invitation.pk, token)


@transaction.atomic
def revoke_invitation(*, invitation_id: int, by: Actor, now: datetime) -> None:
    authorise(by, "edit", "staff")
    invitation = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if invitation is None:
        raise NotFound(_("There is no such invitation."))
    if invitation.accepted_at is None and invitation.revoked_at is None:
        invitation.revoked_at = now
        invitation.save(update_fields=["revoked_at"])
        record(by, "revoked invitation", "staff", invitation_id, at=now, email=invitation.email)


@transaction.atomic
def accept_invitation(*, token: str, name: str, password: str, now: datetime) -> int:
    """Take the seat; the id of the new member of staff. A link opens one seat, once."""
    invitation = open_invitation(token, now, lock=True)
    staff_id = take_seat(email=invitation.email, name=name, password=password, role=invitation.role)
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    person = Actor("staff", staff_id, name.strip(), invitation.role, staff_id=staff_id)
    record(person, "joined", "staff", staff_id, at=now, invited_by=invitation.invited_by_id)
    return staff_id
