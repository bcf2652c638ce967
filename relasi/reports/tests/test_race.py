import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from relasi.accounts.models import Staff
from relasi.accounts.testing import bob, make_organisation, make_staff, sign_in
from relasi.commerce.models import Order
from relasi.commerce.testing import make_order
from relasi.contacts.testing import make_contact
from relasi.reports.queries.race import race, race_of, sources
from relasi.reports.rules import MEASURES, period
from relasi.reports.testing import NOW, make_visit
from relasi.reports.web import words
from relasi.reports.web.race import course
from relasi.timeline.testing import make_event

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def fresh():
    race_of.cache_clear()
    make_organisation(name="Kopi Lereng", time_zone="Asia/Jakarta", currency="IDR")


@pytest.fixture
def shop():
    """Ann: three visits, two orders. Ben: one visit, no order. Cid: only long ago."""
    ann, ben, cid = (make_contact(name) for name in ("Ann", "Ben", "Cid"))
    make_visit(ann, ago=2 * DAY, session=1)
    make_visit(ann, ago=2 * DAY - HOUR / 4, session=1)
    make_visit(ann, ago=9 * DAY, source="ads")
    make_visit(ann, ago=9 * DAY - HOUR / 4, source="ads")
    make_visit(ann, ago=40 * DAY)
    make_visit(ben, ago=DAY, source="")
    make_visit(ben, ago=DAY, by_machine=True)
    make_visit(cid, ago=60 * DAY)
    make_event(ann, "product viewed", at=NOW - 2 * DAY, source="search", session=1)
    make_event(ben, "signed up", at=NOW - DAY)
    make_event(ben, "consent granted", at=NOW - DAY, channel="people")
    make_event(ann, "link clicked", at=NOW - DAY, channel="mail")
    make_event(ann, "link clicked", at=NOW - DAY, channel="mail", by_machine=True)
    make_order(ann, at=NOW - DAY, amount="70.00")
    make_order(ann, at=NOW - 95 * DAY, amount="20.00")
    make_order(ann, at=NOW - 93 * DAY, amount="20.00")
    make_order(ben, at=NOW - 100 * DAY, amount="20.00")
    make_order(cid, at=NOW - DAY, amount="999.00", status="cancelled")
    return ann, ben, cid


def span(weeks=4):
    return period(weeks=weeks, zone="Asia/Jakarta", now=NOW)


@pytest.mark.usefixtures("shop")
def test_each_measure_counts_what_its_definition_says():
    found = race(span())

    assert found.total == {
        "visitors": 2,  # Ann and Ben
        "visits": 3,  # Ann's session, Ann's day, Ben's
        "product_views": 1,
        "sign_ups": 1,
        "consents": 1,
        "orders": 1,
        "revenue": 70,
        "conversion": 0.5,  # Ann bought a day after a visit
        "repeat": 0.5,  # of Ann and Ben, 90 days on, Ann bought again
        "clicks": 1,
        "returning": 1,  # Ann
    }
    assert found.before["visitors"] == 1  # Ann, 40 days ago
    assert found.before["orders"] == 0
    assert found.before["repeat"] is None


@pytest.mark.usefixtures("shop")
def test_weeks_and_sources_hold_their_own():
    found = race(span())

    assert found.by_week["visits"] == (0, 0, 1, 2)
    assert found.by_week["orders"] == (0, 0, 0, 1)
    assert {source: figures["visits"] for source, figures in found.by_source.items()} == {
        "search": 1,
        "ads": 1,
        "": 1,
    }
    assert race(span(), source="ads").total["visitors"] == 1
    assert sources(span()) == ("ads", "search")


@pytest.mark.usefixtures("shop")
def test_goods_that_came_back_count_off():
    Order.objects.filter(total=70).update(returned_base=30)

    assert race(span()).total["revenue"] == 40


@pytest.mark.usefixtures("shop")
def test_every_figure_of_the_page_opens_as_many_rows_as_it_says(client):
    sign_in(client, bob())
    with time_machine.travel(NOW, tick=False):
        for by in ("source", "week"):
            page = client.get(f"{reverse('reports:race')}?weeks=4&by={by}").content.decode()
            shown = re.findall(r'<a class="[^"]*proof" href="([^"]+)">([^<]+)</a>', page)
            assert len(shown) > len(MEASURES)
            for url, figure in shown:
                listed = client.get(url.replace("&amp;", "&"))
                assert listed.status_code == 200, url
                total = listed.context["paging"]["total"]
                if figure.isdigit():
                    assert total == int(figure), url
                else:
                    assert total >= 1, url


@pytest.mark.usefixtures("shop")
def test_a_share_opens_both_those_who_did_and_those_who_did_not(client):
    sign_in(client, bob())
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("reports:race_rows", args=[4, int(NOW.timestamp()), "repeat"]))
        again = client.get(page.wsgi_request.path + "?f=flag:is:yes")
    with time_machine.travel(NOW, tick=False):
        partial = client.get(page.wsgi_request.path, headers={"HX-Request-Type": "partial"})

    assert {row.label for row in page.context["rows"]} == {"Ann", "Ben"}
    assert [row.label for row in again.context["rows"]] == ["Ann"]
    assert partial.content.decode().strip().startswith("<section")


@pytest.mark.usefixtures("shop")
def test_rows_are_a_file_too(client):
    sign_in(client, bob())
    with time_machine.travel(NOW, tick=False):
        url = reverse("reports:race_rows", args=[4, int(NOW.timestamp()), "orders"])
        file = client.get(url + "?export=csv")
        lines = b"".join(file.streaming_content).decode().splitlines()

    assert len(lines) == 2
    assert ",Ann," in lines[1]


def test_an_empty_house_says_so_and_odd_addresses_are_not_found(client):
    sign_in(client, bob())
    page = client.get(reverse("reports:race"))
    assert page.status_code == 200
    assert "Nothing was recorded in these weeks." in page.content.decode()
    for args in ([5, 0, "visits"], [4, 10**12, "visits"], [4, 0, "nonsense"]):
        assert client.get(reverse("reports:race_rows", args=args)).status_code == 404
    assert client.get(reverse("reports:race") + "?weeks=x&source=nowhere").status_code == 200


def test_who_may_not_see_reports_sees_none(client):
    sign_in(client, make_staff("service"))

    assert client.get(reverse("reports:race")).status_code == 403


@pytest.mark.parametrize(
    ("by", "said"), [(-0.0004, "0.0\xa0pt"), (0, "0.0\xa0pt"), (-0.02, "−2.0\xa0pt")]
)
def test_a_change_that_rounds_to_nothing_has_no_sign(by, said):
    share = next(measure for measure in MEASURES if measure.kind == "share")

    assert words.moved(share, 0.5 + by, 0.5)[0] == said


def test_counts_are_drawn_on_whole_numbers():
    make_organisation()
    found = race_of(period(weeks=4, zone="UTC", now=NOW))

    for measure in MEASURES:
        axis = course(measure, found, "USD").option["yAxis"]
        assert axis.get("minInterval") == (1 if measure.kind == "count" else None)


@pytest.mark.usefixtures("shop")
def test_the_week_under_way_is_not_drawn_as_a_fall(client):
    drawn = course(MEASURES[0], race_of(span()), "IDR")

    for each in drawn.option["series"]:
        assert len(each["data"]) == 3
    assert [row[0] for row in drawn.table.rows] == drawn.option["xAxis"]["data"]
    assert len(drawn.table.rows) == 3
    sign_in(client, bob())
    with time_machine.travel(NOW, tick=False):
        rows = client.get("/insights/race/?by=week").context["table"]
    assert rows[0][0].endswith(", under way")
    assert not any(label.endswith("under way") for label, _cells in rows[1:])


@pytest.mark.usefixtures("shop")
def test_sources_are_read_and_asked_for_in_the_readers_language(client):
    Staff.objects.filter(pk=bob()).update(language="id")
    sign_in(client, bob())
    with time_machine.travel(NOW, tick=False):
        race_page = client.get(reverse("reports:race")).content.decode()
        url = reverse("reports:race_rows", args=[4, int(NOW.timestamp()), "visits"])
        typed = client.get(url, {"f": "source:contains:ikla"})
        linked = client.get(url, {"f": "source:is:ads"})

    assert ">iklan</a>" in race_page
    assert ">ads</a>" not in race_page
    assert [row.label for row in typed.context["rows"]] == ["Ann"]
    assert [row.label for row in linked.context["rows"]] == ["Ann"]
    assert ">iklan</button>" in linked.content.decode()
