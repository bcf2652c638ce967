"""Addresses of consent."""

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import consent_history, suppression

app_name = "consent"

urlpatterns: list[URLPattern] = [
    path(
        "people/<int:contact_id>/consent/",
        resource(obj="consent", show=consent_history.show, create=consent_history.create),
        name="consent_history",
    ),
    path(
        "people/<int:contact_id>/suppressions/",
        resource(obj="consent", create=suppression.create),
        name="suppression_list",
    ),
    path(
        "people/<int:contact_id>/suppressions/<int:suppression_id>/",
        resource(obj="consent", destroy=suppression.destroy, actions={"destroy": "edit"}),
        name="suppression",
    ),
]
