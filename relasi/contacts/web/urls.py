"""Addresses of people, companies and the fields a company adds."""

from functools import partial

from django.urls import URLPattern, URLResolver, path

from relasi.accounts.public import resource
from relasi.contacts.checking.web.urls import urlpatterns as addresses
from relasi.contacts.importing.web.urls import urlpatterns as imports
from relasi.contacts.matching.web.urls import urlpatterns as duplicates

from . import (
    bulk,
    bulk_change,
    company,
    company_edit,
    company_list,
    contact,
    contact_address,
    contact_delete,
    contact_edit,
    contact_list,
    contact_merge,
    contact_notes,
    contact_tags,
    custom_fields,
    tags,
)

app_name = "contacts"

people = partial(resource, obj="contacts")
companies = partial(resource, obj="companies")
settings = partial(resource, obj="settings")
EDIT = {"show": "edit"}
DELETE = {"show": "delete"}

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/", people(show=contact_list.show), name="contact_list"),
    path(
        "people/new/",
        people(show=contact_edit.show_new, create=contact_edit.create, actions=EDIT),
        name="contact_new",
    ),
    *(
        path(
            f"people/bulk/{kind}/",
            people(
                create=bulk.create(kind),
                actions={"create": "delete" if kind == "delete" else "edit"},
            ),
            name=f"bulk_{kind}",
        )
        for kind in bulk.TITLES
    ),
    path(
        "people/changes/<int:change_id>/",
        people(show=bulk_change.show, create=bulk_change.create, actions=EDIT),
        name="bulk_change",
    ),
    path(
        "people/changes/<int:change_id>/undo/",
        people(create=bulk_change.undo),
        name="bulk_change_undo",
    ),
    path(
        "people/merges/<int:merge_id>/undo/",
        people(create=contact_merge.undo),
        name="contact_merge_undo",
    ),
    path(
        "people/mentions/<int:mention_id>/",
        people(update=contact_notes.see, actions={"update": "view"}),
        name="mention",
    ),
    path("people/<int:contact_id>/", people(show=contact.show), name="contact"),
    path("people/<int:contact_id>/aside/", people(show=contact.show_aside), name="contact_aside"),
    path(
        "people/<int:contact_id>/edit/",
        people(show=contact_edit.show, update=contact_edit.update, actions=EDIT),
        name="contact_edit",
    ),
    path(
        "people/<int:contact_id>/merge/",
        people(show=contact_merge.show, create=contact_merge.create, actions=EDIT),
        name="contact_merge",
    ),
    path(
        "people/<int:contact_id>/delete/",
        people(show=contact_delete.show, destroy=contact_delete.destroy, actions=DELETE),
        name="contact_delete",
    ),
    path(
        "people/<int:contact_id>/notes/",
        people(show=contact_notes.show, create=contact_notes.create),
        name="contact_notes",
    ),
    path(
        "people/<int:contact_id>/notes/<int:note_id>/",
        people(
            show=contact_notes.show_one,
            update=contact_notes.update,
            destroy=contact_notes.destroy,
            actions=EDIT | {"destroy": "edit"},
        ),
        name="contact_note",
    ),
    path(
        "people/<int:contact_id>/addresses/<int:identity_id>/",
        people(create=contact_address.create),
        name="contact_address",
    ),
    path(
        "people/<int:contact_id>/tags/",
        people(
            create=contact_tags.create, destroy=contact_tags.destroy, actions={"destroy": "edit"}
        ),
        name="contact_tags",
    ),
    path("companies/", companies(show=company_list.show), name="company_list"),
    path("companies/names/", companies(show=company.names), name="company_names"),
    path(
        "companies/new/",
        companies(show=company_edit.show_new, create=company_edit.create, actions=EDIT),
        name="company_new",
    ),
    path("companies/<int:company_id>/", companies(show=company.show), name="company"),
    path(
        "companies/<int:company_id>/edit/",
        companies(show=company_edit.show, update=company_edit.update, actions=EDIT),
        name="company_edit",
    ),
    path(
        "companies/<int:company_id>/delete/",
        companies(show=company.show_delete, destroy=company.destroy, actions=DELETE),
        name="company_delete",
    ),
    path("settings/tags/", settings(show=tags.show), name="tag_list"),
    path("settings/tags/<int:tag_id>/", settings(update=tags.update), name="tag"),
    path(
        "settings/fields/",
        settings(show=custom_fields.show, create=custom_fields.create),
        name="custom_field_list",
    ),
    path(
        "settings/fields/<int:field_id>/",
        settings(
            show=custom_fields.show_one,
            update=custom_fields.update,
            destroy=custom_fields.destroy,
            actions=EDIT | {"destroy": "edit"},
        ),
        name="custom_field",
    ),
    path(
        "settings/fields/<int:field_id>/restore/",
        settings(create=custom_fields.restore),
        name="custom_field_restore",
    ),
    *addresses,
    *imports,
    *duplicates,
]
