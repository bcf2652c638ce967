"""The pages of one source: its last events, its counts, how to connect it."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from relasi.accounts.testing import alice, make_organisation, sign_in
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.timeline.models import Source, Visitor
from relasi.timeline.rules.arriving.orders import order_of
from relasi.timeline.testing import (
    NOON,
    count,
    make_arrival,
    make_glimpse,
    make_source,
    put_in_quarantine,
)
from relasi.timeline.web.source_connect import EXAMPLES

pytestmark = pytest.mark.django_db

# What pages call once the tag is there says neither again.
CALLS = {"relasi_calls", "relasi_consent"}
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def owner(client):
    make_organisation(name="Kopi Lereng", currency="IDR", time_zone="Asia/Jakarta")
    sign_in(client, alice())
    return client


@pytest.fixture
def shop():
    return make_source("Shop")


def live(source_id, query=""):
    return reverse("timeline:source", args=[source_id]) + query


def counts(source_id, query=""):
    return reverse("timeline:source_counts", args=[source_id]) + query


def connect(source_id, query=""):
    return reverse("timeline:source_connect", args=[source_id]) + query


def test_the_last_events_stand_newest_first_with_whose_they_are_and_what_became_of_them(
    owner, shop
):
    ann = make_contact("Ann Adams")
    known = Visitor.objects.create(
        id=ann + 1000, anonymous_id="a", contact_id=ann, first_at=NOON, last_at=NOON
    )
    stranger = Visitor.objects.create(id=ann + 1001, anonymous_id="b", first_at=NOON, last_at=NOON)
    make_glimpse(shop, "Paid", profile_id=ann)
    make_glimpse(shop, "Viewed", profile_id=known.pk)
    make_glimpse(shop, "Came", profile_id=stranger.pk)
    make_glimpse(shop, "Again", "repeated")
    make_glimpse(shop, "track", "quarantined", reason="no_id", body='{"event": "<b>Odd"}')

    answer = owner.get(live(shop))

    lines = answer.context["lines"]
    assert [line.card.name for line in lines] == ["<b>Odd", "Again", "Came", "Viewed", "Paid"]
    assert [line.card.called for line in lines] == ["", "", "", "Ann Adams", "Ann Adams"]
    assert [line.card.is_somebody for line in lines] == [False, False, True, True, True]
    assert [line.label for line in lines[:3]] == ["In quarantine", "Came before", "Stored"]
    assert lines[0].clock == "19:00:00"
    page = answer.content.decode()
    assert "nobody’s" in page
    assert "a visitor" in page
    assert f'href="/people/{ann}/"' in page
    assert "&lt;b&gt;Odd" in page
    assert "<b>Odd" not in page


def test_the_events_of_one_outcome_alone(owner, shop):
    make_glimpse(shop, "Paid")
    make_glimpse(shop, "Again", "repeated")
    make_glimpse(make_source("Other"), "Elsewhere")

    lines = owner.get(live(shop, "?outcome=repeated")).context["lines"]

    assert [line.card.name for line in lines] == ["Again"]
    assert owner.get(live(shop, "?outcome=lost")).status_code == 422


def test_asked_again_the_list_alone_comes_and_nothing_when_it_is_as_it_was(owner, shop):
    make_glimpse(shop, "Paid")
    again = owner.get(live(shop)).context["again_url"]

    assert owner.get(live(shop, again), headers=PART).status_code == 204
    make_glimpse(shop, "More")
    part = owner.get(live(shop, again), headers=PART)

    assert part.status_code == 200
    assert "More" in part.content.decode()
    assert "<html" not in part.content.decode()
    again = owner.get(live(shop)).context["again_url"]
    assert owner.get(live(shop, again), headers=PART).status_code == 204
    make_arrival(shop)
    assert owner.get(live(shop, again), headers=PART).status_code == 200


def test_what_waits_is_counted_and_a_wait_too_long_is_said(owner, shop):
    make_arrival(shop, received_at=clock.now())
    assert "nobody processes them" not in (page := owner.get(live(shop)).content.decode())
    assert "1 waits to be processed" in page

    make_arrival(shop, received_at=clock.now() - timedelta(minutes=2))
    make_arrival(make_source("Other"))

    page = owner.get(live(shop)).content.decode()
    assert "2 wait to be processed" in page
    assert "nobody processes them" in page


def test_what_was_refused_is_said_where_one_waits_for_it(owner, shop):
    again = owner.get(live(shop)).context["again_url"]
    assert "refused in the last 24 hours" not in owner.get(live(shop)).content.decode()

    count(shop, "refused", "origin", events=4, at=clock.now())
    count(shop, "refused", "origin", events=9, at=clock.now() - timedelta(days=2))

    part = owner.get(live(shop, again), headers=PART).content.decode()
    assert "4 events were refused in the last 24 hours." in part
    assert counts(shop) in part


def test_json_that_is_none_and_long_json_are_shown_as_they_are(owner, shop):
    make_glimpse(shop, body='{"cut')
    make_glimpse(shop, body="x" * 4000)
    make_glimpse(shop, body=r'{"event": "half \ud83d"}', outcome="quarantined", reason="no_id")

    half, long, short = owner.get(live(shop)).context["lines"]

    assert (short.card.body, short.card.is_cut) == ('{"cut', False)
    assert long.card.is_cut
    assert half.card.name == "half ?"


def test_a_source_that_nothing_came_from_leads_to_how_to_connect_it(owner, shop):
    page = owner.get(live(shop)).content.decode()

    assert "Nothing came yet." in page
    assert connect(shop) in page


def test_each_count_says_what_it_is_and_opens_what_is_kept_of_it(owner, shop):
    now = clock.now()
    for outcome, events in (("received", 900), ("stored", 845), ("repeated", 40)):
        count(shop, outcome, events=events, at=now)
    count(shop, "withheld", "not_asked", events=5, at=now)
    count(shop, "omitted", "plan_event", events=7, at=now)
    count(shop, "quarantined", "bad_id", events=10, at=now)
    count(shop, "refused", "too_large", events=3, at=now)
    count(shop, "received", events=5000, at=now - timedelta(days=3))

    answer = owner.get(counts(shop))

    figures = {figure.label: figure for figure in answer.context["figures"]}
    assert [(f.value, bool(f.url)) for f in figures.values()] == [
        (900, True), (845, True), (5, True), (7, True), (40, True), (10, True), (3, False),
        (0, False),
    ]  # fmt: skip
    assert figures["Refused"].note == "nothing of them is kept"
    quarantine = reverse("timeline:quarantine")
    assert figures["In quarantine"].url == f"{quarantine}?f=source:is:{shop}"
    reasons = [(r.reason.label, r.events, r.url) for r in answer.context["reasons"]]
    assert reasons == [
        ("An id that is nobody’s", 10, f"{quarantine}?f=source:is:{shop}&f=reason:is:bad_id"),
        ("An event that is not planned", 7, ""),
        ("Nobody was asked", 5, ""),
        ("Too large", 3, ""),
    ]
    chart = answer.context["chart"]
    assert chart.table.header == [
        "Hour", "Received", "Stored", "Withheld", "Left out", "Came before", "In quarantine",
        "Refused",
    ]  # fmt: skip
    assert len(chart.table.rows) == 24
    assert chart.table.rows[-1][1:] == ["900", "845", "5", "7", "40", "10", "3"]
    month = owner.get(counts(shop, "?days=30")).context
    assert month["figures"][0].value == 5900
    assert len(month["chart"].table.rows) == 30


def test_the_number_in_quarantine_finds_its_rows(owner, shop):
    put_in_quarantine(shop, reason="bad_time", quarantined_at=clock.now())
    put_in_quarantine(make_source("Other"))

    url = owner.get(counts(shop)).context["reasons"][0].url

    assert len(owner.get(url).context["rows"]) == 1


def test_counts_of_another_span_are_refused_in_words(owner, shop):
    answer = owner.get(counts(shop, "?days=7"))

    assert answer.status_code == 422
    assert "1 day or for 30" in answer.content.decode()


@pytest.mark.parametrize("library", EXAMPLES)
def test_every_example_has_the_real_address_and_key(owner, shop, settings, library):
    settings.BASE_URL = "https://crm.kopi.example"
    key = Source.objects.get().write_key

    answer = owner.get(connect(shop, f"?with={library}"))

    snippets = answer.context["snippets"]
    assert len(snippets) == len(EXAMPLES[library])
    for snippet in snippets:
        if snippet.key not in CALLS:
            assert key in snippet.code
            assert "https://crm.kopi.example" in snippet.code
        assert "{{" not in snippet.code
        assert "&" not in snippet.code
        if snippet.key.endswith("python"):
            compile(snippet.code, snippet.key, "exec")
    assert "RELASI_URL" not in answer.content.decode()


def test_an_address_of_this_machine_alone_is_said_to_be_one(owner, shop, settings):
    settings.BASE_URL = "http://localhost:8000"

    page = owner.get(connect(shop, "?with=nonsense"))

    assert "RELASI_URL" in page.content.decode()
    assert page.context["library"] == "relasi"
    assert 'src="http://localhost:8000/r/rl_' in page.context["snippets"][0].code
    page = owner.get(connect(shop, "?with=segment"))
    assert 'apiHost: "localhost:8000/v1", protocol: "http"' in page.context["snippets"][0].code


def test_a_web_site_sees_our_own_script_first_and_what_it_does_before_consent(owner):
    page = owner.get(connect(make_source(consent_mode="cookieless")))

    assert [s.key for s in page.context["snippets"]] == ["relasi_tag", *sorted(CALLS)]
    assert "Count visits, know nobody" in page.content.decode()


@pytest.mark.parametrize("library", EXAMPLES)
def test_a_server_is_told_to_keep_its_key_and_shown_nothing_for_a_browser(owner, shop, library):
    till = make_source("Till", "server")

    page = owner.get(connect(till, f"?with={library}"))

    keys = [snippet.key for snippet in page.context["snippets"]]
    assert keys
    assert not any(key.startswith("relasi") or key.endswith("browser") for key in keys)
    assert "relasi" not in dict(page.context["libraries"])
    assert "Keep this key secret" in page.content.decode()
    assert "Keep this key secret" not in owner.get(connect(shop)).content.decode()


def test_the_order_of_each_example_can_be_one(owner):
    till = make_source("Till", "server")

    told = {
        snippet.key: snippet.code
        for library in EXAMPLES
        for snippet in owner.get(connect(till, f"?with={library}")).context["snippets"]
    }

    assert set(told) == {
        "plain",
        "posthog_python",
        "rudderstack_python",
        "segment_node",
        "segment_python",
    }
    for code in told.values():
        said = re.search(r"\{[^{}]*order_id[^{}]*\}", code)
        assert said is not None, code
        order = order_of("checkout completed", json.loads(re.sub(r"(\w+): ", r'"\1": ', said[0])))
        assert order is not None
        assert order.currency == "IDR"


def test_a_source_that_is_gone_is_said_to_be_gone(owner):
    for address in (live(99), counts(99), connect(99)):
        answer = owner.get(address)
        assert answer.status_code == 404
        assert "This source is not here any more." in answer.content.decode()
