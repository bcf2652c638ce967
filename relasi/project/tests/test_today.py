import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from relasi.accounts.testing import alice, bob, charlie, make_organisation, make_staff, sign_in
from relasi.campaigns.testing import make_campaign, make_launched, make_reader
from relasi.commerce.testing import make_order
from relasi.kernel import clock
from relasi.messaging import transports
from relasi.project.today_figures import counts
from relasi.reports import public as reports

pytestmark = pytest.mark.django_db


class Postbox:
    connections = 1

    def ready(self) -> None: ...


@pytest.fixture(autouse=True)
def ready(monkeypatch):
    monkeypatch.setitem(transports._transports, "email", Postbox())
    reports.race_of.cache_clear()


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_an_empty_house_shows_the_first_steps_with_links_that_work(client):
    sign_in(client, alice())

    page = client.get("/")

    steps = page.context["steps"]
    assert [step.title for step in steps] == [
        "Say who you are",
        "Bring in your customers and what they bought",
        "Make a segment",
        "Write a template",
        "Send your first campaign",
    ]
    assert [step.done for step in steps] == [False] * 5
    assert [step.is_next for step in steps] == [True, False, False, False, False]
    for step in steps:
        assert client.get(step.url).status_code == 200, step.title


def test_steps_are_done_by_what_is_there_and_go_when_all_are(client):
    sign_in(client, alice())
    make_order(make_reader())
    make_organisation(postal_address="Jalan Lereng 7")
    assert [step.done for step in client.get("/").context["steps"]] == [True, True] + [False] * 3

    make_launched(holdout="0")

    assert client.get("/").context["steps"] == []


def test_figures_count_what_is_there_and_open_it(client):
    sign_in(client, bob())
    now = clock.now()
    ann = make_reader()
    for ago in (timedelta(seconds=1), timedelta(days=7, hours=0, seconds=2)):
        make_order(ann, at=now - ago)
    make_launched(holdout="0")

    figures = client.get("/").context["figures"]

    assert [(f.label, f.value) for f in figures] == [
        ("Customers", 1),
        ("Orders this week", 1),
        ("Customers at risk", 0),
        ("Campaigns running", 1),
    ]
    for figure in figures:
        assert client.get(figure.url).status_code == 200, figure.label


def test_the_week_is_compared_by_the_days_that_are_over():
    ann = make_reader()
    wednesday = datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("Asia/Jakarta"))
    for days_ago in (0, 0, 0, 1, 2, 7, 8):
        make_order(ann, at=wednesday - timedelta(days=days_ago, hours=1))

    def moved(now):
        return counts(reports.period(weeks=4, zone="Asia/Jakarta", now=now)).orders_moved

    assert moved(wednesday) == 1.0, "Monday and Tuesday two, a week ago one"
    assert moved(wednesday - timedelta(days=2)) is None, "on a Monday no day is over"


def test_what_waits_for_somebody_stands_under_to_do(client):
    sign_in(client, bob())
    make_campaign(name="December tasting")

    page = text(client.get("/"))

    assert "Finish “December tasting”" in page


def test_each_role_sees_what_it_may(client):
    make_campaign(name="December tasting")
    sign_in(client, make_staff("service"))
    page = text(client.get("/"))
    assert "December tasting" not in page
    assert "today/race" not in page
    assert client.get(reverse("project:today_race")).status_code == 403

    sign_in(client, charlie())
    assert "Finish “December tasting”" in text(client.get("/"))
    assert client.get("/").context["steps"] == []


def test_the_race_strip_leads_to_race(client):
    sign_in(client, bob())

    strip = text(client.get(reverse("project:today_race")))

    assert re.findall(r'race-letter" aria-hidden="true">(.)', strip) == ["R", "A", "C", "E"]
    assert client.get(reverse("reports:race") + "?weeks=4").status_code == 200


def test_the_page_asks_no_more_when_there_is_more(client, django_assert_max_num_queries):
    sign_in(client, bob())
    for _ in range(12):
        make_campaign()
    client.get("/")
    with django_assert_max_num_queries(40):
        client.get("/")
