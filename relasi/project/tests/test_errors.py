"""What breaks is written down, without what people entrusted to us."""

import io
import logging
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import path

from relasi.accounts import testing
from relasi.project.urls import handler500, urlpatterns

pytestmark = pytest.mark.django_db


def breaks(request, divisor):
    return len(request.path) // divisor


urlpatterns = [path("breaks/<int:divisor>/", breaks), *urlpatterns]
__all__ = ["handler500"]


@pytest.fixture
def log(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    ours = [h for h in logging.getLogger("django").handlers if type(h) is logging.StreamHandler]
    written = io.StringIO()
    for handler in ours:
        monkeypatch.setattr(handler, "stream", written)
    return written


def test_an_error_of_ours_is_in_the_log_with_its_place(log):
    answer = Client(raise_request_exception=False).post("/breaks/0/", {"password": "open sesame"})

    assert answer.status_code == 500
    assert b"It is written down" in answer.content
    assert "ZeroDivisionError" in log.getvalue()
    assert "test_errors.py" in log.getvalue()
    assert "open sesame" not in log.getvalue()


@pytest.mark.parametrize("path", ["/people/new/", "/account/login/"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", MULTIPART_CONTENT])
def test_a_form_with_nul_in_it_is_refused_in_words(log, path, kind):
    client = Client(raise_request_exception=False)
    testing.sign_in(client, testing.alice())
    sent = {"name": "Ann\x00", "login": "\x00"}
    body = urlencode(sent) if kind != MULTIPART_CONTENT else sent

    answer = client.post(path, body, content_type=kind)

    assert answer.status_code == 400
    assert b"is damaged" in answer.content
    assert log.getvalue() == ""


@pytest.mark.parametrize("path", ["/", "/api/v1/contacts"])
def test_a_cookie_with_nul_in_it_is_refused_in_words(log, path):
    client = Client(raise_request_exception=False)
    client.cookies["relasi_session"] = "\x00" * 12

    answer = client.get(path)

    assert answer.status_code == 400
    assert b"is damaged" in answer.content
    assert log.getvalue() == ""


@pytest.mark.parametrize("address", ["/join/a-secret-link/", "/nothing/here/"])
def test_what_is_refused_leaves_no_address_in_the_log(log, address):
    assert Client().get(address).status_code in {404, 422}

    assert log.getvalue() == ""
