"""Addresses of consent."""

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import ask, consent_history, restriction, suppression, text, text_list

app_name = "consent"

ABOUT = "settings/consent-texts/<slug:channel>/<slug:purpose>/"

urlpatterns: list[URLPattern] = [
    path(
        "settings/consent-texts/",
        resource(obj="consent", show=text_list.show),
        name="text_list",
    ),
    path(ABOUT, resource(obj="consent", show=text.show), name="text"),
    path(f"{ABOUT}publish/", resource(obj="settings", create=text.create), name="text_publish"),
    path(
        "people/<int:contact_id>/asks/",
        resource(obj="consent", create=ask.create),
        name="ask_list",
    ),
    path(
        "people/<int:contact_id>/asks/<int:ask_id>/",
        resource(obj="consent", destroy=ask.destroy, actions={"destroy": "edit"}),
        name="ask",
    ),
    path(
        "people/<int:contact_id>/restriction/",
        resource(
            obj="consent",
            create=restriction.create,
            destroy=restriction.destroy,
            actions={"destroy": "edit"},
        ),
        name="restriction",
    ),
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
