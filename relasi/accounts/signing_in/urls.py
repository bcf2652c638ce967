"""Signing in and out and one's factors: allauth's pages, without those we do not offer.

Nobody signs up, and an address belongs to a seat: it is changed by whoever runs the staff
pages. allauth still names these addresses, so they exist and answer 404.
"""

from allauth.account import views
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path, re_path

from relasi.accounts.wiring import public_page

from .postman import can_mail


def not_offered(request: HttpRequest, **which: str) -> HttpResponse:
    del request, which
    raise Http404


def forgotten(request: HttpRequest) -> HttpResponseBase:
    """Ask for a link by mail; while no mail can be sent, say whom to ask instead."""
    if can_mail():
        response: HttpResponseBase = views.password_reset(request)
        return response
    return render(request, "accounts/forgotten.html")


closed = public_page(not_offered)
urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", public_page(forgotten), name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", closed, name="account_confirm_email"),
    path("3rdparty/signup/", closed, name="socialaccount_signup"),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
