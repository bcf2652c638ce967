"""The genuine clients for browsers, unchanged, on a page of another origin.

What the page runs are the lines that Settings → Sources → Connect shows, and a few calls more.
"""

import time
from collections import Counter

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import BrowserContext

from .shop import FROM_AN_AD, SECONDS, Shop, host_of

MANY = 40
PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
CONNECTED = ["segment_browser", "rudderstack_browser", "posthog_browser"]
# A page of these says three things by itself: page, person, event.
FIRST = 3
# Other ways of the same clients to send; such a page says nothing by itself.
WAYS = {
    "segment_batches": """
import { AnalyticsBrowser } from "@segment/analytics-next";
const strategy = { strategy: "batching", config: { size: 5, timeout: 300 } };
const ours = { apiHost: "HOST/v1", protocol: "http", deliveryStrategy: strategy };
const analytics = AnalyticsBrowser.load(
  { writeKey: "KEY", cdnURL: "ADDRESS" },
  { integrations: { "Segment.io": ours } },
);
""",
    "rudderstack_batches": """
import { RudderAnalytics } from "@rudderstack/analytics-js/bundled";
const analytics = new RudderAnalytics();
const batch = { enabled: true, maxItems: 5, flushInterval: 300 };
analytics.load("KEY", "ADDRESS", { configUrl: "ADDRESS", queueOptions: { batch } });
""",
    "rudderstack_beacon": """
import { RudderAnalytics } from "@rudderstack/analytics-js/bundled";
const analytics = new RudderAnalytics();
const beaconQueueOptions = { flushQueueInterval: 300 };
analytics.load("KEY", "ADDRESS", { configUrl: "ADDRESS", useBeacon: true, beaconQueueOptions });
""",
}

# Letters by chance: what repeats itself would be refused for how well it packs. In pieces: a
# single text is cut by PostHog's client.
LARGE = """
const word = () => Math.random().toString(36).slice(2, 10);
const text = () => Array.from({ length: 5_000 }, word).join();
client.did("Large", { texts: Array.from({ length: 30 }, text) });
"""


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "user_agent": PERSON}


@pytest.fixture(autouse=True)
def no_complaints(context: BrowserContext):
    """Clients say a lot to the console; what must not be is a broken page or a blocked request."""
    # PostHog's client sends nothing for a browser that a program drives.
    context.add_init_script("Object.defineProperty(navigator, 'webdriver', { value: false })")
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(f"uncaught: {error.error}"))
    context.on(
        "console", lambda said: complaints.append(said.text) if "CORS" in said.text else None
    )
    yield complaints
    assert complaints == []


@pytest.fixture
def shop(page, collector, tmp_path, query):
    one = Shop(page, collector.base, tmp_path, query)
    yield one
    one.close()


def open_with(shop: Shop, client: str, key: str) -> int:
    """Visit the page; how many events it sends by itself, all of which have come."""
    base, host = shop.base, host_of(shop.base)
    if client in WAYS:
        lines = WAYS[client].replace("KEY", key).replace("ADDRESS", base).replace("HOST", host)
    else:
        words = {"key": key, "address": base, "host": host, "scheme": "http"}
        lines = render_to_string(f"timeline/connect/{client}.txt", words)
    name = "posthog" if client.startswith("posthog") else "analytics"
    shop.open(f"{lines}\nwindow.client = {name};\nclient.did = client.track ?? client.capture;\n")
    first = FIRST if client in CONNECTED else 0
    shop.wait_for(first)
    return first


def count(shop: Shop, many: int, first: int = 0) -> None:
    shop.page.evaluate(
        "([first, many]) => { for (let number = first; number < first + many; number += 1)"
        " client.did('Counted', { number }) }",
        [first, many],
    )


def numbers(events) -> Counter[int]:
    return Counter(told["number"] for name, _whose, told in events if name == "Counted")


@pytest.mark.parametrize("client", CONNECTED)
def test_the_lines_shown_put_page_person_and_event_on_a_timeline(
    client,
    shop,
    make_source,
    process,
):
    open_with(shop, client, make_source())

    events = {name: (whose, told) for name, whose, told in process()}
    assert set(events) == {"page viewed", "identified", "product viewed"}
    assert set(shop.statuses) == {200}
    contact, viewed = events["product viewed"]
    known = shop.query("SELECT kind, value FROM contacts_identity WHERE contact_id = %s", contact)
    assert set(known) == {("external", "42"), ("email", "ann@example.org")}
    assert viewed["sku"] == "B-200"
    # Segment's client, still loading, tells the person with the page; for others it is a visitor.
    whose, visited = events["page viewed"]
    of_visitor = "SELECT contact_id FROM timeline_visitor WHERE id = %s"
    assert whose == contact or shop.query(of_visitor, whose) == [(contact,)]
    assert visited["context"]["campaign"]["source"] == "news"
    page = "SELECT url, by_machine FROM timeline_event WHERE name = 'page viewed'"
    assert shop.query(page) == [(shop.address + FROM_AN_AD, False)]


@pytest.mark.parametrize("client", CONNECTED)
def test_a_group_and_an_older_id_are_told_of_the_person(
    client,
    shop,
    make_source,
    process,
):
    first = open_with(shop, client, make_source())

    if client.startswith("posthog"):
        shop.page.evaluate("client.group('company', 'g1', { name: 'PT Kopi' })")
        shop.page.evaluate("client.alias('old-7')")
    else:
        shop.page.evaluate("client.group('g1', { name: 'PT Kopi' })")
        shop.page.evaluate("client.alias('42', 'old-7')")

    shop.wait_for(first + 2)
    events = process()
    names = Counter(name for name, _whose, _told in events)
    assert (names["group joined"], names["identified"]) == (1, 2)
    contacts = {whose for name, whose, _told in events if name != "page viewed"}
    assert len(contacts) == 1
    older = "SELECT contact_id FROM timeline_visitor WHERE anonymous_id = 'old-7'"
    assert shop.query(older) == [(contacts.pop(),)]


@pytest.mark.parametrize("client", [*CONNECTED, *WAYS])
def test_many_events_arrive_each_once(client, shop, make_source, process):
    first = open_with(shop, client, make_source())

    count(shop, MANY)

    shop.wait_for(first + MANY)
    assert numbers(process()) == dict.fromkeys(range(MANY), 1)
    assert set(shop.statuses) == {200}


# A beacon is never sent again.
@pytest.mark.parametrize("client", [*CONNECTED, "segment_batches", "rudderstack_batches"])
def test_what_is_refused_for_a_while_is_sent_again(
    client,
    shop,
    make_source,
    process,
):
    """The table is away: nothing is lost, and nothing comes twice."""
    first = open_with(shop, client, make_source())
    shop.query("ALTER TABLE timeline_arrival RENAME TO timeline_arrival_away")
    try:
        with shop.page.expect_response(lambda answer: answer.status == 503):
            count(shop, 5)
    finally:
        shop.query("ALTER TABLE timeline_arrival_away RENAME TO timeline_arrival")

    shop.wait_for(first + 5)
    assert numbers(process()) == dict.fromkeys(range(5), 1)


@pytest.mark.parametrize(
    ("client", "many", "refusal"),
    [(CONNECTED[0], 10, 429), (CONNECTED[1], 10, 429), (CONNECTED[2], 25, 503)],
)
def test_a_page_that_is_too_fast_is_slowed_down_and_loses_nothing(
    client, many, refusal, shop, make_source
):
    first = open_with(shop, client, make_source(per_second=5))

    for number in (0, many):
        count(shop, many, number)
        shop.page.wait_for_timeout(3_200)  # PostHog's client sends every three seconds

    shop.wait_for(first + 2 * many)
    assert set(shop.statuses) == {200, refusal}


@pytest.mark.parametrize(
    ("client", "requests"), [(CONNECTED[0], 3), (CONNECTED[1], 3), (CONNECTED[2], 1)]
)
def test_what_is_sent_with_a_key_of_yesterday_is_refused_once(
    client,
    requests,
    shop,
    make_source,
    collector,
):
    key = make_source()
    open_with(shop, client, key)
    shop.query("UPDATE timeline_source SET write_key = 'new' WHERE write_key = %s", key)
    until = time.monotonic() + SECONDS
    while collector.post("/v1/track", {"userId": "u"}, key).status != 401:
        assert time.monotonic() < until
        time.sleep(0.1)
    shop.query("TRUNCATE timeline_arrival")

    with shop.page.expect_response(lambda answer: answer.status == 401):
        count(shop, 3)
    shop.page.wait_for_timeout(6_000)  # whoever tries again has done so by now

    assert shop.arrived() == []
    assert shop.statuses.count(401) == requests


@pytest.mark.parametrize("client", CONNECTED)
def test_an_event_that_is_too_large_is_refused_once_and_the_next_arrives(client, shop, make_source):
    first = open_with(shop, client, make_source())

    with shop.page.expect_response(lambda answer: answer.status == 413):
        shop.page.evaluate(LARGE)
    count(shop, 1)

    shop.wait_for(first + 1)
    assert [status for status in shop.statuses if status != 200] == [413]


@pytest.mark.parametrize("client", [*CONNECTED, "rudderstack_beacon"])
def test_what_was_on_its_way_when_the_page_was_left_is_there_once(
    client,
    shop,
    make_source,
    process,
):
    open_with(shop, client, make_source())

    count(shop, 3)
    shop.page.goto(shop.address)

    # What was sent by the page that is gone and by the next one came twice: it is stored once.
    shop.wait_for(3, event="Counted", exactly=False)
    assert numbers(process()) == dict.fromkeys(range(3), 1)
