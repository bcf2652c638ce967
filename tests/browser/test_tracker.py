"""The tracking script on the pages of another origin, in Chromium, against a real collector."""

import re
import time

import pytest
from playwright.sync_api import Page

from .site import Site

CHOSEN = "Consent Preference Updated"
SIGNAL = "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})"
ALL = {"collect": True, "profile": True, "personalise": True}
NONE = dict.fromkeys(ALL, False)
WAIT = 1500


@pytest.fixture
def site_of(collector, make_source, query):
    """A site whose source has that consent mode."""
    sites = []

    def made(mode: str = "granted") -> Site:
        sites.append(Site(collector, make_source(consent_mode=mode), query))
        return sites[-1]

    yield made
    for site in sites:
        site.close()


@pytest.fixture
def site(site_of):
    return site_of()


@pytest.fixture
def page(context) -> Page:
    return context.new_page()


def kept(page: Page) -> dict[str, str]:
    """What the site finds in the browser: its storage and the cookies that scripts see."""
    stored = page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    cookies = page.evaluate("document.cookie")
    return {re.sub(r"relasi:\d+:", "", k): v for k, v in stored.items()} | (
        {"cookie": cookies} if cookies else {}
    )


def preferences(event) -> dict:
    return event["consent"]["categoryPreferences"]


def gone(page: Page) -> None:
    """The browser sends what a page leaves behind."""
    page.goto("about:blank")


def test_pages_events_people_and_groups_arrive_with_their_fields(site, page):
    page.goto(f"{site.base}/?utm_source=letter&utm_campaign=May+sale&gclid=abc&token=s3cret")
    page.wait_for_function("Boolean(window.relasi && relasi.track)")
    page.evaluate("relasi('track', 'Product Viewed', {sku: 'B-200'})")
    page.evaluate("relasi.identify(42, {email: 'ann@example.org'})")
    page.evaluate("relasi.group('g1', {name: 'PT Kopi'})")

    viewed, track, identify, group = site.arrived(least=4)
    assert [e["type"] for e in (viewed, track, identify, group)] == [
        "page",
        "track",
        "identify",
        "group",
    ]
    address = f"{site.base}/?utm_source=letter&utm_campaign=May+sale&gclid=abc&token=*"
    assert viewed["context"]["page"] == {
        "path": "/",
        "referrer": "",
        "search": address.partition("/?")[2].join(["?", ""]),
        "title": "Shop /",
        "url": address,
    }
    assert viewed["properties"] == viewed["context"]["page"]
    assert viewed["context"]["campaign"] == {"source": "letter", "name": "May sale"}
    assert viewed["context"]["click_ids"] == {"gclid": "abc"}
    assert viewed["context"]["sessionStart"] is True
    assert viewed["context"]["first_touch"]["campaign"]["source"] == "letter"
    assert viewed["context"]["screen"] == {"width": 1440, "height": 900}
    assert viewed["context"]["locale"] == "en-GB"
    assert viewed["context"]["timezone"] == "Asia/Jakarta"
    assert viewed["context"]["library"]["name"] == "relasi"
    assert (track["event"], track["properties"]) == ("Product Viewed", {"sku": "B-200"})
    assert (identify["userId"], identify["traits"]) == ("42", {"email": "ann@example.org"})
    assert (group["groupId"], group["userId"]) == ("g1", "42")
    assert group["traits"] == {"name": "PT Kopi"}
    assert len({e["anonymousId"] for e in (viewed, track, identify, group)}) == 1
    assert len({e["messageId"] for e in (viewed, track, identify, group)}) == 4
    assert len({e["context"]["sessionId"] for e in (viewed, track, identify, group)}) == 1
    assert preferences(viewed) == {}  # nobody chose


def test_before_consent_nothing_is_stored_and_nothing_is_sent(site_of, page, context):
    site = site_of("required")
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if site.collector in r.url else None)
    site.open(page)
    page.evaluate("relasi('track', 'Before'); relasi('identify', '42')")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(WAIT)

    assert kept(page) == {}
    assert context.cookies() == []
    assert [url for url in asked if not url.endswith(".js")] == []
    assert site.arrived() == []

    page.evaluate("relasi('consent', true)")
    events = site.arrived(least=4)
    assert {e.get("event") or e["type"] for e in events} == {
        "page",
        "Before",
        CHOSEN,
        "identify",
    } | ({"Page Left"} if len(events) > 4 else set())
    assert len({e["anonymousId"] for e in events}) == 1
    assert all(preferences(e) == ALL for e in events)
    assert kept(page).keys() >= {"id", "choice", "session", "user"}


def test_who_refuses_is_not_recorded_and_is_not_asked_for_more(site_of, page, context):
    site = site_of("required")
    site.open(page)
    page.evaluate("relasi('consent', false); relasi('track', 'After')")
    page.wait_for_timeout(WAIT)
    gone(page)
    page.wait_for_timeout(300)

    assert site.arrived() == []
    assert context.cookies() == []


def test_without_cookies_a_visit_is_counted_and_nobody_is_known_again(site_of, page, context):
    site = site_of("cookieless")
    for _ in range(2):
        page.goto(f"{site.base}/?gclid=abc")
        page.wait_for_function("Boolean(window.relasi && relasi.track)")
        page.evaluate("relasi('identify', '42', {email: 'ann@example.org'})")
        page.wait_for_timeout(WAIT)
        assert kept(page) == {}
        assert context.cookies() == []
    gone(page)

    first, second = site.arrived(least=2, name="page")
    assert first["anonymousId"] != second["anonymousId"]
    assert site.arrived(name="identify") == []
    for event in site.arrived():
        assert event["userId"] == ""
        assert event["context"]["page"]["url"].endswith("gclid=*")
        assert "click_ids" not in event["context"]
        assert "first_touch" not in event["context"]
        assert preferences(event) == {}


def test_a_browser_that_says_no_to_all_sites_is_heard_until_somebody_says_yes_here(
    site, page, context
):
    context.add_init_script(SIGNAL)
    context.set_extra_http_headers({"Sec-GPC": "1"})
    site.open(page)
    page.evaluate("relasi('identify', '42')")
    page.wait_for_timeout(WAIT)

    (event,) = site.arrived(least=1)
    assert (event["type"], event["userId"]) == ("page", "")
    assert event["consent"]["gpc"] is True
    assert preferences(event) == {}
    assert kept(page) == {}
    assert context.cookies() == []

    page.evaluate("relasi('consent', {collect: true})")
    chosen = site.arrived(least=1, name=CHOSEN)[0]
    assert preferences(chosen) == {"collect": True}
    assert chosen["consent"]["chosenAt"] >= chosen["timestamp"][:10]
    assert "id" in kept(page)
    assert site.arrived(name="identify") == []
    page.evaluate("relasi('consent', {profile: true})")
    assert site.arrived(least=1, name="identify")[0]["userId"] == "42"


def test_withdrawn_consent_is_told_and_nothing_is_left(site, page, context):
    site.open(page)
    page.evaluate("relasi('identify', '42')")
    site.arrived(least=2)
    assert [c["name"].startswith("relasi_") for c in context.cookies()] == [True]

    page.evaluate("relasi('consent', false); relasi('track', 'After')")

    told = site.arrived(least=1, name=CHOSEN)[0]
    assert preferences(told) == NONE
    assert told["userId"] == ""
    page.wait_for_timeout(WAIT)
    assert kept(page).keys() == {"choice"}
    assert context.cookies() == []
    site.open(page)
    page.wait_for_timeout(WAIT)
    gone(page)
    assert len(site.arrived(name="page")) == 1
    assert site.arrived(name="After") == []


def test_a_browser_that_forgot_what_scripts_keep_is_known_by_the_cookie(site, page, context):
    site.open(page)
    first = site.arrived(least=1)[0]["anonymousId"]
    (cookie,) = context.cookies()
    assert cookie["value"] == first
    assert (cookie["domain"], cookie["path"]) == ("crm.relasi.localhost", "/r/")
    assert cookie["httpOnly"]

    page.evaluate("localStorage.clear()")
    site.open(page)

    assert site.arrived(least=2, name="page")[1]["anonymousId"] == first
    page.evaluate("relasi('reset'); relasi('track', 'Next')")
    after = site.arrived(least=1, name="Next")[0]["anonymousId"]
    assert after != first
    page.wait_for_timeout(300)
    assert context.cookies()[0]["value"] == after


def test_pages_that_change_without_being_loaded_are_pages(site, page):
    site.open(page)
    page.evaluate("history.pushState({}, '', '/cart?x=1'); document.title = 'Cart'")
    page.wait_for_timeout(700)
    page.evaluate("history.replaceState({}, '', '/cart?x=1#top')")
    page.evaluate("history.back()")

    first, cart, back = site.arrived(least=3, name="page")
    assert [e["context"]["page"]["path"] for e in (first, cart, back)] == ["/", "/cart", "/"]
    assert cart["context"]["page"]["title"] == "Cart"
    assert cart["context"]["page"]["referrer"] == f"{site.base}/"
    assert back["context"]["page"]["referrer"] == f"{site.base}/cart?x=1"
    left = site.arrived(least=1, name="Page Left")[0]
    assert left["context"]["page"]["path"] == "/cart"
    assert left["properties"]["view"] == cart["messageId"]
    assert "sessionStart" not in cart["context"]


def test_what_follows_the_hash_is_a_page_where_the_tag_says_so(site, page):
    site.add("/hash", tag="data-hash")
    site.open(page, "/hash")
    page.evaluate("location.hash = '#/about'")

    _, about = site.arrived(least=2, name="page")
    assert about["context"]["page"]["url"] == f"{site.base}/hash#/about"


def test_pages_are_told_by_hand_where_the_tag_says_so(site, page):
    site.add("/manual", tag='data-page="manual"')
    site.open(page, "/manual")
    page.wait_for_timeout(WAIT)
    assert site.arrived() == []

    page.evaluate("relasi.page('Checkout', {step: 2})")

    (told,) = site.arrived(least=1)
    assert (told["name"], told["properties"]["step"]) == ("Checkout", 2)


def test_how_far_and_how_long_a_page_was_really_seen(site, page):
    site.open(page)
    viewed = site.arrived(least=1)[0]
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight * 0.5)")
    page.wait_for_timeout(1_200)
    hide = "Object.defineProperty(document, 'visibilityState', {value: '%s', configurable: true});"
    tell = "document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))"
    page.evaluate(hide % "hidden" + tell)
    page.wait_for_timeout(2_000)
    page.evaluate(hide % "visible" + tell)
    page.wait_for_timeout(800)
    gone(page)

    first, second = site.arrived(least=2, name="Page Left")
    assert first["properties"]["view"] == second["properties"]["view"] == viewed["messageId"]
    assert 60 < first["properties"]["scroll"] < 80
    assert 1.0 <= first["properties"]["seconds"] < 3.0
    assert 0.5 <= second["properties"]["seconds"] < 1.8


def test_what_happens_just_before_leaving_arrives_once(site, page):
    site.add("/next")
    site.open(page)
    site.arrived(least=1)
    page.evaluate("relasi.track('Clicked'); location.href = '/next'")

    site.arrived(least=1, name="Clicked")
    site.arrived(least=2, name="page")
    gone(page)
    page.wait_for_timeout(WAIT)
    events = site.arrived()
    assert len(events) == len({e["messageId"] for e in events})
    assert len(site.arrived(name="Clicked")) == 1


def test_offline_nothing_is_lost_and_nothing_comes_twice(site, page, context):
    site.open(page)
    site.arrived(least=1)
    context.set_offline(True)
    page.evaluate("relasi.track('One'); relasi.track('Two')")
    page.wait_for_timeout(WAIT)
    assert len(site.arrived()) == 1

    context.set_offline(False)

    assert [e["event"] for e in site.arrived(least=3)[1:]] == ["One", "Two"]
    page.wait_for_timeout(WAIT)
    assert len(site.arrived()) == 3


def test_a_collector_that_is_away_is_asked_again_when_it_said(site, page, no_complaints):
    asked: list[float] = []

    def away(route):
        asked.append(time.monotonic())
        if len(asked) > 1:
            route.continue_()
            return
        route.fulfill(
            status=503,
            headers={
                "retry-after": "2",
                "access-control-allow-origin": "*",
                "access-control-expose-headers": "retry-after",
            },
            body="{}",
        )

    page.route("**/v1/batch", away)
    site.open(page)
    page.wait_for_timeout(4_000)
    assert len(asked) == 2
    assert asked[1] - asked[0] > 1.9
    assert len(site.arrived()) == 1
    no_complaints.clear()  # the browser names the 503


def test_what_a_page_could_not_send_the_next_one_does(site, page, no_complaints):
    page.route("**/v1/batch", lambda route: route.abort())
    site.open(page)
    page.evaluate("relasi.track('Left behind')")
    page.wait_for_timeout(1_000)
    # Also right after the time to wait was over, and before it was tried again.
    page.evaluate("for (const k in localStorage) if (/until/.test(k)) localStorage.removeItem(k)")
    gone(page)
    page.unroute("**/v1/batch")
    assert site.arrived() == []

    page.add_init_script("const now = Date.now; Date.now = () => now() + 300_000")
    site.open(page)

    events = site.arrived(least=3)
    assert len(site.arrived(name="Left behind")) == 1
    assert len({e["anonymousId"] for e in events}) == 1
    page.wait_for_timeout(WAIT)
    assert len(site.arrived()) == len({e["messageId"] for e in site.arrived()})
    no_complaints.clear()  # the browser names what it could not reach


@pytest.mark.parametrize("locks", [True, False])
def test_two_tabs_send_each_event_once(site, context, locks):
    if not locks:
        context.add_init_script("Object.defineProperty(navigator, 'locks', {value: undefined})")
    tabs = [context.new_page() for _ in range(2)]
    for tab in tabs:
        site.open(tab)
    context.set_offline(True)
    for number, tab in enumerate(tabs):
        tab.evaluate(f"for (let n = 0; n < 120; n++) relasi.track('Tab {number}', {{n}})")
    context.set_offline(False)

    events = site.arrived(least=242)
    tabs[0].wait_for_timeout(WAIT)
    events = site.arrived()
    assert len(events) == len({e["messageId"] for e in events}) == 242
    assert len({e["anonymousId"] for e in events}) == 1
    for number in range(2):
        told = site.arrived(name=f"Tab {number}")
        assert [e["properties"]["n"] for e in told] == list(range(120))


def test_one_event_that_is_refused_does_not_hold_up_the_others(site, page, no_complaints):
    def picky(route):
        if "Poison" in (route.request.post_data or ""):
            headers = {"access-control-allow-origin": "*"}
            route.fulfill(status=400, headers=headers, json={"detail": "That is poison."})
        else:
            route.continue_()

    page.route("**/v1/batch", picky)
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type == "warning" else None)
    site.open(page)
    page.evaluate("for (const name of ['One', 'Poison', 'Two']) relasi.track(name)")
    page.wait_for_timeout(4_000)

    assert [e.get("event") for e in site.arrived(least=3)] == [None, "One", "Two"]
    assert said == ['Relasi: {"detail":"That is poison."}']
    no_complaints.clear()  # the browser names the 400


FORM = """
<form id=f data-relasi-form="newsletter" onsubmit="event.preventDefault()">
<input name=city value=Bandung><input name=colour type=radio value=red checked>
<input name=colour type=radio value=blue><input name=terms type=checkbox value=yes checked>
<select name=size multiple><option selected>S<option selected>M</select>
<textarea name=wish>More coffee</textarea>
<input name=password type=password value=hunter2><input name=pass2 type=text value=hunter2>
<input name=csrfmiddlewaretoken type=hidden value=abc><input name=note value="4111 1111 1111 1111">
<input name=number autocomplete=cc-number value=1><input name=card_holder value=Ann>
<input name=contact value=ann@example.org><input name=secret value=x>
<input name=private value=y data-relasi-ignore><input value=nameless>
<input name=phone value="081234567890">%s<button name=go value=1>Go</button></form>
"""


def test_a_form_tells_what_it_says_it_tells_and_never_a_secret(site, page):
    site.add("/form", body=FORM % "")
    site.open(page, "/form")
    page.evaluate("f.requestSubmit()")

    (told,) = site.arrived(least=1, name="Form Submitted")
    assert told["properties"] == {
        "form": "newsletter",
        "fields": {
            "city": "Bandung",
            "colour": "red",
            "terms": "yes",
            "size": "S, M",
            "wish": "More coffee",
            "phone": "081234567890",
        },
    }
    assert site.arrived(name="identify") == []


def test_a_form_that_says_nothing_is_left_alone(site, page):
    site.add("/form", body=(FORM % "").replace("data-relasi-form", "data-other"))
    site.open(page, "/form")
    page.evaluate("f.requestSubmit()")
    page.wait_for_timeout(WAIT)

    assert site.arrived(name="Form Submitted") == []


def test_an_address_says_who_it_is_where_the_field_says_so(site, page):
    field = "<input name=email type=email value=ann@example.org data-relasi-identify>"
    site.add("/form", body=FORM % field)
    site.open(page, "/form")
    page.evaluate("f.requestSubmit()")

    (who,) = site.arrived(least=1, name="identify")
    assert who["traits"] == {"email": "ann@example.org"}
    assert "email" not in site.arrived(least=1, name="Form Submitted")[0]["properties"]["fields"]


def test_before_consent_a_form_tells_its_name_alone(site_of, page):
    site = site_of("cookieless")
    site.add("/form", body=FORM % "")
    site.open(page, "/form")
    page.evaluate("f.requestSubmit()")

    (told,) = site.arrived(least=1, name="Form Submitted")
    assert told["properties"] == {"form": "newsletter", "fields": {}}


def test_somebody_else_at_the_same_browser_is_another_visitor(site, page):
    site.open(page)
    page.evaluate("relasi.identify('41'); relasi.track('A')")
    page.evaluate("relasi.identify('42'); relasi.track('B')")
    page.evaluate("relasi.reset(); relasi.track('C')")

    (third,) = site.arrived(least=1, name="C")
    first, second = (site.arrived(name=name)[0] for name in "AB")
    assert [e["userId"] for e in (first, second, third)] == ["41", "42", ""]
    assert len({e["anonymousId"] for e in (first, second, third)}) == 3


def test_under_a_strict_policy_the_tag_alone_works(site, page):
    site.headers["content-security-policy"] = (
        f"default-src 'none'; img-src data:; script-src {site.collector};"
        f" connect-src {site.collector}; style-src 'unsafe-inline'"
    )
    site.open(page)

    assert site.arrived(least=1)[0]["type"] == "page"


def test_calls_before_the_script_is_there_are_heard_and_a_choice_first(site_of, page):
    site = site_of("required")
    stub = (
        "window.relasi = function () { (relasi.q = relasi.q || []).push(arguments) };"
        "relasi('track', 'Early', {n: 1}); relasi('ready', ids => window.ids = ids);"
        "relasi('consent', {collect: true})"
    )
    site.add("/early", first=stub)
    site.open(page, "/early")

    (early,) = site.arrived(least=1, name="Early")
    assert [e.get("event") or e["type"] for e in site.arrived()] == [CHOSEN, "page", "Early"]
    assert page.evaluate("ids.anonymousId") == early["anonymousId"]


def test_where_the_browser_forbids_its_storage_pages_are_told_all_the_same(site, page):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    )
    site.open(page)
    page.evaluate("relasi('consent', true); relasi.track('Told')")

    assert site.arrived(least=1, name="Told")


def test_nothing_a_page_calls_wrongly_breaks_the_page(site, page):
    site.open(page)
    page.evaluate(
        """() => {
            relasi('nothing'); relasi(); relasi.track(); relasi.identify(); relasi.group();
            relasi.consent(null); relasi.ready(7);
            const round = {}; round.round = round; relasi.track('Round', round);
            relasi.track('Long', {text: 'x'.repeat(40_000)});
            relasi.track('Fine');
        }"""
    )

    assert site.arrived(least=1, name="Fine")
    assert site.arrived(name="Long") == site.arrived(name="Round") == []


def test_the_queue_is_bounded_and_the_oldest_give_way(site, page, context):
    site.open(page)
    site.arrived(least=1)
    context.set_offline(True)
    page.evaluate("for (let n = 0; n < 700; n++) relasi.track('Many', {n})")
    assert len([name for name in kept(page) if name.startswith("q:")]) == 500
    context.set_offline(False)

    told = site.arrived(least=500, name="Many")
    assert [e["properties"]["n"] for e in told] == list(range(200, 700))
