"""The statements of the ledger, one by one."""

from datetime import timedelta
from uuid import uuid4

import pytest

from relasi.consent import testing as consent
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.messaging import public as messaging
from relasi.messaging.ledger import claiming, recovering
from relasi.messaging.ledger.claiming import Ended
from relasi.messaging.models import Delivery, Mailing
from relasi.messaging.rules.outcomes import Outcome
from relasi.messaging.testing import ADDRESSES, make_mailing

pytestmark = pytest.mark.django_db

NOW = clock.now()


def people(number):
    """That many contacts who said yes."""
    ids = [make_contact() for _ in range(number)]
    for contact_id in ids:
        consent.grant(contact_id)
    return ids


def sending_mailing(contact_ids, **fields):
    mailing_id = make_mailing(contact_ids, now=NOW, **fields)
    Mailing.objects.filter(pk=mailing_id).update(state="sending")
    return mailing_id


def states(mailing_id):
    return {state: n for state, n in messaging.counts(mailing_id).items() if n}


def claim(mailing_id, *, token=None, limit=100, holding=()):
    taken, _looked_at = claiming.claim_messages(
        mailing_id, claim=token or uuid4(), holding=holding, limit=limit, now=NOW
    )
    return taken


def test_enqueueing_the_same_people_twice_adds_nobody():
    ids = people(3)
    mailing_id = make_mailing(ids, now=NOW)

    added = messaging.enqueue(
        mailing_id=mailing_id,
        recipients_sql=ADDRESSES,
        params={"ids": ids, "due_at": NOW},
        now=NOW,
    )

    assert added == 0
    assert states(mailing_id) == {"queued": 3}


def test_claiming_holds_back_whom_we_may_not_write_to_and_says_why():
    yes, suppressed, withdrew = people(3)
    never_asked = make_contact()
    consent.suppress(Delivery_address(suppressed))
    consent.withdraw(withdrew)
    mailing_id = sending_mailing([yes, never_asked, suppressed, withdrew])

    taken = claim(mailing_id)

    assert [message.contact_id for message in taken] == [yes]
    reasons = dict(Delivery.objects.values_list("contact_id", "reason"))
    assert reasons == {
        yes: "",
        never_asked: "no_consent",
        suppressed: "suppressed",
        withdrew: "no_consent",
    }
    assert states(mailing_id) == {"claimed": 1, "suppressed": 3}


def Delivery_address(contact_id):  # noqa: N802
    from relasi.contacts.models import Identity

    return Identity.objects.get(contact_id=contact_id, kind="email").value


def test_a_message_is_claimed_once():
    mailing_id = sending_mailing(people(3))

    assert len(claim(mailing_id, limit=2)) == 2
    assert len(claim(mailing_id)) == 1
    assert claim(mailing_id) == []


def test_what_is_not_due_waits():
    mailing_id = sending_mailing(people(1), due_at=NOW + timedelta(hours=1))

    assert claim(mailing_id) == []
    assert states(mailing_id) == {"queued": 1}


def test_a_paused_mailing_gives_nothing_out_and_begins_nothing():
    mailing_id, token = sending_mailing(people(2)), uuid4()
    taken = claim(mailing_id, token=token)
    Mailing.objects.update(state="paused")

    assert claim(mailing_id) == []
    assert claiming.turn([], [m.id for m in taken], claim=token, now=NOW) == frozenset()


def test_consent_withdrawn_after_the_claim_stops_the_message():
    ids, token = people(2), uuid4()
    mailing_id = sending_mailing(ids)
    taken = claim(mailing_id, token=token)
    consent.withdraw(ids[0])

    begun = claiming.turn([], [m.id for m in taken], claim=token, now=NOW)

    assert begun == {m.id for m in taken if m.contact_id == ids[1]}
    assert states(mailing_id) == {"sending": 1, "suppressed": 1}


def test_only_the_holder_of_the_claim_writes_the_outcome():
    mailing_id, token = sending_mailing(people(1)), uuid4()
    (message,) = claim(mailing_id, token=token)
    claiming.turn([], [message.id], claim=token, now=NOW)

    claiming.turn([Ended(message.id, Outcome("failed"))], [], claim=uuid4(), now=NOW)
    assert states(mailing_id) == {"sending": 1}
    claiming.turn([Ended(message.id, Outcome("sent"))], [], claim=token, now=NOW)
    assert states(mailing_id) == {"sent": 1}


def test_beginning_again_after_a_lost_answer_gives_the_same_messages():
    mailing_id, token = sending_mailing(people(2)), uuid4()
    ids = [m.id for m in claim(mailing_id, token=token)]

    first = claiming.turn([], ids, claim=token, now=NOW)

    assert claiming.turn([], ids, claim=token, now=NOW) == first == set(ids)


def test_claiming_again_after_a_lost_answer_loses_nothing():
    mailing_id, token = sending_mailing(people(3)), uuid4()
    claim(mailing_id, token=token)

    assert len(claim(mailing_id, token=token)) == 3
    assert states(mailing_id) == {"claimed": 3}


def test_what_a_dead_worker_claimed_waits_again_and_what_it_was_sending_is_in_doubt():
    mailing_id, token = sending_mailing(people(3)), uuid4()
    taken = claim(mailing_id, token=token)
    claiming.turn([], [taken[0].id], claim=token, now=NOW)

    assert recovering.recover(now=NOW) == 1
    assert states(mailing_id) == {"queued": 2, "in_doubt": 1}
    assert len(claim(mailing_id)) == 2
    assert recovering.recover(now=NOW) == 0


def test_a_worker_that_was_only_cut_off_may_still_say_what_happened():
    mailing_id, token = sending_mailing(people(1)), uuid4()
    (message,) = claim(mailing_id, token=token)
    claiming.turn([], [message.id], claim=token, now=NOW)
    recovering.recover(now=NOW)

    claiming.turn([Ended(message.id, Outcome("sent"))], [], claim=token, now=NOW)

    assert states(mailing_id) == {"sent": 1}


def test_a_worker_that_was_cut_off_may_still_hand_over_what_it_had_not():
    mailing_id, token = sending_mailing(people(2)), uuid4()
    ids = [m.id for m in claim(mailing_id, token=token)]
    claiming.turn([], ids, claim=token, now=NOW)  # the answer to this was lost
    recovering.recover(now=NOW)
    assert states(mailing_id) == {"in_doubt": 2}

    assert claiming.turn([], ids, claim=uuid4(), now=NOW) == frozenset()
    assert claiming.turn([], ids, claim=token, now=NOW) == set(ids)
    assert states(mailing_id) == {"sending": 2}


def test_the_message_id_is_the_same_for_every_attempt():
    mailing_id, token = sending_mailing(people(1)), uuid4()
    (first,) = claim(mailing_id, token=token)
    claiming.turn([Ended(first.id, Outcome("deferred", "busy"), NOW)], [], claim=token, now=NOW)

    (second,) = claim(mailing_id)

    assert second.message_id == first.message_id
    assert first.message_id.startswith(f"{first.id}.")
    assert first.message_id.endswith("@kopilereng.example")
    assert second.attempts == 1
