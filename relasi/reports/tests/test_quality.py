"""The quality of the list is counted, and every figure opens its people."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.urls import reverse

from relasi.accounts.public import SYSTEM
from relasi.accounts.testing import bob, charlie, make_organisation, make_staff, sign_in
from relasi.audience import public as audience
from relasi.commerce.testing import make_order
from relasi.consent import public as consent
from relasi.contacts import public as contacts
from relasi.contacts.testing import make_contact
from relasi.reports.actions.counting import count_quality
from relasi.reports.models import PersonQuality, QualityDay
from relasi.reports.queries.quality import course, groups, newest
from relasi.reports.rules.quality import LACKS, MARKS
from relasi.reports.testing import NOW, make_visit
from relasi.timeline.testing import make_event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def house():
    make_organisation(name="Kopi Lereng", time_zone="Asia/Jakarta", currency="IDR")


def agree(person, *, yes=True):
    say = consent.grant if yes else consent.withdraw
    say(
        contact_id=person, channel="email", purpose="marketing", source="form", wording="yes",
        stated_at=NOW - 500 * DAY, by=SYSTEM, now=NOW - 400 * DAY,
    )  # fmt: skip


@pytest.fixture
def people():
    """Ann has everything. Ben bounced. Cid refused. Dee has nothing but a name."""
    ann = make_contact(
        "Ann", email="ann@example.org", phone="+6281255500172", city="Bandung", country="ID",
        language="id", born_on="1990-01-02", source="store",
    )  # fmt: skip
    ben = make_contact("Ben", email="ben@example.org", source="store")
    cid = make_contact("Cid", email="cid@example.org", source="ads")
    dee = make_contact("Dee", email="", source="ads")
    agree(ann)
    agree(ben)
    agree(cid, yes=False)
    consent.suppress(channel="email", address="ben@example.org", reason="bounced", by=SYSTEM,
                     now=NOW)  # fmt: skip
    make_visit(ann, ago=DAY)
    make_visit(ben, ago=400 * DAY)
    make_event(cid, "link clicked", at=NOW - DAY, channel="mail", by_machine=True)
    make_order(dee, at=NOW - 30 * DAY, amount="70.00")
    return {"Ann": ann, "Ben": ben, "Cid": cid, "Dee": dee}


def marks_of(person):
    noted = PersonQuality.objects.get(pk=person)
    return {key for key, bit in MARKS.items() if noted.marks & bit}


def lacks_of(person):
    noted = PersonQuality.objects.get(pk=person)
    return {key for key, bit in LACKS.items() if noted.lacks & bit}


def test_what_holds_of_each_person_is_noted(people):
    count_quality(now=NOW)

    assert marks_of(people["Ann"]) == {
        "email", "phone", "good_email", "may_write", "alive", "single",
    }  # fmt: skip
    assert marks_of(people["Ben"]) == {"email", "bounced", "single"}
    assert marks_of(people["Cid"]) == {"email", "good_email", "left", "single"}
    assert marks_of(people["Dee"]) == {"alive", "single"}
    assert lacks_of(people["Ann"]) == set()
    assert lacks_of(people["Dee"]) == {"email", "phone", "city", "country", "language", "born_on"}


@pytest.mark.usefixtures("people")
def test_everybody_each_source_and_each_segment_have_their_figures_of_the_day():
    named = {"on": "contact", "field": "source", "relation": "set"}
    tree = audience.parse_tree({"v": 1, "all": [named]})
    segment = audience.add_segment(name="All of them", tree=tree, by=SYSTEM, now=NOW)
    audience.refresh(segment, NOW)

    score = count_quality(now=NOW)

    card = newest()
    assert card is not None
    assert card.score == score
    assert (card.counts["people"], card.counts["email"], card.counts["bounced"]) == (4, 3, 1)
    sources = {one.name: one.counts["people"] for one in groups("source", card.on)}
    assert sources == {"store": 2, "ads": 2}
    [inside] = groups("segment", card.on)
    assert (inside.name, inside.counts) == (str(segment), card.counts)


@pytest.mark.usefixtures("people")
def test_counted_twice_a_day_it_is_one_day_and_days_make_a_course():
    count_quality(now=NOW - DAY)
    count_quality(now=NOW)
    consent.lift(suppression_id=consent.suppressed("email", ("ben@example.org",))[0].id,
                 by=SYSTEM, now=NOW)  # fmt: skip
    count_quality(now=NOW + timedelta(minutes=1))

    days = course("all", "")
    assert [one.counts["bounced"] for one in days] == [1, 0]


def test_who_was_deleted_or_joined_is_not_counted(people):
    count_quality(now=NOW)
    contacts.erase([people["Ben"]], "staff:1", NOW)
    contacts.merge_contacts(one_id=people["Ann"], other_id=people["Dee"], by=SYSTEM, now=NOW)
    left = {pk for pk in people.values() if PersonQuality.objects.filter(pk=pk).exists()}
    assert len(left) == 2

    count_quality(now=NOW)

    card = newest()
    assert card is not None
    assert card.counts["people"] == 2


@pytest.mark.usefixtures("people")
def test_every_figure_of_the_page_opens_as_many_people_as_it_says(client):
    sign_in(client, bob())
    with time_machine.travel(NOW, tick=False):
        count_quality(now=NOW)
        page = client.get(reverse("reports:quality")).content.decode()
        links = re.findall(r'href="(/people/\?[^"]+)"[^>]*>\s*(?:<[^>]+>)*([\d.,]+)<', page)
        assert len(links) > 15
        for url, number in links:
            rows = client.get(unquote(url.replace("&amp;", "&")) + "&export=csv")
            lines = b"".join(rows.streaming_content).decode().strip().splitlines()
            assert len(lines) - 1 == int(number), (url, number)


@pytest.mark.usefixtures("people")
def test_a_source_and_a_segment_have_the_page_too(client):
    sign_in(client, bob())
    count_quality(now=NOW)
    page = reverse("reports:quality")
    shown = client.get(f"{page}?source=ads").content.decode()
    assert "source%3Ais%3Aads" in shown
    assert client.get(f"{page}?source=nowhere").status_code == 200
    assert client.get(f"{page}?segment=x&by=segment").status_code == 200
    saved = b"".join(client.get(f"{page}?by=source&export=csv").streaming_content).decode()
    assert [line.split(",")[:3] for line in saved.splitlines()[1:]] == [
        ["all", "Everybody", "4"], ["source", "ads", "2"], ["source", "store", "2"],
    ]  # fmt: skip


def test_before_anybody_counted_the_page_says_so_and_counts(client):
    sign_in(client, bob())
    page = reverse("reports:quality")
    assert "Nobody has counted yet" in client.get(page).content.decode()
    assert client.post(page).status_code == 302
    assert "It is being counted" in client.get(page).content.decode()


def test_who_may_not_change_people_does_not_have_them_counted(client):
    sign_in(client, charlie())
    assert client.post(reverse("reports:quality")).status_code == 403
    sign_in(client, make_staff("sales"))
    assert client.get(reverse("reports:quality")).status_code == 403
    assert not QualityDay.objects.exists()
