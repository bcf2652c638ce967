"""Addresses of the timeline and of the sources that fill it."""

from functools import partial

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import (
    devices,
    history,
    history_work,
    hubs,
    identity,
    plan,
    plan_deviations,
    plan_event,
    plan_events,
    plan_file,
    plan_steps,
    quarantine_bulk,
    quarantine_list,
    quarantined,
    source,
    source_connect,
    source_counts,
    source_delete,
    source_edit,
    source_key,
    source_list,
    source_switch,
    timeline,
)

app_name = "timeline"

sources = partial(resource, obj="sources")
settings = partial(resource, obj="settings")
EDIT = {"show": "edit"}
ONE = "settings/sources/<int:source_id>/"
QUARANTINE = "settings/sources/quarantine/"

urlpatterns: list[URLPattern] = [
    path(
        "people/devices/<int:sighting_id>/away/",
        resource(obj="contacts", create=devices.undo),
        name="device_away",
    ),
    path(
        "people/devices/<int:sighting_id>/back/",
        resource(obj="contacts", create=devices.restore),
        name="device_back",
    ),
    path(
        "people/<int:contact_id>/timeline/",
        resource(obj="contacts", show=timeline.show),
        name="timeline",
    ),
    path("settings/history/", sources(show=history.show), name="history"),
    path("settings/history/work/", sources(create=history_work.create), name="history_work"),
    path(
        "settings/history/work/<int:work_id>/stop/",
        sources(create=history_work.stop),
        name="history_stop",
    ),
    path(
        "settings/identity/", settings(show=identity.show, update=identity.update), name="identity"
    ),
    path(
        "settings/identity/blocked/",
        settings(create=identity.block),
        name="identity_blocked",
    ),
    path(
        "settings/identity/blocked/<int:blocked_id>/",
        settings(destroy=identity.unblock, actions={"destroy": "edit"}),
        name="identity_blocked_value",
    ),
    path("settings/identity/hubs/", settings(create=hubs.limit), name="hub_limit"),
    path(
        "settings/identity/hubs/<int:hub_id>/apart/",
        settings(create=hubs.take_apart),
        name="hub_apart",
    ),
    path(
        "settings/identity/hubs/<int:hub_id>/allowed/",
        settings(create=hubs.allow),
        name="hub_allowed",
    ),
    path("settings/sources/", sources(show=source_list.show), name="source_list"),
    path(
        "settings/sources/new/",
        sources(show=source_edit.show_new, create=source_edit.create, actions=EDIT),
        name="source_new",
    ),
    path(ONE, sources(show=source.show), name="source"),
    path(f"{ONE}connect/", sources(show=source_connect.show), name="source_connect"),
    path(f"{ONE}counts/", sources(show=source_counts.show), name="source_counts"),
    path(f"{ONE}plan/", sources(show=plan.show, update=plan.update), name="plan"),
    path(f"{ONE}plan/learning/", sources(create=plan_steps.learn), name="plan_learning"),
    path(f"{ONE}plan/taking/", sources(create=plan_steps.take), name="plan_taking"),
    path(
        f"{ONE}plan/keeping/",
        sources(create=plan_steps.keep, destroy=plan_steps.rest, actions={"destroy": "edit"}),
        name="plan_keeping",
    ),
    path(f"{ONE}plan/events/", sources(show=plan_events.show), name="plan_events"),
    path(
        f"{ONE}plan/event/",
        sources(
            show=plan_event.show,
            create=plan_event.create,
            update=plan_event.update,
            destroy=plan_event.destroy,
            actions={"destroy": "edit"},
        ),
        name="plan_event",
    ),
    path(f"{ONE}plan/adopting/", sources(create=plan_event.adopt), name="plan_adopting"),
    path(f"{ONE}plan/deviations/", sources(show=plan_deviations.show), name="plan_deviations"),
    path(f"{ONE}plan/plan.json", sources(show=plan_file.export), name="plan_export"),
    path(
        f"{ONE}plan/file/",
        sources(show=plan_file.show, create=plan_file.create, actions=EDIT),
        name="plan_file",
    ),
    path(
        f"{ONE}edit/",
        sources(show=source_edit.show, update=source_edit.update, actions=EDIT),
        name="source_edit",
    ),
    path(
        f"{ONE}key/",
        sources(show=source_key.show, create=source_key.create, actions=EDIT),
        name="source_key",
    ),
    path(
        f"{ONE}switch/",
        sources(
            create=source_switch.create,
            destroy=source_switch.destroy,
            actions={"destroy": "edit"},
        ),
        name="source_switch",
    ),
    path(
        f"{ONE}delete/",
        sources(show=source_delete.show, destroy=source_delete.destroy, actions={"show": "delete"}),
        name="source_delete",
    ),
    path(QUARANTINE, sources(show=quarantine_list.show), name="quarantine"),
    path(f"{QUARANTINE}again/", sources(create=quarantine_bulk.again), name="quarantine_again"),
    path(
        f"{QUARANTINE}delete/",
        sources(create=quarantine_bulk.delete, actions={"create": "delete"}),
        name="quarantine_delete",
    ),
    path(
        f"{QUARANTINE}<int:quarantined_id>/",
        sources(show=quarantined.show),
        name="quarantined",
    ),
]
