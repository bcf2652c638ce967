"""What was done is told once, where the person is."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory

from relasi.ui.middleware import ToastMiddleware
from relasi.ui.toasts import take, toast


def asked(**headers):
    request = RequestFactory().get("/people/", headers=headers)
    setattr(request, "_messages", CookieStorage(request))  # noqa: B010  # not a typed name
    return request


def test_a_toast_is_told_once_with_its_way_back():
    request = asked()
    toast(request, "412 people tagged.", "/people/undo/3/")

    first, again = take(request), take(asked())

    assert [(t.sentence, t.undo_url) for t in first] == [("412 people tagged.", "/people/undo/3/")]
    assert again == []


def answered(request, response):
    def view(request):
        messages.success(request, "Tagged <b>Ann</b>.", extra_tags="/undo/")
        return response

    return ToastMiddleware(view)(request)


def test_a_fragment_brings_the_toast_along():
    response = answered(asked(HX_Request_Type="partial"), HttpResponse("<p>rows</p>"))

    text = response.content.decode()
    assert text.startswith("<p>rows</p>")
    assert 'hx-swap-oob="beforeend:#toasts"' in text
    assert "Tagged &lt;b&gt;Ann&lt;/b&gt;." in text
    assert 'action="/undo/"' in text


@pytest.mark.parametrize(
    ("headers", "response"),
    [
        ({}, HttpResponse("<html>")),
        ({"HX_Request_Type": "full"}, HttpResponse("<html>")),
        ({"HX_Request_Type": "partial"}, HttpResponse("{}", content_type="application/json")),
        ({"HX_Request_Type": "partial"}, HttpResponse(status=302, headers={"Location": "/"})),
        ({"HX_Request_Type": "partial"}, HttpResponse("", headers={"HX-Redirect": "/"})),
    ],
)
def test_elsewhere_it_waits_for_the_page(headers, response):
    request = asked(**headers)
    before = response.content

    answered(request, response)

    assert response.content == before
    assert [t.sentence for t in take(request)] == ["Tagged <b>Ann</b>."]
