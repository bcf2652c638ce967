from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from relasi.accounts import testing, wiring
from relasi.accounts.models import Staff
from relasi.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db


def resource(**views: Any) -> Any:
    return wiring.resource(**views)


def asked(method, staff_id=None, data=None, **headers):
    request = getattr(RequestFactory(), method)("/people/1/?q=ann", data or {}, headers=headers)
    from django.contrib.auth.models import AnonymousUser

    request.user = Staff.objects.get(pk=staff_id) if staff_id else AnonymousUser()
    return request


def says(word):
    return lambda request, **_: HttpResponse(f"{word} {request.actor.name}")


CONTACT = resource(
    obj="contacts", show=says("show"), create=says("create"), destroy=says("destroy")
)


def test_a_stranger_is_sent_to_sign_in_and_back():
    answer = CONTACT(asked("get"))
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/account/login/?next=%2Fpeople%2F1%2F%3Fq%3Dann"


def test_a_fragment_asked_by_a_stranger_moves_the_whole_page():
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/people/"}
    answer = CONTACT(asked("get", **headers))
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/account/login/?next=%2Fpeople%2F"


def test_each_method_finds_its_view():
    alice = testing.alice()
    assert CONTACT(asked("get", alice)).content == b"show Alice"
    assert CONTACT(asked("post", alice)).content == b"create Alice"
    assert CONTACT(asked("delete", alice)).content == b"destroy Alice"
    assert CONTACT(asked("post", alice, {"_method": "delete"})).content == b"destroy Alice"


def test_a_method_nobody_wrote_is_refused_with_the_ones_that_exist():
    answer = CONTACT(asked("post", testing.alice(), {"_method": "patch"}))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST, DELETE"


def test_the_right_is_asked_before_the_view_runs():
    charlie = testing.charlie()
    assert CONTACT(asked("get", charlie)).content == b"show Charlie"
    for request in (asked("post", charlie), asked("delete", charlie)):
        with pytest.raises(NotAllowed):
            CONTACT(request)


def test_an_address_may_ask_for_another_right():
    export = resource(obj="contacts", show=says("export"), actions={"show": "export"})
    with pytest.raises(NotAllowed):
        export(asked("get", testing.charlie()))
    assert export.rights == {"show": ("contacts", "export")}


def test_a_misspelt_right_fails_at_start_up():
    with pytest.raises(KeyError):
        resource(obj="contatcs", show=says("show"))


def test_somebody_who_left_is_nobody():
    gone = testing.make_staff("owner", is_active=False)
    with pytest.raises(NotAllowed):
        CONTACT(asked("get", gone))


def test_a_public_page_says_so():
    page: Any = wiring.public_page(lambda _: HttpResponse("hello"))
    assert page.rights == "public"
    assert page(asked("get")).content == b"hello"
