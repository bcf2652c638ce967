"""What somebody may do, right by right, with the reason."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relasi.accounts.rules import ACTIONS, MEANINGFUL, OBJECTS, Scope, scope_of

OBJECT_NAMES: dict[str, Promise] = {
    "contacts": _("People"),
    "companies": _("Companies"),
    "orders": _("Orders"),
    "segments": _("Segments"),
    "campaigns": _("Campaigns"),
    "templates": _("Templates"),
    "products": _("Products"),
    "deliveries": _("Deliveries"),
    "imports": _("Imports"),
    "insight": _("Insight"),
    "reports": _("Reports"),
    "sql": _("Questions in SQL"),
    "consent": _("Consent"),
    "privacy": _("Privacy"),
    "sources": _("Sources"),
    "webhooks": _("Webhooks"),
    "staff": _("Staff and teams"),
    "settings": _("Settings"),
    "audit": _("Audit log"),
    "api_keys": _("API keys"),
}
ACTION_NAMES: dict[str, Promise] = {
    "view": _("See"),
    "edit": _("Change"),
    "delete": _("Delete"),
    "export": _("Export"),
    "send": _("Send"),
}
SCOPE_NAMES: dict[Scope, Promise] = {
    Scope.ALL: _("All"),
    Scope.TEAM: _("Team’s"),
    Scope.OWN: _("Own"),
    Scope.NONE: _("No"),
}


@dataclass(frozen=True, slots=True)
class RightCell:
    """`means` is False where the action makes no sense for the object."""

    scope: str
    name: str
    reason: str
    means: bool


@dataclass(frozen=True, slots=True)
class RightRow:
    object: str
    name: str
    cells: tuple[RightCell, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Each reason once, in the order of the actions."""
        return tuple(dict.fromkeys(cell.reason for cell in self.cells if cell.means))


@dataclass(frozen=True, slots=True)
class Seat:
    """Everything a person's rights follow from."""

    role: str
    role_name: str
    team_names: tuple[str, ...] = ()
    is_active: bool = True


def effective_rights(seat: Seat) -> list[RightRow]:
    """The matrix of one person: the scope of each right and where it comes from."""
    return [
        RightRow(obj, str(OBJECT_NAMES[obj]), tuple(_cell(seat, action, obj) for action in ACTIONS))
        for obj in OBJECTS
    ]


def _cell(seat: Seat, action: str, obj: str) -> RightCell:
    words = {"role": seat.role_name, "teams": ", ".join(seat.team_names)}
    scope = scope_of(seat.role, action, obj) if seat.is_active else Scope.NONE
    return RightCell(
        scope=str(scope),
        name=str(SCOPE_NAMES[scope]),
        reason=str(_reason(scope, seat)) % words,
        means=action in MEANINGFUL[obj],
    )


def _reason(scope: Scope, seat: Seat) -> Promise:
    if not seat.is_active:
        return _("This seat is closed.")
    if scope is Scope.TEAM and not seat.team_names:
        return _("The role %(role)s reaches the rows of the team; without one, only their own.")
    return {
        Scope.ALL: _("The role %(role)s reaches every row."),
        Scope.TEAM: _("The role %(role)s reaches rows owned by people of: %(teams)s."),
        Scope.OWN: _("The role %(role)s reaches rows they own."),
        Scope.NONE: _("The role %(role)s does not include it."),
    }[scope]
