"""Where visits come from, with what, and which events are one."""

import pytest

from relasi.timeline.rules.visiting import (
    CHANNEL_GROUPS,
    NO_CAMPAIGN,
    Moment,
    Visit,
    campaign_of,
    channel_of,
    coming,
    device_of,
    host_of,
    is_seen,
    place,
)
from relasi.timeline.rules.visiting.clicks import NETWORKS

NOON, MINUTE = 1_772_452_800_000_000, 60_000_000
SHOP = "https://shop.example/coffee"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36"


def came(url=SHOP, referrer="", *, told=None, own=()):
    """(source, medium, channel) of a visit that began there."""
    found = coming(campaign_of(url, None, told or {}), referrer, host_of(url), own)
    return found.source, found.medium, found.channel


@pytest.mark.parametrize(
    ("query", "channel"),
    [
        ("utm_source=google&utm_medium=cpc", "paid_search"),
        ("utm_source=google&utm_medium=cpm", "paid_search"),
        ("utm_source=news.example&utm_medium=cpm", "display"),
        ("utm_source=google&utm_medium=cpc&utm_campaign=cross-network", "cross_network"),
        ("utm_source=google&utm_medium=cpc&utm_campaign=Summer+shopping", "paid_shopping"),
        ("utm_source=google&utm_medium=cpc&utm_campaign=workshop", "paid_search"),
        ("utm_source=tokopedia&utm_medium=ppc", "paid_shopping"),
        ("utm_source=facebook&utm_medium=paid_social", "paid_social"),
        ("utm_source=fb&utm_medium=cpc", "paid_social"),
        ("utm_source=youtube&utm_medium=paidvideo", "paid_video"),
        ("utm_source=nobody&utm_medium=retargeting", "paid_other"),
        ("utm_source=site&utm_medium=banner", "display"),
        ("utm_source=etsy&utm_medium=link", "organic_shopping"),
        ("utm_source=x&utm_medium=sm", "organic_social"),
        ("utm_source=site&utm_medium=Video-ad", "organic_video"),
        ("utm_source=google&utm_medium=organic", "organic_search"),
        ("utm_source=chatgpt.com", "assistants"),
        ("utm_source=june&utm_medium=E-Mail", "email"),
        ("utm_source=blog&utm_medium=affiliate", "affiliates"),
        ("utm_source=blog&utm_medium=referral", "referral"),
        ("utm_source=radio&utm_medium=audio", "audio"),
        ("utm_source=sms&utm_medium=text", "sms"),
        ("utm_source=firebase&utm_medium=x", "push"),
        ("utm_source=site&utm_medium=webpush", "push"),
        ("utm_source=who&utm_medium=knows", "unassigned"),
    ],
)
def test_a_link_that_says_what_it_is_has_the_channel_of_google_analytics(query, channel):
    assert came(f"{SHOP}?{query}")[2] == channel
    assert channel in CHANNEL_GROUPS


@pytest.mark.parametrize(
    ("referrer", "expected"),
    [
        ("", ("direct", "", "direct")),
        ("$direct", ("direct", "", "direct")),
        ("https://www.google.co.id/", ("google", "organic", "organic_search")),
        ("https://www.google.com.br/", ("google", "organic", "organic_search")),
        ("https://www.bing.com/search?q=kopi", ("bing", "organic", "organic_search")),
        ("https://l.facebook.com/", ("facebook", "referral", "organic_social")),
        ("https://t.co/abc", ("twitter", "referral", "organic_social")),
        ("https://m.youtube.com/watch?v=1", ("youtube", "referral", "organic_video")),
        ("https://www.tokopedia.com/kopi", ("tokopedia", "referral", "organic_shopping")),
        ("https://shopee.co.id/", ("shopee", "referral", "organic_shopping")),
        ("https://chatgpt.com/", ("chatgpt", "referral", "assistants")),
        ("https://gemini.google.com/app", ("gemini", "referral", "assistants")),
        ("https://mail.google.com/mail/u/0", ("gmail", "email", "email")),
        ("android-app://com.google.android.gm/", ("gmail", "email", "email")),
        ("https://blog.example/post", ("blog.example", "referral", "referral")),
        ("https://google.example.org/", ("google.example.org", "referral", "referral")),
        ("https://notfacebook.com/", ("notfacebook.com", "referral", "referral")),
    ],
)
def test_without_a_campaign_the_page_before_tells(referrer, expected):
    assert came(referrer=referrer) == expected


@pytest.mark.parametrize(
    "referrer",
    [
        "https://shop.example/cart",
        "https://www.shop.example/",
        "https://pay.shop.example/done",
        "https://checkout.example/",
    ],
)
def test_the_site_itself_is_no_referrer(referrer):
    assert came(referrer=referrer, own=("checkout.example",)) == ("direct", "", "direct")


def test_a_campaign_without_a_source_takes_it_from_the_page_before():
    assert came(f"{SHOP}?utm_medium=cpc", "https://www.google.com/")[:2] == ("google", "cpc")
    assert came(f"{SHOP}?utm_campaign=june")[0] == "june"


@pytest.mark.parametrize("kind", sorted(NETWORKS))
def test_a_click_id_names_its_network(kind):
    said = campaign_of(f"{SHOP}?{kind}=Ab-1&x=2", None, {})

    assert (said.click_kind, said.click_id) == (kind, "Ab-1")
    assert (said.source, said.medium) == NETWORKS[kind]


def test_there_are_more_than_seventeen_click_ids_and_each_has_a_channel():
    assert len(NETWORKS) > 17
    assert "unassigned" not in {channel_of(*network, "") for network in NETWORKS.values()}


def test_what_the_link_says_comes_before_the_network_of_its_click_id():
    said = campaign_of(f"{SHOP}?utm_source=Newsletter&utm_medium=email&gclid=1&ScCid=2", "", {})

    assert (said.source, said.medium, said.click_kind) == ("newsletter", "email", "gclid")
    assert campaign_of(f"{SHOP}?ScCid=2", "", {}).source == "snapchat"


def test_what_the_client_tells_of_a_campaign_is_read_too():
    told = {"source": "june", "medium": "email", "name": "Harvest", "term": 7}

    said = campaign_of(SHOP, "", told)

    assert (said.source, said.medium, said.name, said.term) == ("june", "email", "Harvest", "")
    assert campaign_of("", "?utm_source=june", {}).source == "june"
    assert campaign_of(SHOP, "", {}) == NO_CAMPAIGN
    assert said.mark != campaign_of(SHOP, "", told | {"name": "Other"}).mark != 0
    assert NO_CAMPAIGN.mark == 0


@pytest.mark.parametrize(
    "url",
    [
        "https://[oops/?utm_source=a",
        "?" + "a=1&" * 5000,
        "https://shop.example/?utm_source=%00%ff%0a&gclid=%ed%a0%80",
        "https://shop.example:port/?utm_source=" + "long" * 500,
    ],
)
def test_odd_addresses_are_read_without_harm(url):
    found = coming(campaign_of(url, None, {}), url, host_of(url))

    assert len(found.source) <= 40
    assert found.source.isprintable()
    assert found.campaign.click_id.isprintable()


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (CHROME, ("desktop", "Chrome", "Linux")),
        (
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15"
                " (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
            ),
            ("mobile", "Mobile Safari", "iOS"),
        ),
        (
            (
                "Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) AppleWebKit/605.1.15"
                " (KHTML, like Gecko) Version/16.0 Mobile/15E148 Safari/604.1"
            ),
            ("tablet", "Mobile Safari", "iOS"),
        ),
        (
            (
                "Mozilla/5.0 (Linux; Android 13; SM-T870) AppleWebKit/537.36"
                " (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36"
            ),
            ("tablet", "Chrome", "Android"),
        ),
        (
            (
                "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36"
                " (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36"
            ),
            ("mobile", "Chrome Mobile", "Android"),
        ),
        (
            (
                "Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0) AppleWebKit/538.1"
                " (KHTML, like Gecko) Version/5.0 NativeTVAds Safari/538.1"
            ),
            ("tv", "Safari", "Tizen"),
        ),
        ("Mozilla/5.0 (PlayStation 5 3.11) AppleWebKit/605.1.15 Safari/605.1.15", ("console",)),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0",
            ("desktop", "Firefox", "Windows"),
        ),
        ("curl/8.1", ("other", "curl", "")),
        ("", ("other", "", "")),
    ],
)
def test_a_browser_says_what_it_is(agent, expected):
    assert device_of(agent, {})[: len(expected)] == expected


def test_an_app_is_told_by_its_library():
    phone = {"device": {"type": "android"}, "os": {"name": "Android"}}

    assert device_of("", phone) == ("mobile", "", "Android")
    assert device_of("", {"device": {"type": "Tablet"}, "os": {"name": "iOS"}})[0] == "tablet"
    assert is_seen("", phone)
    assert not is_seen("", {"library": {"name": "analytics-python"}})


def at(minutes: float, mark: int = 0, *, person: int = 0, address: bool = True) -> Moment:
    return Moment(NOON + int(minutes * MINUTE), person, mark, address)


def visit(start: float, end: float, mark: int = 0, person: int = 0) -> Visit:
    began = NOON + int(start * MINUTE)
    return Visit(began, NOON + int(end * MINUTE), person, mark, landed_at=began)


def test_a_visit_goes_on_until_thirty_minutes_pass():
    here = visit(0, 10)

    assert place(at(39.9), [here]) is here
    assert place(at(40), [here]) is None
    assert place(at(5), [here]) is here


def test_midnight_cuts_no_visit_but_a_whole_day_does():
    long = visit(0, 24 * 60 - 5)

    assert place(at(24 * 60), [long]) is long
    assert place(at(24 * 60 + 1), [long]) is None


def test_another_campaign_begins_a_visit_and_its_reload_does_not():
    here = visit(0, 10, mark=1)

    assert place(at(11, mark=2), [here]) is None
    assert place(at(11, mark=1), [here]) is here
    assert place(at(11), [here]) is here
    assert place(at(11, mark=2), [visit(0, 10)]) is None


def test_somebody_else_who_signs_in_begins_a_visit():
    anns = visit(0, 10, person=7)

    assert place(at(11, person=8), [anns]) is None
    assert place(at(11, person=7), [anns]) is anns
    assert place(at(11), [anns]) is anns


def test_a_late_event_finds_the_visit_it_falls_into():
    first, second = visit(0, 10), visit(60, 70)

    assert place(at(5), [first, second]) is first
    assert place(at(39), [first, second]) is first
    assert place(at(45), [first, second]) is second
    assert place(at(-20), [first, second]) is first
    assert place(at(-31), [first, second]) is None


def test_of_two_visits_that_a_campaign_cut_the_later_goes_on():
    first, second = visit(0, 10), visit(12, 12, mark=5)

    assert place(at(15), [first, second]) is second
    assert place(at(11), [first, second]) is first
    assert place(at(13, mark=5), [first, second]) is second


def test_a_page_that_comes_late_is_not_drawn_into_the_campaign_after_it():
    by_link = visit(10, 20, mark=5)

    assert place(at(5), [by_link]) is None
    assert place(at(5, mark=5), [by_link]) is by_link
    assert place(at(5, address=False), [by_link]) is by_link


def test_a_visit_that_no_page_began_takes_the_campaign_of_its_first_page():
    identified = Visit(NOON, NOON)

    assert place(at(1, mark=5), [identified]) is identified
