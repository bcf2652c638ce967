"""Addresses of webhooks and of what they were told."""

from functools import partial

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import (
    delivery,
    delivery_again,
    delivery_list,
    webhook,
    webhook_delete,
    webhook_edit,
    webhook_list,
    webhook_secret,
    webhook_switch,
    webhook_test,
)

app_name = "webhooks"

webhooks = partial(resource, obj="webhooks")
EDIT = {"show": "edit"}
ONE = "settings/webhooks/<int:endpoint_id>/"
MESSAGES = "settings/webhooks/messages/"

urlpatterns: list[URLPattern] = [
    path("settings/webhooks/", webhooks(show=webhook_list.show), name="webhook_list"),
    path(
        "settings/webhooks/new/",
        webhooks(show=webhook_edit.show_new, create=webhook_edit.create, actions=EDIT),
        name="webhook_new",
    ),
    path(ONE, webhooks(show=webhook.show), name="webhook"),
    path(
        f"{ONE}edit/",
        webhooks(show=webhook_edit.show, update=webhook_edit.update, actions=EDIT),
        name="webhook_edit",
    ),
    path(
        f"{ONE}secret/",
        webhooks(show=webhook_secret.show, create=webhook_secret.create, actions=EDIT),
        name="webhook_secret",
    ),
    path(
        f"{ONE}switch/",
        webhooks(
            create=webhook_switch.create,
            destroy=webhook_switch.destroy,
            actions={"destroy": "edit"},
        ),
        name="webhook_switch",
    ),
    path(f"{ONE}test/", webhooks(create=webhook_test.create), name="webhook_test"),
    path(
        f"{ONE}delete/",
        webhooks(
            show=webhook_delete.show, destroy=webhook_delete.destroy, actions={"show": "delete"}
        ),
        name="webhook_delete",
    ),
    path(MESSAGES, webhooks(show=delivery_list.show), name="delivery_list"),
    path(f"{MESSAGES}again/", webhooks(create=delivery_again.create), name="delivery_again"),
    path(f"{MESSAGES}<int:delivery_id>/", webhooks(show=delivery.show), name="delivery"),
]
