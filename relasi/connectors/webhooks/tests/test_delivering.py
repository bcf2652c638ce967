"""From what happened to a receiver that took it, whatever stands in between."""

import base64
import hashlib
import hmac
import ipaddress
import json
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.connectors.webhooks.actions import claiming, delivering, keeping, noting, replaying
from relasi.connectors.webhooks.actions.claiming import LEASE, claim
from relasi.connectors.webhooks.actions.delivering import deliver
from relasi.connectors.webhooks.actions.outbox import tell, tell_one
from relasi.connectors.webhooks.actions.warning import tell_of_gone
from relasi.connectors.webhooks.models import Attempt, Delivery, Endpoint, Message
from relasi.connectors.webhooks.queries.endpoints import secret_of
from relasi.connectors.webhooks.rules import SCHEDULE
from relasi.connectors.webhooks.testing import make_endpoint, receiving
from relasi.contacts.testing import make_contact
from relasi.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_home(settings):
    settings.PRIVATE_NETWORKS = (ipaddress.ip_network("127.0.0.0/8"),)


def shift(later=timedelta(), seconds=30.0):
    return deliver(lambda: clock.now() + later, seconds=seconds)


def of(endpoint_id):
    return Delivery.objects.get(endpoint_id=endpoint_id)


def verified(secret, came):
    """As a receiver checks it: the formula of the specification."""
    said = (came.headers["webhook-id"], came.headers["webhook-timestamp"], came.body.decode())
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = base64.b64encode(hmac.new(key, ".".join(said).encode(), hashlib.sha256).digest())
    return f"v1,{mac.decode()}" in came.headers["webhook-signature"].split(" ")


def test_what_happened_arrives_signed_with_ids_and_nobodys_name():
    with receiving() as receiver:
        endpoint = make_endpoint(receiver.url, kinds=["contact.created"])
        contact = make_contact("Ann", email="ann@example.org")
        assert shift() == 1

    (came,) = receiver.came
    assert verified(secret_of(endpoint, clock.now()), came)
    said = json.loads(came.body)
    assert said["type"] == "contact.created"
    assert said["data"] == {"contact_id": contact}
    assert b"ann" not in came.body.lower()
    assert of(endpoint).state == "delivered"
    assert Attempt.objects.get(delivery__endpoint=endpoint).status == 200


def test_what_is_rolled_back_was_never_told():
    with receiving() as receiver:
        make_endpoint(receiver.url)
        before = Message.objects.count()
        with transaction.atomic():
            make_contact("Ann")
            transaction.set_rollback(True)
    assert Message.objects.count() == before


def test_nothing_is_written_that_nobody_wants():
    with receiving() as receiver:
        endpoint = make_endpoint(receiver.url, kinds=["import.finished"])
        assert tell("contact.created", {"contact_id": 1}) == 0
        keeping.switch(endpoint_id=endpoint, on=False, by=SYSTEM, now=clock.now())
        assert tell("import.finished", {"import_id": 1}) == 0
    assert not Message.objects.filter(kind__in=["contact.created", "import.finished"]).exists()


def test_a_failure_is_tried_again_with_the_same_id_until_the_schedule_is_over():
    with receiving(500) as receiver:
        endpoint = make_endpoint(receiver.url)
        tell_one(endpoint)
        later = timedelta()
        for pause in SCHEDULE:
            later += pause + timedelta(seconds=1)
            assert shift(later) == 1
        assert shift(later + timedelta(days=9)) == 0

    assert len(set(receiver.ids)) == 1
    assert len(receiver.ids) == len(SCHEDULE) == 10
    assert len({came.body for came in receiver.came}) == 1
    row = of(endpoint)
    assert (row.state, row.failures) == ("dead", 10)
    assert Endpoint.objects.get(pk=endpoint).failing_since is not None


def test_before_it_is_due_nothing_is_tried():
    with receiving(503) as receiver:
        endpoint = make_endpoint(receiver.url)
        tell_one(endpoint)
        shift()
        assert shift(timedelta(seconds=4)) == 0
        assert shift(timedelta(seconds=6)) == 1
        receiver.answer = 200
        assert shift(timedelta(seconds=299)) == 0
        assert shift(timedelta(seconds=310)) == 1
    assert of(endpoint).state == "delivered"
    assert Endpoint.objects.get(pk=endpoint).failing_since is None


def test_a_redirect_failed_and_is_not_followed():
    def redirect(request):
        request.send_response(307)
        request.send_header("Location", f"http://127.0.0.1:{other.port}/")
        request.send_header("Content-Length", "0")
        request.end_headers()

    with receiving() as other, receiving(redirect) as receiver:
        endpoint = make_endpoint(receiver.url)
        tell_one(endpoint)
        shift()
    assert other.came == []
    assert (of(endpoint).state, of(endpoint).failures) == ("waiting", 1)


def test_410_switches_it_off_and_the_owners_are_told(monkeypatch):
    told = []
    monkeypatch.setattr(noting, "later", lambda name, **arguments: told.append((name, arguments)))
    with receiving(410) as receiver:
        endpoint = make_endpoint(receiver.url, name="Gudang")
        tell_one(endpoint)
        shift()
        assert tell("contact.created", {"contact_id": 1}) == 0
        assert shift(timedelta(days=9)) == 0
    row = Endpoint.objects.get(pk=endpoint)
    assert (row.is_enabled, row.gone_at is not None) == (False, True)
    assert of(endpoint).state == "dead"
    assert told == [("webhooks.tell_owners", {"endpoint_id": endpoint})]


def test_each_owner_reads_of_a_receiver_that_is_gone(monkeypatch):
    mails = []

    def post(mail):
        mails.append(mail)
        return True

    monkeypatch.setattr("relasi.accounts.actions.telling.post", post)
    accounts.alice()
    accounts.bob()
    endpoint = make_endpoint("https://hook.example/", name="Gudang")
    tell_of_gone(endpoint)
    assert mails == []
    Endpoint.objects.filter(pk=endpoint).update(gone_at=clock.now())
    tell_of_gone(endpoint)
    assert [mail.subject for mail in mails] == ["The webhook “Gudang” is switched off"]


def test_a_worker_killed_between_sending_and_writing_it_down_sends_the_same_id_again():
    with receiving() as receiver:
        endpoint = make_endpoint(receiver.url)
        tell_one(endpoint)
        (claimed,) = claim(clock.now())
        delivering._try(claimed, clock.now)  # and here it is killed
        assert shift() == 0
        assert shift(LEASE + timedelta(seconds=1)) == 1

    assert len(receiver.ids) == 2
    assert len(set(receiver.ids)) == 1
    assert (of(endpoint).state, of(endpoint).failures) == ("delivered", 0)
    assert [a.seconds is None for a in Attempt.objects.order_by("pk")] == [True, False]


def test_who_comes_late_does_not_undo_what_another_wrote_down():
    with receiving() as receiver:
        endpoint = make_endpoint(receiver.url)
        tell_one(endpoint)
        (late,) = claim(clock.now())
        shift(LEASE + timedelta(seconds=1))
        noting.note(
            attempt_id=late.attempt_id, seconds=1, status=500, word="", answer="", now=clock.now()
        )
    assert (of(endpoint).state, of(endpoint).failures) == ("delivered", 0)


def test_who_notes_an_answer_holds_the_webhook_first_as_who_deletes_it_does():
    endpoint = make_endpoint("https://hook.example/")
    tell_one(endpoint)
    (claimed,) = claim(clock.now())
    with CaptureQueriesContext(connection) as asked:
        noting.note(
            attempt_id=claimed.attempt_id, seconds=1, status=200, word="", answer="",
            now=clock.now(),
        )  # fmt: skip
    held = [said["sql"] for said in asked if "FOR NO KEY" in said["sql"] or "UPDATE" in said["sql"]]
    assert 'FOR NO KEY UPDATE OF "webhooks_endpoint"' in held[0]
    assert of(endpoint).state == "delivered"


def test_a_receiver_that_is_slow_holds_up_nobody_else(monkeypatch):
    monkeypatch.setattr(delivering, "TIMEOUT", 3.0)
    done = []
    with receiving(lambda _request: time.sleep(30)) as slow, receiving() as quick:
        one, two = make_endpoint(slow.url, name="Slow"), make_endpoint(quick.url, name="Quick")
        for _ in range(20):
            tell_one(one)
            tell_one(two)
        seen = noting.note

        def noted(**arguments):
            seen(**arguments)
            done.append(Delivery.objects.get(attempts=arguments["attempt_id"]).endpoint_id)

        monkeypatch.setattr(delivering, "note", noted)
        shift(seconds=1.0)
    assert done[:20] == [two] * 20
    assert done[20:] == [one] * claiming.AT_ONCE
    assert Attempt.objects.filter(delivery__endpoint=one, word="timeout").count() == 4


def test_a_receiver_that_fails_gets_one_try_at_a_time():
    with receiving(500) as receiver:
        endpoint = make_endpoint(receiver.url)
        Endpoint.objects.filter(pk=endpoint).update(failing_since=clock.now())
        for _ in range(6):
            tell_one(endpoint)
        assert len(claim(clock.now())) == 1
        assert claim(clock.now()) == []


def test_what_was_not_taken_is_sent_again_with_its_id():
    with receiving(500) as receiver:
        endpoint = make_endpoint(receiver.url)
        tell_one(endpoint)
        shift()
        Delivery.objects.update(state="dead", failures=10, ended_at=clock.now())
        receiver.answer = 200
        rows = Delivery.objects.filter(endpoint_id=endpoint)
        assert replaying.send_again(rows=rows, by=SYSTEM, now=clock.now()) == 1
        shift()
    assert len(set(receiver.ids)) == 1
    assert of(endpoint).state == "delivered"


def test_after_a_new_secret_both_sign_for_a_day():
    with receiving() as receiver:
        endpoint = make_endpoint(receiver.url)
        old = secret_of(endpoint, clock.now())
        keeping.renew_secret(endpoint_id=endpoint, by=SYSTEM, now=clock.now())
        new = secret_of(endpoint, clock.now())
        tell_one(endpoint)
        shift()
        tell_one(endpoint)
        shift(timedelta(hours=25))
    first, second = receiver.came
    assert verified(old, first)
    assert verified(new, first)
    assert verified(new, second)
    assert not verified(old, second)


def test_a_secret_lies_sealed_and_one_of_another_house_sends_nothing(settings):
    with receiving() as receiver:
        endpoint = make_endpoint(receiver.url)
        assert "whsec" not in Endpoint.objects.get(pk=endpoint).secret_sealed
        tell_one(endpoint)
        settings.SECRET_KEY = "another"
        shift()
    assert receiver.came == []
    assert Attempt.objects.get().word == "no_secret"


def test_a_name_that_leads_inside_by_now_is_not_reached(settings):
    with receiving() as receiver:
        endpoint = make_endpoint(receiver.url)
        settings.PRIVATE_NETWORKS = ()
        tell_one(endpoint)
        shift()
    assert receiver.came == []
    assert Attempt.objects.get().word == "forbidden_address"


def test_what_is_old_is_forgotten_and_what_waits_is_not():
    now = clock.now()
    endpoint = make_endpoint("https://hook.example/")
    for _ in range(3):
        tell_one(endpoint)
    done, dead, waiting = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=done.pk).update(state="delivered", ended_at=now)
    Delivery.objects.filter(pk=dead.pk).update(state="dead", ended_at=now)

    replaying.forget_old(now + timedelta(days=31))
    assert set(Delivery.objects.values_list("pk", flat=True)) == {dead.pk, waiting.pk}
    replaying.forget_old(now + timedelta(days=91))
    assert set(Delivery.objects.values_list("pk", flat=True)) == {waiting.pk}
    assert Message.objects.filter(deliveries__isnull=True).count() == 0
