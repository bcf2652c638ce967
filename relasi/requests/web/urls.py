"""Addresses of requests."""

from functools import partial

from django.urls import URLPattern, path

from relasi.accounts.public import public_page, resource

from . import (
    confirming,
    file,
    opendsr,
    own_link,
    own_page,
    request,
    request_list,
    request_new,
    step,
)

app_name = "requests"

privacy = partial(resource, obj="privacy")
ALL = "settings/privacy/requests/"

urlpatterns: list[URLPattern] = [
    path(ALL, privacy(show=request_list.show), name="request_list"),
    path(
        f"{ALL}new/",
        privacy(show=request_new.show, create=request_new.create, actions={"show": "edit"}),
        name="request_new",
    ),
    path(f"{ALL}<int:request_id>/", privacy(show=request.show), name="request"),
    path(f"{ALL}<int:request_id>/steps/", privacy(create=step.create), name="step_list"),
    path("your-data/", public_page(own_link.show), name="own_link"),
    path("your-data/confirm/<str:token>/", public_page(confirming.show), name="confirm"),
    path("your-data/file/<str:token>/", public_page(file.show), name="file"),
    path("your-data/<str:token>/", public_page(own_page.show), name="own_page"),
    path("opendsr/v2/discovery", public_page(opendsr.discovery), name="opendsr_discovery"),
    path("opendsr/v2/cert.pem", public_page(opendsr.certificate), name="opendsr_certificate"),
    path("opendsr/v2/requests", public_page(opendsr.requests), name="opendsr_requests"),
    path("opendsr/v2/requests/<uuid:number>", public_page(opendsr.one), name="opendsr_request"),
    path("opendsr/v2/status/<uuid:number>", public_page(opendsr.one), name="opendsr_status"),
]
