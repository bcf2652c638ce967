"""What only a page or an app says of somebody is claimed, until who surely knows says it too."""

from datetime import UTC, datetime

import pytest

from relasi.accounts import testing as accounts
from relasi.accounts.models import AuditEntry
from relasi.accounts.public import SYSTEM
from relasi.contacts import public as contacts
from relasi.contacts.actions.claims import confirm_address
from relasi.contacts.importing.testing import bring_in
from relasi.contacts.models import Identity, Merge
from relasi.contacts.testing import make_contact
from relasi.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def house():
    accounts.make_organisation(name="Kopi Lereng", country="ID")


def page(external_id, email="", phone=""):
    return contacts.ToldPerson(external_id, email, phone, source="Shop", is_sure=False)


def server(external_id, email="", phone=""):
    return contacts.ToldPerson(external_id, email, phone, source="Back end")


def know(*people):
    return contacts.know_people(people, by_label="system", now=NOW)


def claims(contact_id):
    """Each address, "?" after those that are claimed, "*" after those they are written to."""
    rows = Identity.objects.filter(contact_id=contact_id).order_by("kind", "value")
    return [f"{i.value}{'*' if i.is_primary else ''}{'?' if i.is_claimed else ''}" for i in rows]


def test_what_a_page_tells_of_somebody_new_is_claimed():
    ann = know(page("u1", "ann@example.org", "+62 812 5550172"))["u1"]

    assert claims(ann) == ["ann@example.org*?", "u1*?", "+628125550172*?"]


def test_what_a_server_tells_is_not():
    ann = know(server("u1", "ann@example.org"))["u1"]

    assert claims(ann) == ["ann@example.org*", "u1*"]


@pytest.mark.parametrize("at_once", [True, False])
def test_the_word_of_a_server_confirms_what_a_page_told(at_once):
    told = [page("u1", "ann@example.org"), server("u1", "ann@example.org")]
    for go in [told] if at_once else [[one] for one in told]:
        know(*go)

    assert claims(know(page("u1"))["u1"]) == ["ann@example.org*", "u1*"]


@pytest.mark.parametrize("at_once", [True, False])
def test_who_claimed_a_number_first_is_written_to_no_more_once_a_server_names_it(at_once):
    told = [page("u1", "mallory@example.org"), server("u1", "ann@example.org")]
    for go in [told] if at_once else [[one] for one in told]:
        know(*go)

    assert claims(know(page("u1"))["u1"]) == ["ann@example.org*", "mallory@example.org?", "u1*"]


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("email", ["", "mallory@example.org"])
def test_a_number_that_a_page_tied_to_somebody_known_leaves_them_once_a_server_names_it(
    at_once, email
):
    ann = make_contact(email="ann@example.org", phone="+62 812 5550172", now=NOW)
    before = claims(ann)
    told = [page("m1", "ann@example.org"), server("m1", email)]
    for go in [told] if at_once else [[one] for one in told]:
        found = know(*go)

    assert claims(ann) == before
    assert claims(found["m1"]) == [*([f"{email}*"] if email else []), "m1*"]


def test_it_goes_to_whom_the_server_names():
    ann = make_contact(email="ann@example.org", now=NOW)
    mallory = make_contact(email="mal@example.org", now=NOW)
    assert know(page("m1", "ann@example.org")) == {"m1": ann}

    assert know(server("m1", "mal@example.org")) == {"m1": mallory}

    assert claims(ann) == ["ann@example.org*"]
    assert claims(mallory) == ["mal@example.org*", "m1*"]


@pytest.mark.parametrize("at_once", [True, False])
def test_what_a_page_tied_to_somebody_takes_no_room_from_what_a_server_says(at_once):
    ann = make_contact(email="ann@example.org", now=NOW)
    told = [page("junk", "ann@example.org"), server("C-77", "ann@example.org")]
    for go in [told] if at_once else [[one] for one in told]:
        found = know(*go)
    assert found["C-77"] == ann

    assert know(server("C-78", "ann@example.org"))["C-78"] != ann
    assert know(server("junk"))["junk"] != ann
    assert claims(ann) == ["ann@example.org*", "C-77*"]


def test_a_server_that_names_the_number_with_the_address_leaves_it_as_it_was():
    ann = make_contact(email="ann@example.org", phone="+62 812 5550172", now=NOW)
    know(page("u1", "ann@example.org"))

    know(server("u1", "ann@example.org"))

    assert claims(ann) == ["ann@example.org*", "u1*", "+628125550172*"]


@pytest.mark.parametrize("at_once", [True, False])
def test_an_address_that_was_only_claimed_goes_to_whom_a_server_names(at_once):
    told = [
        page("u1", "ann@example.org"),
        server("u2", "ann@example.org"),
    ]
    for go in [told] if at_once else [[one] for one in told]:
        know(*go)

    found = know(page("u1"), page("u2"))
    assert claims(found["u1"]) == ["u1*?"]
    assert claims(found["u2"]) == ["ann@example.org*", "u2*"]


def test_an_address_that_somebody_surely_has_stays_theirs():
    know(server("u1", "ann@example.org"))

    found = know(server("u2", "ann@example.org"))

    assert claims(found["u2"]) == ["u2*"]


def test_a_page_gives_somebody_whom_only_a_page_told_their_first_address_later():
    know(page("u1"))

    know(page("u1", "ann@example.org"))
    know(page("u1", "other@example.org", "+62 812 5550172"))

    assert claims(know(page("u1"))["u1"]) == ["ann@example.org*?", "u1*?"]


def test_a_page_gives_nobody_whom_a_server_named_an_address():
    know(server("u1"))

    know(page("u1", "mallory@example.org"))
    know(server("u2"), page("u2", "mallory@example.org"))

    assert [claims(who) for who in know(page("u1"), page("u2")).values()] == [["u1*"], ["u2*"]]


def test_an_import_is_as_sure_as_a_server():
    ann = know(page("u1", "mallory@example.org"))["u1"]

    bring_in(
        "number,mail\nu1,ann@example.org\n",
        mapping={0: "external_id", 1: "email"},
        match_by="external_id",
    )

    assert claims(ann) == ["ann@example.org*", "mallory@example.org?", "u1*"]


def test_an_import_confirms_what_it_names():
    ann = know(page("u1", "ann@example.org"))["u1"]

    bring_in(
        "number,mail\nu1,ann@example.org\n",
        mapping={0: "external_id", 1: "email"},
        match_by="external_id",
    )

    assert claims(ann) == ["ann@example.org*", "u1*"]


def test_a_colleague_confirms_an_address_and_the_number_it_hangs_on():
    ann = know(page("u1", "ann@example.org", "+62 812 5550172"))["u1"]
    email = Identity.objects.get(value="ann@example.org")

    confirm_address(contact_id=ann, identity_id=email.pk, by=SYSTEM, now=NOW)
    confirm_address(contact_id=ann, identity_id=email.pk, by=SYSTEM, now=NOW)

    assert claims(ann) == ["ann@example.org*", "u1*", "+628125550172*?"]
    assert AuditEntry.objects.filter(action="confirmed an address").count() == 1
    with pytest.raises(NotFound):
        confirm_address(contact_id=ann + 1, identity_id=email.pk, by=SYSTEM, now=NOW)


def test_a_link_in_a_mail_confirms_only_while_nobody_else_knows_the_number():
    ann = know(page("u1", "ann@example.org"))["u1"]
    contacts.confirm_by_link(contact_id=ann, address="ann@example.org")
    assert claims(ann) == ["ann@example.org*", "u1*?"]

    know(server("u1"))
    contacts.confirm_by_link(contact_id=ann, address="ann@example.org")

    assert claims(ann) == ["ann@example.org*?", "u1*"]
    assert contacts.card(ann).confirmable_emails == ()


def test_who_is_joined_with_another_keeps_what_is_claimed_and_what_is_not():
    ann = know(server("u1", "ann@example.org"))["u1"]
    other = know(page("u2", "anna@example.org"))["u2"]

    kept = contacts.merge_contacts(one_id=ann, other_id=other, by=SYSTEM, now=NOW)

    assert claims(kept) == ["ann@example.org*", "anna@example.org?", "u1*", "u2?"]


def test_whoever_was_known_first_by_a_claim_is_written_to_at_the_sure_address_after_a_merge():
    claimed = know(page("u2", "evil@example.org"))["u2"]
    sure = make_contact(email="ann@example.org", phone="+62 812 5550172")
    before = claims(claimed), claims(sure)

    kept = contacts.merge_contacts(one_id=sure, other_id=claimed, by=SYSTEM, now=NOW)

    assert kept == claimed
    assert claims(kept) == ["ann@example.org*", "evil@example.org?", "u2*?", "+628125550172*"]
    contacts.undo_merge(merge_id=Merge.objects.get().pk, by=SYSTEM, now=NOW)
    assert (claims(claimed), claims(sure)) == before
