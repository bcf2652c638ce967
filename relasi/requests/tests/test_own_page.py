"""The pages of those who ask: a link by mail, what is held, correcting, choosing, erasing."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from procrastinate.contrib.django.models import ProcrastinateJob

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.consent import public as consent
from relasi.consent.testing import grant
from relasi.contacts import public as contacts
from relasi.contacts.testing import make_contact
from relasi.kernel import clock, tokens
from relasi.messaging.models import Delivery, Letter
from relasi.privacy import public as privacy
from relasi.requests.actions.linking import send_own_link
from relasi.requests.letters import CONFIRM, OWN_PAGE
from relasi.requests.models import Request
from relasi.requests.testing import make_request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house():
    accounts.make_organisation(name="Kopi Lereng")
    cache.clear()


@pytest.fixture
def ann():
    return make_contact("Ann Wijaya", email="ann@example.org", phone="+6281255500172")


def told(answer):
    """What the page says, without what counts up with every answer."""
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def page_of(contact_id):
    return f"/your-data/{tokens.sign(OWN_PAGE, contact_id)}/"


def allowed(contact_id):
    return {f"{c.channel}.{c.purpose}": c.granted for c in consent.permissions_of(contact_id)}


def press(client, contact_id, do, **values):
    return client.post(page_of(contact_id), {"do": do, **values}).content.decode()


def test_the_answer_is_the_same_whether_the_address_is_known_or_not(client, ann):
    del ann
    known = client.post("/your-data/", {"address": "ann@example.org"})
    unknown = client.post("/your-data/", {"address": "who@example.org"})

    assert known.status_code == unknown.status_code == 200
    assert told(known) == told(unknown) != ""
    assert ProcrastinateJob.objects.filter(task_name="requests.send_own_link").count() == 2
    assert not Letter.objects.exists()
    assert "example.org" not in str(list(ProcrastinateJob.objects.values_list("args", flat=True)))


def test_a_link_goes_only_to_whom_we_know_and_three_times_a_day_at_most(ann):
    now = clock.now()

    assert not send_own_link(address="who@example.org", now=now)
    assert [send_own_link(address="ann@example.org", now=now) for _ in range(4)] == [
        True,
        True,
        True,
        False,
    ]
    assert {d.address for d in Delivery.objects.all()} == {"ann@example.org"}
    assert Letter.objects.filter(kind=OWN_PAGE, about=ann).count() == 3


def test_from_one_place_links_are_asked_for_ten_times_an_hour_at_most(client):
    answers = [client.post("/your-data/", {"address": "who@example.org"}) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [422]
    assert "Try again in an hour" in answers[-1].content.decode()


def test_an_hour_later_they_are_asked_for_again(client, monkeypatch):
    start = clock.now()

    def ask(minutes):
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=minutes))
        return client.post("/your-data/", {"address": "who@example.org"}).status_code

    assert [ask(minutes) for minutes in range(0, 50, 5)] == [200] * 10
    assert ask(59) == 422
    assert ask(61) == 200
    assert ask(62) == 422


def test_an_unknown_language_of_a_cookie_changes_nothing(client):
    ben = make_contact("Ben", language="id")
    theirs = told(client.get(page_of(ben)))
    client.cookies["relasi_language"] = "xx"

    assert "Data Anda" in theirs
    assert told(client.get(page_of(ben))) == theirs


def test_what_is_no_address_is_said_to_be_none(client):
    answer = client.post("/your-data/", {"address": "nonsense"})

    assert answer.status_code == 422
    assert 'value="nonsense"' in answer.content.decode()


def test_the_page_shows_what_is_held_and_nobody_keeps_a_copy(client, ann):
    answer = client.get(page_of(ann))

    page = answer.content.decode()
    assert "Ann Wijaya" in page
    assert "+6281255500172" in page
    assert "ann@example.org" in page
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_link_that_was_changed_or_is_for_something_else_opens_nothing(client, ann):
    for token in ("x", tokens.sign(CONFIRM, ann), f"{tokens.sign(OWN_PAGE, ann)}x"):
        assert client.get(f"/your-data/{token}/").status_code == 404


def test_a_correction_is_kept_as_a_request_that_was_done(client, ann):
    press(client, ann, "correct", name="Anna Wijaya", phone="+6281255500172", language="id")

    card = contacts.card(ann)
    assert (card.name, card.language) == ("Anna Wijaya", "id")
    kept = Request.objects.get()
    assert (kept.kind, kept.state, kept.via, kept.proof) == ("correction", "done", "page", "link")


def test_a_number_of_somebody_else_is_not_taken_over_nor_told(client, ann):
    make_contact(phone="+6281255500999")

    page = press(client, ann, "correct", name="Ann", phone="+6281255500999", language="")

    assert "cannot be taken over" in page
    assert "belongs" not in page
    assert contacts.card(ann).phones == ("+6281255500172",)


def test_what_is_ticked_is_allowed_the_rest_is_not_and_the_wish_holds(client, ann):
    grant(ann)

    press(client, ann, "choose", wanted=["data.export", "web.collect"], often="2")

    assert allowed(ann) == {"email.marketing": False, "data.export": True, "web.collect": True}
    assert consent.most_a_week(ann) == 2
    press(client, ann, "choose", wanted=["data.export", "web.collect"], often="")
    assert consent.most_a_week(ann) is None
    assert len(consent.history(ann)) == 4


def test_a_link_in_a_mail_allows_nothing_to_a_phone_but_takes_it_back(client, ann):
    press(client, ann, "choose", wanted=["sms.marketing", "phone.marketing"])
    assert allowed(ann) == {}
    grant(ann, channel="sms")
    assert 'value="sms.marketing" checked' in client.get(page_of(ann)).content.decode()

    press(client, ann, "choose", wanted=["sms.marketing"])
    assert allowed(ann) == {"sms.marketing": True}
    press(client, ann, "choose", wanted=[])
    press(client, ann, "choose", wanted=["sms.marketing"])
    assert allowed(ann) == {"sms.marketing": False}


def test_another_phone_takes_no_permission_along(client, ann):
    pairs = (("sms", "marketing"), ("whatsapp", "personalise"), ("email", "marketing"))
    for channel, purpose in pairs:
        grant(ann, channel=channel, purpose=purpose)

    press(client, ann, "correct", name="Ann", phone="0812-5550-0172", language="")
    assert all(allowed(ann).values())
    press(client, ann, "correct", name="Ann", phone="+6281255500173", language="")

    assert allowed(ann) == {
        "sms.marketing": False, "whatsapp.personalise": False, "email.marketing": True,
    }  # fmt: skip


def test_the_file_is_begun_at_once_since_the_link_was_the_proof(client, ann):
    page = press(client, ann, "download")

    assert "comes in a moment" in page
    kept = Request.objects.get()
    assert (kept.kind, kept.proof) == ("access", "link")
    assert kept.export_id


def test_erasing_asks_once_more_by_mail_and_only_its_button_begins(client, ann):
    press(client, ann, "erase")
    kept = Request.objects.get()
    assert (kept.state, kept.erasure_id) == ("proving", None)
    assert Letter.objects.get().about == kept.pk
    link = f"/your-data/confirm/{tokens.sign(CONFIRM, kept.pk)}/"

    assert "Erase it" in client.get(link).content.decode()
    kept.refresh_from_db()
    assert kept.erasure_id is None

    assert "being erased" in client.post(link).content.decode()
    kept.refresh_from_db()
    assert kept.state == "working"
    assert kept.erasure_id
    assert re.search(r"erased", client.get(link).content.decode())


def test_an_unknown_button_changes_nothing(client, ann):
    assert "Press one of the buttons" in press(client, ann, "steal")
    assert not Request.objects.exists()


def test_a_request_that_came_by_mail_promises_no_machine(client, ann):
    request = make_request(contact_id=ann, kind="erasure")
    link = f"/your-data/confirm/{tokens.sign(CONFIRM, request)}/"

    before, after = told(client.get(link)), told(client.post(link))

    assert "Then somebody of us can do it" in before
    assert "erase everything" not in before
    assert "Somebody of us does it next" in after
    assert "being erased" not in after


def test_an_erasure_that_was_stopped_is_not_said_to_go_on(client, ann):
    press(client, ann, "erase")
    link = f"/your-data/confirm/{tokens.sign(CONFIRM, Request.objects.get().pk)}/"
    assert "being erased" in told(client.post(link))
    erasure_id = Request.objects.get().erasure_id or 0

    privacy.cancel_erasure(erasure_id=erasure_id, by=SYSTEM, now=clock.now())

    assert "being erased" not in told(client.get(link))
