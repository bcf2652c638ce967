"""The key of a web site is in its pages: whoever reads it there becomes nobody else with it."""

import pytest
from django.core.cache import cache

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.consent import public as consent
from relasi.contacts import public as contacts
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.messaging.models import Delivery
from relasi.requests.actions import fulfilling
from relasi.requests.actions.linking import send_own_link
from relasi.requests.testing import make_request
from relasi.timeline.tests.arriving import NOW, contact_of, identify, make_site, send, track

pytestmark = pytest.mark.django_db
MALLORY, ANN = "mallory@example.org", "ann@example.org"


@pytest.fixture(autouse=True)
def house():
    accounts.make_organisation(name="Kopi Lereng")
    cache.clear()


@pytest.fixture
def shop():
    return make_site("Shop")


@pytest.fixture
def back_end():
    return make_site("Back end", kind="server")


def asks_for_their_page(address):
    return send_own_link(address=address, now=clock.now())


def ask_by_mail(contact_id, address=""):
    return consent.ask(
        contact_id=contact_id,
        pairs=[("email", "marketing")],
        source="a form",
        language="en",
        address=address,
        by=SYSTEM,
        now=clock.now(),
    )


def confirms(ask_id):
    consent.confirm_ask(ask_id=ask_id, proof={}, now=clock.now())


def test_a_stranger_who_claimed_a_number_gets_no_page_of_whom_the_shop_gives_it_to(shop, back_end):
    send(shop, identify("1001", "m1", "a-1", email=MALLORY))
    assert not asks_for_their_page(MALLORY)

    send(back_end, identify("1001", "m2", email=ANN))

    assert not asks_for_their_page(MALLORY)
    assert asks_for_their_page(ANN)
    assert [d.address for d in Delivery.objects.all()] == [ANN]


def test_nor_does_it_help_to_answer_a_mail_before(shop, back_end):
    send(shop, identify("1001", "m1", "a-1", email=MALLORY))
    confirms(ask_by_mail(contact_of("1001")))
    assert asks_for_their_page(MALLORY)

    send(back_end, track("1001", "m2"))

    assert not asks_for_their_page(MALLORY)


def test_nor_to_answer_one_afterwards(shop, back_end):
    send(shop, identify("1001", "m1", "a-1", email=MALLORY))
    asked = ask_by_mail(contact_of("1001"))
    send(back_end, identify("1001", "m2", email=ANN))

    with pytest.raises(Refused, match="not on our list"):
        confirms(asked)
    with pytest.raises(Refused, match="may be anybody’s"):
        ask_by_mail(contact_of("1001"), MALLORY)
    ask_by_mail(contact_of("1001"))

    assert not asks_for_their_page(MALLORY)


def test_whoever_was_known_by_another_way_before_has_a_page_of_their_own_alone(shop, back_end):
    mallory = make_contact(email=MALLORY, now=NOW)
    send(shop, identify("1001", "m1", "a-1", email=MALLORY))
    assert contact_of("1001") == mallory

    send(back_end, track("1001", "m2"))

    assert contact_of("1001") != mallory
    assert contacts.card(contact_of("1001")).sure_emails == ()
    assert asks_for_their_page(MALLORY)


def test_what_they_asked_for_goes_to_them_and_to_nobody_who_says_so(shop, back_end):
    send(shop, identify("1001", "m1", "a-1", email=MALLORY))
    send(back_end, identify("1001", "m2", email=ANN))
    request = make_request(contact_id=contact_of("1001"), address=MALLORY)

    fulfilling.send_link(request_id=request, by=SYSTEM, now=clock.now())

    assert [d.address for d in Delivery.objects.all()] == [ANN]


def test_whom_only_a_page_told_has_a_page_once_they_answered_a_mail(shop):
    send(shop, identify("1001", "m1", "a-1", email=ANN))
    assert not asks_for_their_page(ANN)

    confirms(ask_by_mail(contact_of("1001")))

    assert asks_for_their_page(ANN)


def test_whom_the_shop_names_with_the_same_address_has_a_page(shop, back_end):
    send(shop, identify("1001", "m1", "a-1", email=ANN))

    send(back_end, identify("1001", "m2", email=ANN))

    assert asks_for_their_page(ANN)
    assert contacts.card(contact_of("1001")).sure_emails == (ANN,)


def test_a_stranger_whose_number_a_page_tied_to_somebody_gets_nothing_of_theirs(shop, back_end):
    ann = make_contact(email=ANN, now=NOW)
    send(shop, identify("m1", "m1", "a-1", email=ANN))
    assert contact_of("m1") == ann

    send(back_end, identify("m1", "m2", email=MALLORY))

    assert contact_of("m1") != ann
    assert contacts.card(ann).sure_emails == (ANN,)
    assert contacts.card(contact_of("m1")).sure_emails == (MALLORY,)
    assert asks_for_their_page(ANN)
    asks_for_their_page(MALLORY)
    links = {d.address: d.contact_id for d in Delivery.objects.all()}
    assert links == {ANN: ann, MALLORY: contact_of("m1")}


def test_nor_when_the_shop_first_names_the_number_alone(shop, back_end):
    ann = make_contact(email=ANN, now=NOW)
    send(shop, identify("m1", "m1", "a-1", email=ANN))

    send(back_end, track("m1", "m2"))
    send(back_end, identify("m1", "m3", email=MALLORY))

    assert contact_of("m1") != ann
    assert contacts.card(ann).sure_emails == (ANN,)


def test_who_came_by_a_list_then_to_the_page_then_to_the_shop_is_one(shop, back_end):
    ann = make_contact(email=ANN, now=NOW)
    send(shop, identify("C-77", "m1", "a-1", email=ANN))

    send(back_end, identify("C-77", "m2", email=ANN))

    assert contact_of("C-77") == ann
    assert contacts.card(ann).sure_emails == (ANN,)


def test_a_stranger_does_not_keep_the_number_of_the_shop_from_whom_it_names(shop, back_end):
    ann = make_contact(email=ANN, now=NOW)
    send(shop, identify("junk", "m1", "a-1", email=ANN))

    send(back_end, identify("C-77", "m2", email=ANN))
    assert contact_of("C-77") == ann

    send(back_end, identify("junk", "m3", email=MALLORY))
    assert contact_of("junk") != ann
    assert contacts.card(ann).sure_emails == (ANN,)
