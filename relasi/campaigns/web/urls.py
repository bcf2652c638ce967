from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import (
    campaign,
    campaign_again,
    campaign_check,
    campaign_edit,
    campaign_failures,
    campaign_launch,
    campaign_list,
    campaign_new,
    campaign_pause,
    campaign_progress,
    campaign_reach,
    campaign_review,
    campaign_rows,
    campaign_stop,
)

app_name = "campaigns"

SEND = {"create": "send", "destroy": "send"}

urlpatterns: list[URLPattern] = [
    path("campaigns/", resource(obj="campaigns", show=campaign_list.show), name="campaign_list"),
    path(
        "campaigns/new/",
        resource(
            obj="campaigns",
            show=campaign_new.show,
            create=campaign_new.create,
            actions={"show": "edit"},
        ),
        name="campaign_new",
    ),
    path(
        "campaigns/<int:campaign_id>/",
        resource(obj="campaigns", show=campaign.show, destroy=campaign.destroy),
        name="campaign",
    ),
    path(
        "campaigns/<int:campaign_id>/edit/",
        resource(
            obj="campaigns",
            show=campaign_edit.show,
            update=campaign_edit.update,
            actions={"show": "edit"},
        ),
        name="campaign_edit",
    ),
    path(
        "campaigns/<int:campaign_id>/reach/",
        resource(obj="campaigns", show=campaign_reach.show),
        name="campaign_reach",
    ),
    path(
        "campaigns/<int:campaign_id>/review/",
        resource(obj="campaigns", show=campaign_review.show),
        name="campaign_review",
    ),
    path(
        "campaigns/<int:campaign_id>/check/",
        resource(obj="campaigns", show=campaign_check.show, create=campaign_check.create),
        name="campaign_check",
    ),
    path(
        "campaigns/<int:campaign_id>/check/failures/",
        resource(obj="campaigns", show=campaign_failures.show),
        name="campaign_failures",
    ),
    path(
        "campaigns/<int:campaign_id>/launch/",
        resource(obj="campaigns", create=campaign_launch.create, actions=SEND),
        name="campaign_launch",
    ),
    path(
        "campaigns/<int:campaign_id>/pause/",
        resource(
            obj="campaigns",
            create=campaign_pause.create,
            destroy=campaign_pause.destroy,
            actions=SEND,
        ),
        name="campaign_pause",
    ),
    path(
        "campaigns/<int:campaign_id>/stop/",
        resource(obj="campaigns", create=campaign_stop.create, actions=SEND),
        name="campaign_stop",
    ),
    path(
        "campaigns/<int:campaign_id>/again/",
        resource(obj="campaigns", create=campaign_again.create),
        name="campaign_again",
    ),
    path(
        "campaigns/<int:campaign_id>/progress/",
        resource(obj="campaigns", show=campaign_progress.show),
        name="campaign_progress",
    ),
    path(
        "campaigns/<int:campaign_id>/rows/<slug:measure>/",
        resource(obj="campaigns", show=campaign_rows.show),
        name="campaign_rows",
    ),
]
