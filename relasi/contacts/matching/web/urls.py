"""Addresses of duplicates; contacts.web.urls takes them in."""

from functools import partial

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import duplicates, pair, searches, sweeps

people = partial(resource, obj="contacts")
EDIT = {"show": "edit"}

urlpatterns: list[URLPattern] = [
    path("duplicates/", people(show=duplicates.show), name="duplicates"),
    path("duplicates/next/", people(show=pair.show_next, actions=EDIT), name="duplicates_next"),
    path("duplicates/undo/", people(create=pair.undo_last), name="duplicates_undo"),
    path(
        "duplicates/search/",
        people(show=searches.show, create=searches.create, actions=EDIT),
        name="duplicates_search",
    ),
    path(
        "duplicates/search/limits/",
        resource(create=searches.set_limits, obj="settings"),
        name="duplicates_limits",
    ),
    path(
        "duplicates/search/<int:run_id>/stop/",
        people(create=searches.stop),
        name="duplicates_stop",
    ),
    path(
        "duplicates/many/accept/",
        people(create=sweeps.propose(accepts=True)),
        name="duplicates_accept",
    ),
    path(
        "duplicates/many/reject/",
        people(create=sweeps.propose(accepts=False)),
        name="duplicates_reject",
    ),
    path(
        "duplicates/many/<int:sweep_id>/",
        people(show=sweeps.show, create=sweeps.create, actions=EDIT),
        name="duplicates_sweep",
    ),
    path(
        "duplicates/many/<int:sweep_id>/stop/",
        people(create=sweeps.stop),
        name="duplicates_sweep_stop",
    ),
    path("duplicates/<int:proposal_id>/", people(show=pair.show), name="duplicate"),
    path(
        "duplicates/<int:proposal_id>/accept/",
        people(create=pair.create_accept),
        name="duplicate_accept",
    ),
    path(
        "duplicates/<int:proposal_id>/group/",
        people(create=pair.create_group),
        name="duplicate_group",
    ),
    path(
        "duplicates/<int:proposal_id>/reject/",
        people(create=pair.create_reject),
        name="duplicate_reject",
    ),
    path(
        "duplicates/<int:proposal_id>/later/",
        people(create=pair.create_later),
        name="duplicate_later",
    ),
    path(
        "duplicates/<int:proposal_id>/undo/",
        people(create=pair.undo),
        name="duplicate_undo",
    ),
]
