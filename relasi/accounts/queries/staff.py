"""The people who work here, their teams and open invitations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from relasi.accounts.models import Invitation, Role, Staff, Team
from relasi.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class StaffCard:
    id: int
    name: str
    email: str
    role: str
    role_name: str
    team_ids: tuple[int, ...]
    team_names: tuple[str, ...]
    is_active: bool
    last_login: datetime | None
    language: str
    theme: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class InvitationCard:
    id: int
    email: str
    role_name: str
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    expired: bool


@dataclass(frozen=True, slots=True)
class TeamCard:
    id: int
    name: str
    member_ids: tuple[int, ...]
    member_names: tuple[str, ...]


def staff_names(ids: Iterable[int]) -> dict[int, str]:
    """Names by id, of those who left as well."""
    return dict(Staff.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def staff_choices() -> list[tuple[int, str]]:
    """Those who can be chosen today, by name."""
    active = Staff.objects.filter(is_active=True).order_by("name", "pk")
    return list(active.values_list("pk", "name"))


def has_staff() -> bool:
    return Staff.objects.exists()


def password_is(*, email: str, password: str) -> bool:
    """Whether this account still has this password (the one the first start made up)."""
    person = Staff.objects.filter(email__iexact=email, is_active=True).first()
    return person is not None and check_password(password, person.password)


def staff_card(staff_id: int) -> StaffCard:
    person = Staff.objects.prefetch_related("teams").filter(pk=staff_id).first()
    if person is None:
        raise NotFound(_("There is nobody here with this number."))
    return _card(person)


def all_staff() -> list[StaffCard]:
    """Active ones first, then by name."""
    people = Staff.objects.prefetch_related("teams").order_by("-is_active", "name", "pk")
    return [_card(person) for person in people]


def open_invitations(now: datetime) -> list[InvitationCard]:
    rows = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    return [
        InvitationCard(
            id=row.pk,
            email=row.email,
            role_name=str(Role(row.role).label),
            invited_by=row.invited_by.name,
            invited_at=row.invited_at,
            expires_at=row.expires_at,
            expired=row.expires_at <= now,
        )
        for row in rows.select_related("invited_by").order_by("-invited_at", "-pk")
    ]


def teams() -> list[TeamCard]:
    members = Prefetch("members", Staff.objects.order_by("name", "pk"))
    return [_team(team) for team in Team.objects.prefetch_related(members).order_by("name")]


def team_card(team_id: int) -> TeamCard:
    found = [team for team in teams() if team.id == team_id]
    if not found:
        raise NotFound(_("There is no such team."))
    return found[0]


def _team(team: Team) -> TeamCard:
    members = list(team.members.all())
    return TeamCard(
        id=team.pk,
        name=team.name,
        member_ids=tuple(person.pk for person in members),
        member_names=tuple(person.name for person in members),
    )


def _card(person: Staff) -> StaffCard:
    teams = sorted(person.teams.all(), key=lambda team: team.name)
    return StaffCard(
        id=person.pk,
        name=person.name,
        email=person.email,
        role=person.role,
        role_name=str(Role(person.role).label),
        team_ids=tuple(team.pk for team in teams),
        team_names=tuple(team.name for team in teams),
        is_active=person.is_active,
        last_login=person.last_login,
        language=person.language,
        theme=person.theme,
        time_zone=person.time_zone,
    )
