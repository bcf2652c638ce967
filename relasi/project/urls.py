"""Every address of the house, by package; each package writes its paths in full."""

from django.urls import URLPattern, URLResolver, include, path

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
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    *(path("", include(f"relasi.{package}.web.urls")) for package in PACKAGES),
]
