"""The thread on the customer page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from relasi.accounts.testing import alice, sign_in
from relasi.consent.testing import grant, withdraw
from relasi.contacts.testing import make_contact
from relasi.kernel.clock import now
from relasi.timeline import public as timeline
from relasi.timeline import visit_words
from relasi.timeline.models import Session
from relasi.timeline.rules.visiting import CHANNEL_GROUPS
from relasi.timeline.telling import lines
from relasi.timeline.testing import make_event

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
def owner(client):
    sign_in(client, alice())
    return client


def partial(client, url):
    return client.get(url, headers={"HX-Request": "true", "HX-Request-Type": "partial"})


def test_the_thread_is_grouped_by_today_this_month_and_months():
    ann = make_contact()
    for at in (
        NOON,
        NOON - timedelta(days=3),
        NOON - timedelta(days=40),
        datetime(2025, 11, 2, tzinfo=UTC),
    ):
        make_event(ann, at=at)

    told = lines(timeline.page_of(ann), NOON)

    assert [line.heading for line in told] == ["Today", "This month", "February", "November 2025"]
    assert [line.is_today for line in told] == [True, False, False, False]


def test_a_heading_is_not_repeated_on_the_next_page():
    ann = make_contact()
    make_event(ann, at=NOON - timedelta(days=3))

    (line,) = lines(timeline.page_of(ann), NOON, after=NOON - timedelta(days=2))

    assert line.heading == ""


def test_the_pages_of_one_visit_are_one_line():
    ann = make_contact()
    for minute in range(3):
        make_event(ann, at=NOON + timedelta(minutes=minute), session=7)
    make_event(ann, at=NOON + timedelta(minutes=9), session=8)

    told = lines(timeline.page_of(ann), NOON)

    assert [line.sentence.rest for line in told] == ["", "and 2 more pages"]


def test_an_event_nobody_has_words_for_is_told_as_it_was_recorded():
    ann = make_contact()
    make_event(ann, "brochure asked for", properties={"pages": 12})

    (line,) = lines(timeline.page_of(ann), NOON)

    assert (line.sentence.title, line.sentence.note) == ("Brochure asked for", "pages: 12")


def test_the_customer_page_tells_what_happened_and_marks_machines(owner):
    ann = make_contact()
    grant(ann)
    make_event(ann, "email opened", channel="mail", by_machine=True)

    page = owner.get(reverse("contacts:contact", args=[ann])).content.decode()

    assert "E-mail: Offers and news" in page
    assert "by a machine" in page
    assert "Everything" in page


def test_the_thread_narrows_and_pages_in_place(owner):
    ann = make_contact()
    for number in range(40):
        make_event(ann, f"page {number:02}", at=now() - timedelta(minutes=number))
    make_event(ann, "letter", channel="mail")
    url = reverse("timeline:timeline", args=[ann])

    assert "Letter" in partial(owner, f"{url}?channel=mail").content.decode()
    first = partial(owner, f"{url}?channel=web").content.decode()
    assert "Page 29" in first
    assert "Page 30" not in first
    assert "Letter" not in first
    older = first.partition('hx-get="')[2].rpartition("?before=")[2].partition('"')[0]
    rest = partial(owner, f"{url}?before={older.replace('&amp;', '&')}").content.decode()
    assert "Page 30" in rest
    assert "Page 39" in rest
    assert "Page 29" not in rest
    assert "chips-row" not in rest


def test_without_htmx_a_part_leads_to_the_whole_page(owner):
    ann = make_contact()

    answer = owner.get(reverse("timeline:timeline", args=[ann]) + "?channel=web")

    assert answer["Location"] == f"{reverse('contacts:contact', args=[ann])}?channel=web#timeline"


@pytest.mark.parametrize("query", ["channel=smoke", "before=x_y", "before=99999999999999999999_1"])
def test_an_address_that_cannot_be_gets_a_sentence(owner, query):
    ann = make_contact()

    assert owner.get(f"{reverse('timeline:timeline', args=[ann])}?{query}").status_code == 422


def test_where_a_statement_was_made_is_said_in_the_readers_language():
    ann = make_contact()
    grant(ann)
    withdraw(ann)

    with translation.override("id"):
        told = [line.sentence.note for line in lines(timeline.page_of(ann), now())]

    assert set(told) == {"formulir pendaftaran", "a call"}


def make_visit(contact_id, **values):
    given = {
        "started_at": NOON, "last_at": NOON + timedelta(minutes=12), "source": "google",
        "medium": "organic", "channel": "organic_search", "device": "mobile", "pages": 3,
        "source_id": 1,
    } | values  # fmt: skip
    return Session.objects.create(contact_id=contact_id, **given).pk


def test_a_visit_says_where_it_came_from_above_what_was_looked_at():
    ann = make_contact()
    visit = make_visit(ann, campaign="June", city="Malang")
    for minute in range(3):
        at = NOON + timedelta(minutes=minute)
        make_event(ann, at=at, session=visit, url=f"https://shop.example/{minute}")
    make_event(ann, "product added", at=NOON + timedelta(minutes=5), session=visit)
    make_event(ann, at=NOON + timedelta(minutes=9), session=visit)
    make_event(ann, "signed in", at=NOON + timedelta(minutes=10), session=visit)

    told = [line.sentence for line in lines(timeline.page_of(ann), NOON)]

    signed_in, newest, added, earlier = told
    assert signed_in.title == "Signed in"
    assert (newest.title, newest.rest) == ("Visit from Google", "organic search, June")
    assert newest.note == "3 pages · mobile · 12 min · Malang · Looked at a page"
    assert added.title == "Put into the cart"
    assert (earlier.title, earlier.rest) == ("Looked at a page", "and 2 more pages")


def test_a_direct_visit_of_a_moment_says_no_more_than_it_knows():
    ann = make_contact()
    visit = make_visit(
        ann, source="direct", medium="", channel="direct", device="other", pages=1, last_at=NOON
    )
    make_event(ann, "product viewed", at=NOON, session=visit)

    (line,) = lines(timeline.page_of(ann), NOON)

    assert (line.sentence.title, line.sentence.rest) == ("Direct visit", "")
    assert line.sentence.note == "1 page · Looked at a product"


def test_a_page_of_visits_asks_for_them_once(django_assert_num_queries):
    ann = make_contact()
    for day in range(5):
        at = NOON - timedelta(days=day)
        make_event(ann, at=at, session=make_visit(ann, started_at=at))
    events = timeline.page_of(ann)

    with django_assert_num_queries(1):
        lines(events, NOON)


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_channel_has_words(language):
    with translation.override(language):
        assert set(visit_words.CHANNELS) == set(CHANNEL_GROUPS)
        assert all(str(words) for key, words in visit_words.CHANNELS.items() if key != "direct")
