"""From a request to the one who made it."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from relasi.accounts.models import ApiKey, Staff
from relasi.accounts.rules import Actor
from relasi.kernel.errors import NotAllowed


def is_signed_in(request: HttpRequest) -> bool:
    return getattr(request, "actor", None) is not None or request.user.is_authenticated


def actor_of(request: HttpRequest) -> Actor:
    """Who is asking: by session, or by the key the API already checked. Raises NotAllowed."""
    known = getattr(request, "actor", None)
    if isinstance(known, Actor):
        return known
    person = getattr(request, "user", None)
    if not isinstance(person, Staff) or not person.is_active:
        raise NotAllowed(_("Sign in first."))
    actor = actor_of_staff(person)
    request.actor = actor  # type: ignore[attr-defined]
    return actor


def actor_of_staff(person: Staff) -> Actor:
    return Actor(
        kind="staff",
        id=person.pk,
        name=person.name,
        role=person.role,
        staff_ids_of_team=team_of(person.pk),
        staff_id=person.pk,
    )


def actor_of_key(key: ApiKey) -> Actor:
    return Actor(
        kind="key",
        id=key.pk,
        name=key.name,
        role=key.role,
        staff_ids_of_team=team_of(key.created_by_id),
        staff_id=key.created_by_id,
    )


def team_of(staff_id: int) -> frozenset[int]:
    """Everybody in one of their teams, and themselves."""
    together = Staff.objects.filter(teams__members=staff_id).values_list("pk", flat=True)
    return frozenset(together) | {staff_id}
