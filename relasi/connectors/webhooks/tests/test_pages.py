"""Settings, Webhooks, through HTTP."""

import ipaddress

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relasi.accounts import testing as accounts
from relasi.accounts.models import AuditEntry
from relasi.connectors.webhooks.actions.delivering import deliver
from relasi.connectors.webhooks.actions.outbox import tell_one
from relasi.connectors.webhooks.models import Delivery, Endpoint
from relasi.connectors.webhooks.queries.endpoints import secret_of
from relasi.connectors.webhooks.testing import make_endpoint, receiving
from relasi.connectors.webhooks.web import delivery_list
from relasi.kernel import clock

pytestmark = pytest.mark.django_db

LIST = "/settings/webhooks/"
GOOD = {
    "name": "Gudang",
    "url": "https://1.1.1.1/hook",
    "kinds": ["order.completed", "contact.erased"],
}


@pytest.fixture
def owner(client):
    accounts.sign_in(client, accounts.alice())
    return client


@pytest.fixture
def at_home(settings):
    settings.PRIVATE_NETWORKS = (ipaddress.ip_network("127.0.0.0/8"),)


def shown(answer):
    return answer.content.decode()


def test_an_empty_list_says_what_webhooks_are_good_for(owner):
    assert "Let other programs know at once" in shown(owner.get(LIST))


def test_adding_one_leads_to_its_secret(owner):
    answer = owner.post(f"{LIST}new/", GOOD, follow=True)

    row = Endpoint.objects.get()
    assert row.kinds == ["contact.erased", "order.completed"]
    assert answer.redirect_chain[-1][0] == f"{LIST}{row.pk}/secret/"
    assert secret_of(row.pk, clock.now()) in shown(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "whsec" not in shown(owner.get(f"{LIST}{row.pk}/edit/"))
    assert "Gudang" in shown(owner.get(LIST))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"url": "https://127.1/"}, "leads into a network that is not public"),
        ({"url": "https://169.254.169.254/"}, "leads into a network that is not public"),
        ({"url": "http://example.org/"}, "Without TLS, messages could be read on the way"),
        ({"url": "example.org"}, "Write the whole address"),
        ({"kinds": []}, "Choose at least one thing to be told of"),
        ({"name": " "}, "name"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words_and_nothing_is_kept(owner, changed, sentence):
    answer = owner.post(f"{LIST}new/", GOOD | changed)

    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert not Endpoint.objects.exists()


def test_a_change_that_comes_too_late_overwrites_nothing(owner):
    owner.post(f"{LIST}new/", GOOD)
    row = Endpoint.objects.get()
    page = f"{LIST}{row.pk}/edit/"
    owner.post(page, GOOD | {"_method": "patch", "name": "First", "version": row.version})
    late = owner.post(page, GOOD | {"_method": "patch", "name": "Late", "version": row.version})

    assert late.status_code == 422
    assert "Somebody changed this webhook" in shown(late)
    assert Endpoint.objects.get().name == "First"


def test_a_new_secret_is_another_one(owner):
    owner.post(f"{LIST}new/", GOOD)
    pk = Endpoint.objects.get().pk
    before = secret_of(pk, clock.now())

    page = shown(owner.post(f"{LIST}{pk}/secret/", follow=True))

    assert before not in page
    assert secret_of(pk, clock.now()) in page
    assert "The one before signs beside it until" in page


@pytest.mark.usefixtures("at_home")
def test_a_test_arrives_and_its_answer_is_read(owner):
    with receiving(500) as receiver:
        pk = make_endpoint(receiver.url)
        owner.post(f"{LIST}{pk}/test/")
        deliver(clock.now, seconds=5)
    delivery = Delivery.objects.get(endpoint=pk)

    assert "500 Internal Server Error" in shown(owner.get(f"{LIST}{pk}/"))
    page = shown(owner.get(f"{LIST}messages/{delivery.pk}/"))
    assert "webhook.test" in page
    assert "The next try is at" in page
    assert "Failing" in shown(owner.get(LIST))


@pytest.mark.usefixtures("at_home")
def test_what_was_not_delivered_is_listed_exported_and_sent_again(owner):
    with receiving() as receiver:
        pk = make_endpoint(receiver.url, name="=Gudang")
        owner.post(f"{LIST}{pk}/test/")
        Delivery.objects.update(state="dead", failures=10, ended_at=clock.now())

        asked = f"{LIST}messages/?f=endpoint:is:{pk}&f=state:is:dead"
        assert "=Gudang" in shown(owner.get(asked))
        lines = b"".join(owner.get(f"{asked}&export=csv").streaming_content).decode().splitlines()
        assert "'=Gudang" in lines[1]

        again = {"all": "1", "query": "f=state:is:dead"}
        assert "is sent again" in shown(owner.post(f"{LIST}messages/again/", again))
        assert Delivery.objects.get().state == "dead"
        owner.post(f"{LIST}messages/again/", again | {"confirm": "1"})
        deliver(clock.now, seconds=5)
    assert Delivery.objects.get().state == "delivered"
    assert AuditEntry.objects.filter(action="sent webhooks again").count() == 1


@pytest.mark.parametrize(("sort", "order"), [("-told", -1), ("told", 1)])
def test_the_export_goes_on_from_part_to_part_in_the_order_of_the_list(
    owner, monkeypatch, sort, order
):
    monkeypatch.setattr(delivery_list, "CHUNK", 2)
    pk = make_endpoint("https://hook.example/")
    for _ in range(5):
        tell_one(pk)
    asked = f"{LIST}messages/?f=endpoint:is:{pk}&sort={sort}&export=csv"
    with CaptureQueriesContext(connection) as queries:
        text = b"".join(owner.get(asked).streaming_content).decode()
    uids = Delivery.objects.filter(endpoint_id=pk).order_by("pk").values_list("message__uid")
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == [u for (u,) in uids][::order]
    parts = [said["sql"] for said in queries if 'FROM "webhooks_delivery"' in said["sql"]]
    assert parts
    assert all("LIMIT 2" in sql or "DISTINCT" in sql for sql in parts)


def test_switched_off_it_says_so_and_takes_no_test(owner):
    owner.post(f"{LIST}new/", GOOD)
    pk = Endpoint.objects.get().pk
    owner.post(f"{LIST}{pk}/switch/", {"_method": "delete"})

    assert "This webhook is switched off" in shown(owner.get(f"{LIST}{pk}/"))
    assert owner.post(f"{LIST}{pk}/test/").status_code == 422
    owner.post(f"{LIST}{pk}/switch/")
    assert Endpoint.objects.get().is_enabled


def test_one_that_is_gone_stands_above_every_page_until_somebody_looks_after_it(owner):
    owner.post(f"{LIST}new/", GOOD)
    Endpoint.objects.update(is_enabled=False, gone_at=clock.now())
    pk = Endpoint.objects.get().pk

    assert "its receiver wants no more messages" in shown(owner.get("/"))
    owner.post(f"{LIST}{pk}/switch/")
    assert "its receiver wants no more messages" not in shown(owner.get("/"))


def test_deleting_asks_first_and_takes_everything(owner):
    pk = make_endpoint("https://1.1.1.1/")
    owner.post(f"{LIST}{pk}/test/")
    assert "cannot be undone" in shown(owner.get(f"{LIST}{pk}/delete/"))
    owner.post(f"{LIST}{pk}/delete/", {"_method": "delete"})
    assert not Endpoint.objects.exists()
    assert not Delivery.objects.exists()


def test_there_are_only_so_many(owner, monkeypatch):
    monkeypatch.setattr("relasi.connectors.webhooks.actions.keeping.MOST_ENDPOINTS", 1)
    owner.post(f"{LIST}new/", GOOD)
    assert "There are 1 webhooks already" in shown(owner.post(f"{LIST}new/", GOOD))
