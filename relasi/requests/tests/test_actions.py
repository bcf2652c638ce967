"""A request from its coming in to its end, against PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.consent import public as consent
from relasi.consent.testing import grant
from relasi.contacts import public as contacts
from relasi.contacts.testing import make_contact
from relasi.kernel import bus
from relasi.kernel.errors import NotAllowed, NotFound, Refused
from relasi.privacy import public as privacy
from relasi.privacy.events import PersonErased, PersonExported
from relasi.requests.actions import fulfilling, moving
from relasi.requests.actions.opening import open_request
from relasi.requests.models import Request, Step
from relasi.requests.queries.cards import request_card

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def ask(kind="access", **how):
    values = {"kind": kind, "via": "mail", "by": SYSTEM, "now": NOON}
    return open_request(**values | how)


def prove(request_id):
    moving.prove(request_id=request_id, proof="document", by=SYSTEM, now=NOON)


def fulfil(request_id, by=SYSTEM):
    fulfilling.fulfil(request_id=request_id, by=by, now=NOON)


def steps(request_id):
    return [step.what for step in reversed(request_card(request_id, NOON).steps)]


def test_a_request_finds_its_person_by_the_address_and_starts_the_clock_of_their_law():
    ann = make_contact(email="ann@example.org", country="DE")

    of_ann = request_card(ask(address="Ann@Example.org "), NOON)
    of_nobody = request_card(ask(address="who@example.org"), NOON)

    assert (of_ann.contact_id, of_ann.law) == (ann, "gdpr")
    assert (of_nobody.contact_id, of_nobody.law) == (None, "uu_pdp")
    assert of_nobody.due_at == NOON + timedelta(hours=72)
    assert not of_nobody.is_overdue
    assert request_card(of_nobody.id, NOON + timedelta(hours=73)).is_overdue


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"kind": "spying", "address": "a@example.org"}, "not known here"),
        ({}, "Say who asks"),
        ({"address": "a@example.org", "received_at": NOON + timedelta(days=1)}, "in the future"),
        ({"address": "a@example.org", "wish": "x" * 4001}, "longer than 4000"),
        ({"address": "a@example.org", "law": "ccpa"}, "not known here"),
    ],
)
def test_a_request_that_cannot_be_is_refused_in_words(how, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(**how)

    assert not Request.objects.exists()


def test_nothing_is_done_to_somebodys_data_before_it_is_proven_who_asks():
    ann = make_contact()
    for kind in ("access", "erasure", "restriction", "objection"):
        with pytest.raises(Refused, match="Prove who they are"):
            fulfil(ask(kind, contact_id=ann))

    assert consent.restriction_of(ann) is None
    assert not Request.objects.exclude(erasure_id=None, export_id=None).exists()


def test_a_restriction_keeps_the_data_and_closes_the_request():
    ann = make_contact()
    request_id = ask("restriction", contact_id=ann)
    prove(request_id)

    fulfil(request_id)

    assert consent.restriction_of(ann) is not None
    assert steps(request_id) == ["received", "proven", "restricted"]
    assert request_card(request_id, NOON).state == "done"
    with pytest.raises(Refused, match="This request is"):
        fulfil(request_id)


def test_an_objection_is_a_no_to_everything_that_is_asked():
    ann = make_contact()
    grant(ann)
    request_id = ask("objection", contact_id=ann)
    prove(request_id)

    fulfil(request_id)

    held = consent.permissions_of(ann)
    assert len(held) == sum(len(purposes) for _c, _l, purposes in consent.asked())
    assert not any(card.granted for card in held)


def test_an_export_is_sent_to_them_once_it_is_written():
    ann = make_contact(email="ann@example.org")
    request_id = ask(contact_id=ann)
    prove(request_id)
    fulfil(request_id)
    card = request_card(request_id, NOON)
    assert (card.state, card.is_open) == ("working", True)
    assert privacy.export_card(card.export_id or 0).contact_id == ann

    bus.publish(PersonExported(card.export_id or 0, ann, NOON))

    assert steps(request_id) == ["received", "proven", "exported", "handed_over"]
    assert request_card(request_id, NOON).state == "done"


def test_an_erasure_closes_the_request_and_takes_every_word_of_theirs_off_it():
    ann = make_contact(email="ann@example.org")
    request_id = ask("erasure", address="ann@example.org", wish="I am Ann, forget me.")
    other = ask("access", address="ann@example.org")
    prove(request_id)
    fulfil(request_id)
    card = request_card(request_id, NOON)

    from relasi.contacts.events import ContactsDeleted
    from relasi.requests.listeners import on_contacts_deleted, on_person_erased

    on_contacts_deleted(ContactsDeleted((ann,)))
    on_person_erased(PersonErased(card.erasure_id or 0, ann, NOON))

    assert request_card(request_id, NOON).state == "done"
    assert request_card(other, NOON).state == "withdrawn"
    for row in Request.objects.all():
        assert (row.address, row.wish) == ("", "")
    assert not Step.objects.exclude(said="").exists()


def test_only_who_may_delete_erases():
    ann = make_contact()
    request_id = ask("erasure", contact_id=ann)
    prove(request_id)

    with pytest.raises(NotAllowed):
        fulfil(request_id, by=accounts.actor(staff_id=accounts.make_staff("marketer")))

    assert request_card(request_id, NOON).erasure_id is None


def test_the_time_is_extended_once_with_a_reason_and_only_where_the_law_knows_it():
    german = ask(contact_id=make_contact(country="DE"))
    indonesian = ask(contact_id=make_contact(country="ID"))

    with pytest.raises(Refused, match="Say why"):
        moving.extend(request_id=german, reason=" ", by=SYSTEM, now=NOON)
    moving.extend(request_id=german, reason="Ten archives", by=SYSTEM, now=NOON)
    with pytest.raises(Refused, match="once"):
        moving.extend(request_id=german, reason="More", by=SYSTEM, now=NOON)
    with pytest.raises(Refused, match="3 × 24 hours and no more"):
        moving.extend(request_id=indonesian, reason="More", by=SYSTEM, now=NOON)

    assert request_card(german, NOON).due_at.month == 6


def test_a_refusal_has_a_reason_and_ends_it():
    request_id = ask(address="who@example.org")

    with pytest.raises(Refused, match="Say why"):
        moving.refuse(request_id=request_id, reason="", by=SYSTEM, now=NOON)
    moving.refuse(request_id=request_id, reason="We know nobody so.", by=SYSTEM, now=NOON)

    assert request_card(request_id, NOON).state == "refused"
    assert request_card(request_id, NOON).steps[0].said == "We know nobody so."


def test_a_request_goes_along_when_two_become_one():
    ann, anna = make_contact(), make_contact()
    request_id = ask(contact_id=anna)

    kept = contacts.merge_contacts(one_id=ann, other_id=anna, by=SYSTEM, now=NOON)

    assert request_card(request_id, NOON).contact_id == kept


def test_what_is_gone_is_said_to_be_gone():
    with pytest.raises(NotFound):
        request_card(987_654_321, NOON)
    with pytest.raises(NotFound):
        ask(contact_id=987_654_321)
