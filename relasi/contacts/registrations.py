"""What the rest of the house shows of people: navigation, search, Today, relations."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from relasi.accounts.public import Actor, actor_of, visible_owners
from relasi.engine import relations
from relasi.ui import public as ui

from .queries.finding import find_companies, find_people
from .queries.notes import mentions_of

RELATIONS = {
    "contacts": "contacts_contact",
    "identities": "contacts_identity",
    "companies": "contacts_company",
    "contact_tags": "contacts_contacttag",
    "tags": "contacts_tag",
    "address_findings": "contacts_addressfinding",
    "match_proposals": "contacts_matchproposal",
}


def register() -> None:
    for logical, physical in RELATIONS.items():
        relations.register(logical, physical)
    _navigation()
    ui.register_search(ui.SearchProvider("people", _("People"), VIEW, _found_people))
    ui.register_search(
        ui.SearchProvider("companies", _("Companies"), VIEW_COMPANIES, _found_companies)
    )
    ui.register_panel("today.main", ui.Panel("mentions", 20, VIEW, _mentions))


VIEW = ("contacts", "view")
VIEW_COMPANIES = ("companies", "view")


def _navigation() -> None:
    people = ui.NavItem(
        job="customers",
        key="people",
        label=_("People"),
        url_name="contacts:contact_list",
        icon="users-round",
        rights=VIEW,
        order=10,
    )
    companies = ui.NavItem(
        job="customers",
        key="companies",
        label=_("Companies"),
        url_name="contacts:company_list",
        icon="building-2",
        rights=VIEW_COMPANIES,
        order=20,
    )
    duplicates = ui.NavItem(
        job="customers",
        key="duplicates",
        label=_("Duplicates"),
        url_name="contacts:duplicates",
        icon="merge",
        rights=VIEW,
        order=30,
    )
    fields = ui.NavItem(
        job="settings",
        key="fields",
        label=_("Fields"),
        url_name="contacts:custom_field_list",
        icon="text-cursor-input",
        rights=("settings", "view"),
        order=60,
    )
    tags = ui.NavItem(
        job="settings",
        key="tags",
        label=_("Tags"),
        url_name="contacts:tag_list",
        icon="tags",
        rights=("settings", "view"),
        order=65,
    )
    for item in (people, companies, duplicates, fields, tags):
        ui.register_nav(item)
    ui.register_action(
        ui.NavAction(
            "new_person",
            _("New person"),
            "contacts:contact_new",
            "user-plus",
            ("contacts", "edit"),
        )
    )
    ui.register_action(
        ui.NavAction(
            "new_company",
            _("New company"),
            "contacts:company_new",
            "building-2",
            ("companies", "edit"),
        )
    )


def _found_people(actor: object, text: str, limit: int) -> list[ui.SearchHit]:
    if not isinstance(actor, Actor):
        return []
    return [
        ui.SearchHit(hit.name, hit.note, hit.url, "user-round")
        for hit in find_people(actor, text, limit)
    ]


def _found_companies(actor: object, text: str, limit: int) -> list[ui.SearchHit]:
    if not isinstance(actor, Actor):
        return []
    return [
        ui.SearchHit(hit.name, hit.note, hit.url, "building-2")
        for hit in find_companies(actor, text, limit)
    ]


def _mentions(request: HttpRequest, _subject: int) -> SafeString | None:
    """The notes in which a colleague named the one who looks."""
    actor = actor_of(request)
    owners = visible_owners(actor, "view", "contacts")
    mentions = mentions_of(actor.staff_id, owners) if actor.staff_id else ()
    if not mentions:
        return None
    return render_to_string("contacts/parts/mentions.html", {"mentions": mentions}, request)
