"""Webhooks through the API."""

import pytest

from relasi.accounts import testing as accounts
from relasi.connectors.webhooks.models import Delivery
from relasi.connectors.webhooks.queries.endpoints import secret_of
from relasi.connectors.webhooks.testing import make_endpoint
from relasi.kernel import clock

pytestmark = pytest.mark.django_db

ALL = "/api/v1/webhooks"
GOOD = {"name": "Gudang", "url": "https://1.1.1.1/hook", "kinds": ["order.completed"]}


@pytest.fixture
def owner(client):
    accounts.sign_in(client, accounts.alice())
    return client


def send(client, method, path, body=None):
    return getattr(client, method)(path, body or {}, content_type="application/json")


def test_a_program_adds_changes_and_deletes_one(owner):
    added = send(owner, "post", ALL, GOOD)
    assert added.status_code == 201
    pk = added.json()["id"]
    assert "secret" not in added.json()

    changed = send(owner, "patch", f"{ALL}/{pk}", {"enabled": False, "version": 1})
    assert changed.json()["enabled"] is False
    late = send(owner, "patch", f"{ALL}/{pk}", {"name": "Late", "version": 1})
    assert late.status_code == 409
    assert [one["id"] for one in owner.get(ALL).json()["items"]] == [pk]
    assert send(owner, "delete", f"{ALL}/{pk}").status_code == 204
    assert owner.get(f"{ALL}/{pk}").status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"kinds": ["no.such"]}, "kinds"),
        ({"more": 1}, "more"),
    ],
)
def test_what_cannot_be_meant_names_the_property(owner, changed, field):
    answer = send(owner, "post", ALL, GOOD | changed)
    assert answer.status_code == 422
    assert answer.json()["field"] == field


def test_the_secret_asks_for_the_right_to_change(owner):
    pk = make_endpoint("https://1.1.1.1/")
    secret = owner.get(f"{ALL}/{pk}/secret").json()["secret"]
    assert secret == secret_of(pk, clock.now())
    renewed = send(owner, "post", f"{ALL}/{pk}/secret").json()["secret"]
    assert renewed not in {secret, ""}

    accounts.sign_in(owner, accounts.make_staff("marketer"))
    assert owner.get(f"{ALL}/{pk}/secret").status_code == 403
    assert owner.get(ALL).status_code == 403


def test_messages_are_listed_and_sent_again(owner):
    pk, other = make_endpoint("https://1.1.1.1/"), make_endpoint("https://1.0.0.1/")
    assert send(owner, "post", f"{ALL}/{pk}/test").status_code == 202
    Delivery.objects.update(state="dead", ended_at=clock.now())

    (message,) = owner.get(f"{ALL}/{pk}/messages?state=dead").json()["items"]
    assert (message["kind"], message["state"]) == ("webhook.test", "dead")
    again = f"{ALL}/{pk}/messages/{message['id']}/again"
    assert send(owner, "post", again).json() == {"sent_again": 1}
    assert send(owner, "post", again).json() == {"sent_again": 0}
    elsewhere = f"{ALL}/{other}/messages/{message['id']}/again"
    assert send(owner, "post", elsewhere).status_code == 404
