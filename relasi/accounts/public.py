"""The door of `accounts`: `from relasi.accounts import public as accounts`."""

from .actions.auditing import record
from .actions.idempotency import Kept, claim, keep
from .actions.invitations import invite
from .actions.organisation import change_organisation
from .actions.password_links import password_link_for
from .actions.staff import add_owner
from .actions.telling import tell_owners
from .audit_vocabulary import as_day, as_number, register_audit_words
from .audit_words import actor_called
from .authorisation import authorise, authorise_new, may, visible_owners
from .memory import remembering
from .queries.actors import actor_of
from .queries.audit import AuditBroken, verify_audit
from .queries.organisation import OrganisationCard, organisation
from .queries.programs import caller
from .queries.saved_views import SavedViewCard, saved_views
from .queries.staff import has_staff, password_is, staff_choices, staff_names
from .rules import SYSTEM, Actor
from .signing_in.postman import NotCarried, StaffMail, can_mail, register_postman
from .wiring import public_page, resource

__all__ = [
    "SYSTEM",
    "Actor",
    "AuditBroken",
    "Kept",
    "NotCarried",
    "OrganisationCard",
    "SavedViewCard",
    "StaffMail",
    "actor_called",
    "actor_of",
    "add_owner",
    "as_day",
    "as_number",
    "authorise",
    "authorise_new",
    "caller",
    "can_mail",
    "change_organisation",
    "claim",
    "has_staff",
    "invite",
    "keep",
    "may",
    "organisation",
    "password_is",
    "password_link_for",
    "public_page",
    "record",
    "register_audit_words",
    "register_postman",
    "remembering",
    "resource",
    "saved_views",
    "staff_choices",
    "staff_names",
    "tell_owners",
    "verify_audit",
    "visible_owners",
]
