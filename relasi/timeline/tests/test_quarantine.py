"""What waits in quarantine: the list, one event, sending it through again, throwing it away."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Sum
from django.urls import reverse

from relasi.accounts.models import AuditEntry
from relasi.accounts.testing import alice, make_organisation, make_staff, sign_in
from relasi.contacts import public as contacts
from relasi.timeline.actions.collecting.batch import collect
from relasi.timeline.models import Arrival, Intake, Quarantined
from relasi.timeline.queries.intake import tallies, totals
from relasi.timeline.testing import NOON, count, make_source, names_of, put_in_quarantine

pytestmark = pytest.mark.django_db

LIST = "/settings/sources/quarantine/"
COLUMNS = ("source_id", "family", "kind", "received_at", "ip", "agent", "shared", "body")


@pytest.fixture
def owner(client):
    make_organisation(name="Kopi Lereng", currency="IDR", time_zone="Asia/Jakarta")
    sign_in(client, alice())
    return client


def names(client, query=""):
    return [row.label for row in client.get(LIST + query).context["rows"]]


def balance():
    """Received less what became of them: what must be waiting."""
    sums = dict(Intake.objects.values_list("outcome").annotate(Sum("events")))
    became = sum(sums.get(outcome, 0) for outcome in ("stored", "repeated", "quarantined"))
    return sums.get("received", 0) - became


def audit():
    entries = AuditEntry.objects.filter(object="quarantine").order_by("pk")
    return [(entry.action, entry.detail) for entry in entries]


def test_the_list_says_what_came_from_where_and_why_it_waits(owner):
    shop = make_source("Shop")
    put_in_quarantine(shop, '{"event": "Order <b>Paid</b>"}', reason="bad_id", detail="userId: 0")
    put_in_quarantine(shop, "[1]", kind="identify", reason="brand_new")

    page = owner.get(LIST).content.decode()

    assert "Order &lt;b&gt;Paid&lt;/b&gt;" in page
    assert "An id that is nobody’s" in page
    assert "userId: 0" in page
    assert "identify" in page
    assert "brand_new" in page


@pytest.mark.parametrize(
    ("kind", "body", "called"),
    [
        ("track", '{"event": "Paid"}', "Paid"),
        ("page", '{"name": "Home"}', "Home"),
        ("", '{"type": "group"}', "group"),
        ("", '{"event": 5}', "An event without a name"),
        ("", "no json", "An event without a name"),
        ("alias", "{}", "alias"),
        ("", r'{"event": "half \ud83d and \u0000 nothing"}', "half ? and  nothing"),
        ("page", "[" * 100_000, "page"),
        ("", '{"event": "' + "x" * 500 + '"}', "x" * 120),
    ],
)
def test_an_event_is_called_by_what_can_be_read_of_it(owner, kind, body, called):
    put_in_quarantine(make_source(), body, kind=kind)

    assert names(owner) == [called]
    assert owner.get(f"{LIST}{Quarantined.objects.get().pk}/").status_code == 200
    assert b"".join(owner.get(f"{LIST}?export=csv"))


def test_the_list_is_filtered_by_source_reason_and_day_of_the_reader(owner):
    shop, till = make_source("Shop"), make_source("Till")
    late = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)  # half past midnight of the 3rd in Jakarta
    put_in_quarantine(shop, '{"event": "a"}', received_at=late)
    put_in_quarantine(shop, '{"event": "b"}', reason="bad_time")
    put_in_quarantine(till, '{"event": "c"}')

    assert names(owner) == ["a", "c", "b"]
    assert names(owner, f"?f=source:is:{till}") == ["c"]
    assert names(owner, f"?f=source:is_not:{till}") == ["a", "b"]
    assert names(owner, "?f=reason:is:bad_time") == ["b"]
    assert names(owner, "?f=received:is:2026-03-03") == ["a"]
    assert names(owner, "?f=received:before:2026-03-03&sort=received") == ["b", "c"]
    assert names(owner, "?f=received:after:2026-03-02") == ["a"]
    assert names(owner, "?f=received:not_set:") == []
    assert owner.get(f"{LIST}?f=reason:is:nonsense").status_code == 422


def test_the_export_holds_no_formula_and_is_for_those_who_may(owner, client):
    put_in_quarantine(make_source("=cmd()"), '{"event": "+1"}', detail="@here")

    lines = b"".join(owner.get(f"{LIST}?export=csv")).decode()

    assert "'+1,'=cmd(),no_id,'@here,2026-03-02T12:00:00+00:00," in lines
    assert audit()[-1][0] == "exported"
    sign_in(client, make_staff("marketer"))
    assert client.get(f"{LIST}?export=csv").status_code == 403


def test_one_event_is_shown_with_all_that_is_known_and_what_to_do(owner):
    row = put_in_quarantine(
        make_source("Shop"),
        '{"event": "Paid", "x": "</pre><script>alert(1)</script>"}',
        shared='{"sentAt": "now"}',
        detail="userId: null",
        agent="analytics-python/2.4",
    )

    page = owner.get(f"{LIST}{row}/").content.decode()

    assert "nobody’s" in page
    assert "Let the client send userId or anonymousId" in page
    assert "&quot;sentAt&quot;: &quot;now&quot;" in page
    assert "userId: null" in page
    assert "analytics-python/2.4" in page
    assert "<script>alert" not in page
    assert owner.get(f"{LIST}{row + 1}/").status_code == 404


def test_sending_through_again_is_previewed_and_puts_the_rows_back_as_they_came(owner):
    shop = make_source()
    count(shop, "received", events=3)
    first = put_in_quarantine(shop, '{"event": "a"}', shared="{}", ip="203.0.113.7", agent="me")
    second = put_in_quarantine(shop, '{"event": "b"}', quarantined_at=NOON + timedelta(hours=1))
    stays = put_in_quarantine(shop, '{"event": "c"}')
    came = list(Quarantined.objects.filter(pk__in=[first, second]).values(*COLUMNS).order_by("pk"))
    form = {"ids": [first, second]}

    preview = owner.post(f"{LIST}again/", form).content.decode()
    assert "is read anew" in preview
    assert Arrival.objects.count() == 0
    owner.post(f"{LIST}again/", form | {"confirm": "1"})

    assert list(Arrival.objects.order_by("pk").values(*COLUMNS)) == came
    assert list(Quarantined.objects.values_list("pk", flat=True)) == [stays]
    assert balance() == Arrival.objects.count() == 2
    assert audit() == [("sent through again", {"events": 2})]


def test_all_that_the_list_finds_go_through_again_and_no_other(owner):
    shop = make_source()
    for _each in range(3):
        put_in_quarantine(shop, reason="bad_time")
    put_in_quarantine(shop, reason="no_id")

    form = {"all": "1", "query": "f=reason:is:bad_time"}
    assert "<script" not in owner.post(f"{LIST}again/", form).content.decode().split("<main")[1]
    answer = owner.post(f"{LIST}again/", form | {"confirm": "1"})

    assert answer.headers["Location"] == f"{LIST}?f=reason:is:bad_time"
    assert "Nothing matches" in owner.get(answer.headers["Location"]).content.decode()
    assert Arrival.objects.count() == 3
    assert Quarantined.objects.get().reason == "no_id"


def test_what_was_mended_is_stored_and_what_was_not_comes_back(owner):
    shop = make_source()
    count(shop, "received", events=2)
    body = '{"type": "track", "event": "Paid", "messageId": "m1", "userId": "%s"}'
    fine = put_in_quarantine(shop, body % "41", reason="refused_by_database")
    odd = put_in_quarantine(shop, body % "null", reason="bad_id")

    owner.post(f"{LIST}again/", {"ids": [fine, odd], "confirm": "1"})
    collect(100, NOON + timedelta(minutes=1))

    assert Arrival.objects.count() == 0
    assert names_of(contacts.find_contact("external", "41") or 0) == ["Paid"]
    back = Quarantined.objects.get()
    assert (back.reason, back.body, back.received_at) == ("bad_id", body % "null", NOON)
    assert balance() == 0
    assert totals(tallies(shop, NOON - timedelta(days=1))) == {
        "received": 2, "refused": 0, "stored": 1, "withheld": 0, "omitted": 0, "repeated": 0,
        "quarantined": 1, "unused": 0,
    }  # fmt: skip


def test_what_was_sent_through_already_is_not_sent_twice(owner):
    row = put_in_quarantine(make_source())
    form = {"ids": [row], "confirm": "1"}

    owner.post(f"{LIST}again/", form)
    owner.post(f"{LIST}again/", form)

    assert Arrival.objects.count() == 1
    assert audit() == [("sent through again", {"events": 1})]


def test_deleting_asks_first_and_leaves_the_count(owner):
    row = put_in_quarantine(make_source())
    stays = put_in_quarantine(make_source())
    form = {"ids": [row]}

    assert "cannot be undone" in owner.post(f"{LIST}delete/", form).content.decode()
    assert Quarantined.objects.count() == 2
    owner.post(f"{LIST}delete/", form | {"confirm": "1"})

    assert Quarantined.objects.get().pk == stays
    assert Arrival.objects.count() == 0
    assert Intake.objects.aggregate(Sum("events"))["events__sum"] == 2
    assert audit() == [("deleted", {"events": 1})]


def test_nothing_chosen_is_said(owner):
    answer = owner.post(f"{LIST}again/", {"confirm": "1"})

    assert answer.status_code == 422
    assert "Nothing is chosen." in answer.content.decode()


def test_who_may_only_look_sends_nothing_through(client):
    row = put_in_quarantine(make_source())
    sign_in(client, make_staff("analyst"))

    assert client.get(f"{LIST}{row}/").status_code == 200
    for what in ("again", "delete"):
        form = {"ids": [row], "confirm": "1"}
        assert client.post(f"{LIST}{what}/", form).status_code == 403
    assert Quarantined.objects.count() == 1


def test_an_empty_quarantine_says_what_it_is_for(owner):
    page = owner.get(reverse("timeline:quarantine")).content.decode()

    assert "Nothing is in quarantine" in page
