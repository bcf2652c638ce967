"""Addresses of databases and of the feeds that read them."""

from functools import partial

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import database, database_edit, database_list, feed, feed_edit

app_name = "databases"

settings = partial(resource, obj="settings")
EDIT = {"show": "edit"}
ONE = "settings/databases/<int:database_id>/"
FEED = "settings/databases/feeds/<int:feed_id>/"

urlpatterns: list[URLPattern] = [
    path("settings/databases/", settings(show=database_list.show), name="database_list"),
    path(
        "settings/databases/new/",
        settings(show=database_edit.show_new, create=database_edit.create, actions=EDIT),
        name="database_new",
    ),
    path(
        ONE,
        settings(show=database.show, destroy=database.destroy, actions={"destroy": "edit"}),
        name="database",
    ),
    path(f"{ONE}attempt/", settings(create=database.attempt), name="database_attempt"),
    path(
        f"{ONE}edit/",
        settings(show=database_edit.show, update=database_edit.update, actions=EDIT),
        name="database_edit",
    ),
    path(
        f"{ONE}feeds/new/",
        settings(show=feed_edit.show_new, create=feed_edit.create, actions=EDIT),
        name="feed_new",
    ),
    path(
        FEED,
        settings(
            show=feed.show, create=feed.create, destroy=feed.destroy, actions={"destroy": "edit"}
        ),
        name="feed",
    ),
    path(
        f"{FEED}edit/",
        settings(show=feed_edit.show, update=feed_edit.update, actions=EDIT),
        name="feed_edit",
    ),
]
