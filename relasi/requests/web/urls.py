"""Addresses of requests."""

from functools import partial

from django.urls import URLPattern, path

from relasi.accounts.public import public_page, resource

from . import confirming, file, own_link, own_page, request, request_list, request_new, step

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
]
