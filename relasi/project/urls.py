"""Every address of the house, by package; each package writes its paths in full."""

from django.urls import URLPattern, URLResolver, include, path

from relasi.accounts.public import public_page

from . import health

PACKAGES = (
    "ui",
    "accounts",
    "contacts",
    "consent",
    "timeline",
    "commerce",
    "insight",
    "audience",
    "messaging",
    "campaigns",
    "connectors.smtp",
    "reports",
    "project",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", public_page(health.show), name="health"),
    path("account/", include("allauth.urls")),
    *(path("", include(f"relasi.{package}.web.urls")) for package in PACKAGES),
]
