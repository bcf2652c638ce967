"""The people who work here: seats, roles, leaving. One owner always stays."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.authorisation import authorise
from relasi.accounts.models import ApiKey, Invitation, Staff
from relasi.accounts.rules import ROLES, SYSTEM, Actor, grantable
from relasi.kernel.errors import NotAllowed, NotFound, Refused

from .auditing import record


@transaction.atomic
def add_owner(*, email: str, name: str, password: str, now: datetime) -> int:
    """The first seat of an installation, or another owner from the command line."""
    staff_id = take_seat(email=email, name=name, password=password, role="owner")
    record(SYSTEM, "added", "staff", staff_id, at=now, role="owner")
    return staff_id


def take_seat(*, email: str, name: str, password: str, role: str) -> int:
    """Make the account of somebody who was invited. No right is asked: the link was it."""
    email = email.strip().lower()
    person = Staff(email=email, name=name.strip(), role=role)
    if not person.name:
        raise Refused(_("Tell your colleagues your name."), field="name")
    check_email(email)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    person.set_password(password)
    person.save()
    return person.pk


def check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        sentence = _("“%(email)s” is not an e-mail address.") % {"email": email}
        raise Refused(sentence, field="email") from error
    if Staff.objects.filter(email__iexact=email).exists():
        sentence = _("%(email)s already works here.") % {"email": email}
        raise Refused(sentence, field="email")


@transaction.atomic
def change_staff(  # noqa: PLR0913 - a seat has these parts
    *, staff_id: int, email: str, role: str, team_ids: tuple[int, ...], by: Actor, now: datetime
) -> None:
    """Give somebody another address, role or other teams; it holds from their next click.

    Keys and open invitations that they could not hand out with their new role are taken back.
    """
    authorise(by, "edit", "staff")
    person = _locked(staff_id)
    check_role(role, by=by, field="role")
    _protect_owners(person, by=by, stays_owner=role == "owner")
    before = _seat(person)
    _move(person, email.strip().lower())
    person.role = role
    person.save(update_fields=["email", "role"])
    person.teams.set(team_ids)
    if before != (after := _seat(person)):
        taken = take_back_handed_out(person, now=now)
        record(by, "changed", "staff", staff_id, at=now, before=before, after=after, **taken)


def _seat(person: Staff) -> dict[str, Any]:
    teams = sorted(person.teams.values_list("pk", flat=True))
    return {"email": person.email, "role": person.role, "teams": teams}


def _move(person: Staff, email: str) -> None:
    """To another address; the old one opens the seat no more, also not through allauth."""
    if email != person.email.lower():
        check_email(email)
        EmailAddress.objects.filter(user=person).delete()
        person.email = email


def take_back_handed_out(person: Staff, *, now: datetime) -> dict[str, int]:
    """Revoke what this person gave away and could not give today; how many of each."""
    roles = grantable(person.role) if person.is_active else ()
    keys = ApiKey.objects.filter(created_by=person, revoked_at=None).exclude(role__in=roles)
    open_ones = Invitation.objects.filter(invited_by=person, accepted_at=None, revoked_at=None)
    return {
        "keys_revoked": keys.update(revoked_at=now),
        "invitations_revoked": open_ones.exclude(role__in=roles).update(revoked_at=now),
    }


def check_role(role: str, *, by: Actor, field: str) -> None:
    """Nobody hands out more than they have: only an owner makes an owner."""
    if role not in ROLES:
        raise Refused(_("Choose one of the roles in the list."), field=field)
    if role not in grantable(by.role):
        raise Refused(_("Only an owner can make someone an owner."), field=field)


@transaction.atomic
def deactivate_staff(*, staff_id: int, by: Actor, now: datetime) -> None:
    """Close a seat: signed out everywhere, keys revoked; the name stays on what they did."""
    authorise(by, "delete", "staff")
    person = _locked(staff_id)
    if person.pk == by.staff_id:
        raise Refused(_("You cannot close your own seat. Ask another owner or administrator."))
    _protect_owners(person, by=by, stays_owner=False)
    if not person.is_active:
        return
    person.is_active = False
    person.save(update_fields=["is_active"])
    taken = take_back_handed_out(person, now=now)
    end_sessions(staff_id)
    record(by, "deactivated", "staff", staff_id, at=now, **taken)


@transaction.atomic
def reactivate_staff(*, staff_id: int, by: Actor, now: datetime) -> None:
    authorise(by, "delete", "staff")
    person = _locked(staff_id)
    _protect_owners(person, by=by, stays_owner=True)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        record(by, "reactivated", "staff", staff_id, at=now)


def end_sessions(staff_id: int) -> None:
    """Sign somebody out everywhere."""
    from allauth.usersessions.models import UserSession

    known = UserSession.objects.filter(user_id=staff_id)
    keys = list(known.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    known.delete()


@transaction.atomic
def change_profile(*, by: Actor, now: datetime, **changes: Any) -> None:
    """One's own name, language, theme and time zone."""
    person = _locked(by.staff_id or 0)
    for field, value in changes.items():
        setattr(person, field, value)
    if not person.name.strip():
        raise Refused(_("Tell your colleagues your name."), field="name")
    person.save(update_fields=list(changes))
    record(by, "changed", "profile", person.pk, at=now, fields=sorted(changes))


def remember_preference(*, staff_id: int, name: str, value: str) -> None:
    """What was chosen from the menu (language, theme) also holds on their next machine."""
    Staff.objects.filter(pk=staff_id).update(**{name: value})


def _locked(staff_id: int) -> Staff:
    person = Staff.objects.select_for_update().filter(pk=staff_id).first()
    if person is None:
        raise NotFound(_("There is nobody here with this number."))
    return person


def _protect_owners(person: Staff, *, by: Actor, stays_owner: bool) -> None:
    if person.role != "owner":
        return
    if by.role != "owner":
        raise NotAllowed(_("Only an owner can change an owner."))
    owners = Staff.objects.select_for_update().filter(role="owner", is_active=True).order_by("pk")
    others = [owner for owner in owners if owner.pk != person.pk]
    if not stays_owner and not others:
        raise Refused(
            _("%(name)s is the last owner. Make someone else an owner first.")
            % {"name": person.name},
            field="role",
        )
