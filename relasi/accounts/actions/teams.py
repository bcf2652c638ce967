"""Teams: whose rows one sees where a role reaches as far as the team."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.authorisation import authorise
from relasi.accounts.models import Staff, Team
from relasi.accounts.rules import Actor
from relasi.kernel.errors import NotFound, Refused

from .auditing import record


@transaction.atomic
def add_team(*, name: str, by: Actor, now: datetime) -> int:
    authorise(by, "edit", "staff")
    team = Team.objects.create(name=_free_name(name))
    record(by, "added", "team", team.pk, at=now, name=team.name)
    return team.pk


@transaction.atomic
def change_team(
    *, team_id: int, name: str, staff_ids: tuple[int, ...], by: Actor, now: datetime
) -> None:
    """Name a team and say who is in it."""
    authorise(by, "edit", "staff")
    team = _locked(team_id)
    team.name = _free_name(name, except_id=team_id)
    team.save(update_fields=["name"])
    team.members.set(Staff.objects.filter(pk__in=staff_ids))
    members = sorted(team.members.values_list("pk", flat=True))
    record(by, "changed", "team", team_id, at=now, name=team.name, members=members)


@transaction.atomic
def remove_team(*, team_id: int, by: Actor, now: datetime) -> None:
    """The people stay; they only share no rows through it any more."""
    authorise(by, "delete", "staff")
    team = _locked(team_id)
    team.delete()
    record(by, "removed", "team", team_id, at=now, name=team.name)


def _locked(team_id: int) -> Team:
    team = Team.objects.select_for_update().filter(pk=team_id).first()
    if team is None:
        raise NotFound(_("There is no such team."))
    return team


def _free_name(name: str, *, except_id: int | None = None) -> str:
    name = name.strip()
    if not name:
        raise Refused(_("Give the team a name."), field="name")
    if Team.objects.filter(name__iexact=name).exclude(pk=except_id or 0).exists():
        sentence = _("There is already a team called “%(name)s”.") % {"name": name}
        raise Refused(sentence, field="name")
    return name
