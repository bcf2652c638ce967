"""Every address of the house, by package; each package writes its paths in full."""

from django.urls import URLPattern, URLResolver, include, path

from relasi.accounts.public import public_page

from . import api_pages, health
from .api import api

PACKAGES = (
    "ui",
    "accounts",
    "contacts",
    "privacy",
    "consent",
    "timeline",
    "commerce",
    "insight",
    "audience",
    "messaging",
    "campaigns",
    "requests",
    "connectors.smtp",
    "connectors.webhooks",
    "connectors.databases",
    "connectors.exports",
    "console",
    "reports",
    "project",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", public_page(health.show), name="health"),
    path("api/v1/", api.urls),
    path("api/openapi.json", public_page(api_pages.document), name="api_document"),
    path("api/", public_page(api_pages.lead), name="api"),
    path("api/docs", public_page(api_pages.show), name="api_docs"),
    path("account/", include("relasi.accounts.signing_in.urls")),
    *(path("", include(f"relasi.{package}.web.urls")) for package in PACKAGES),
]

handler400 = "relasi.project.errors.bad_request"
handler403 = "relasi.project.errors.not_allowed"
handler404 = "relasi.project.errors.not_found"
handler500 = "relasi.project.errors.broken"
