"""The door of `accounts`: `from relasi.accounts import public as accounts`."""

from .actions.auditing import record
from .actions.idempotency import Kept, StillRunning, claim, keep
from .authorisation import authorise, may, visible_owners
from .queries.actors import actor_of
from .queries.organisation import OrganisationCard, organisation
from .queries.programs import caller
from .queries.saved_views import SavedViewCard, saved_views
from .queries.staff import staff_choices, staff_names
from .rules import SYSTEM, Actor
from .wiring import public_page, resource

__all__ = [
    "SYSTEM",
    "Actor",
    "Kept",
    "OrganisationCard",
    "SavedViewCard",
    "StillRunning",
    "actor_of",
    "authorise",
    "caller",
    "claim",
    "keep",
    "may",
    "organisation",
    "public_page",
    "record",
    "resource",
    "saved_views",
    "staff_choices",
    "staff_names",
    "visible_owners",
]
