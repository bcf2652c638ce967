"""Who is here, what they may see, their saved views, and the pages of the settings."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relasi.accounts.actions.staff import remember_preference
from relasi.accounts.authorisation import may
from relasi.accounts.models import Role
from relasi.accounts.queries.actors import actor_of, is_signed_in
from relasi.accounts.queries.organisation import organisation
from relasi.accounts.rules import Actor
from relasi.kernel import bus
from relasi.kernel.errors import NotAllowed
from relasi.ui import public as ui
from relasi.ui.events import PreferenceChosen

from .views import StoredViews

OWN = ("/account/", "/settings/rights/")  # one's own factors, devices, password, rights
PAGES = (
    ("profile", _("Your profile"), "accounts:profile", "circle-user", None, 10, "you", OWN),
    (
        "organisation",
        _("Organisation"),
        "accounts:organisation",
        "building-2",
        "settings",
        20,
        "organisation",
        (),
    ),
    ("staff", _("Staff"), "accounts:staff_list", "users-round", "staff", 30, "organisation", ()),
    ("teams", _("Teams"), "accounts:team_list", "network", "staff", 40, "organisation", ()),
    (
        "keys",
        _("API keys"),
        "accounts:key_list",
        "key-round",
        "api_keys",
        50,
        "security",
        ("/api/",),
    ),
    ("audit", _("Audit log"), "accounts:audit_list", "scroll-text", "audit", 90, "security", ()),
)


def connect() -> None:
    ui.set_gate(gate)
    ui.set_person(person)
    ui.set_actor(actor_or_none)
    ui.set_view_store(StoredViews())
    bus.listen(PreferenceChosen, on_preference_chosen)
    for key, label, url_name, icon, obj, order, group, also in PAGES:
        rights = (obj, "view") if obj else None
        ui.register_nav(
            ui.NavItem(
                "settings", key, label, url_name, icon, rights, order, also=also, group=group
            )
        )


def actor_or_none(request: HttpRequest) -> Actor | None:
    try:
        return actor_of(request) if is_signed_in(request) else None
    except NotAllowed:
        return None


def gate(request: HttpRequest, obj: str, action: str) -> bool:
    actor = actor_or_none(request)
    return actor is not None and may(actor, action, obj)


def person(request: HttpRequest) -> ui.Person | None:
    actor = actor_or_none(request)
    if actor is None:
        return None
    name = organisation().name
    return ui.Person(actor.id, actor.name, name, str(Role(actor.role).label))


def on_preference_chosen(event: PreferenceChosen) -> None:
    remember_preference(staff_id=event.staff_id, name=event.name, value=event.value)
