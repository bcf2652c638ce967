"""What clients send is read as they mean it, and nothing they send breaks the reading."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relasi.timeline.rules.arriving import (
    Arrived,
    Incoming,
    Unreadable,
    digest_of,
    machine,
    read,
    told,
)
from relasi.timeline.rules.arriving.ids import is_blocked

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"


def arrived(body: Any, family: str = "segment", kind: str = "", **values: Any) -> Arrived:
    text = body if isinstance(body, str) else json.dumps(body)
    given: dict[str, Any] = {"ip": "", "agent": "", "shared": "", "received_at": NOON} | values
    return Arrived(id=1, source_id=3, family=family, kind=kind, body=text, **given)


def segment(body: Any, **values: Any) -> Incoming:
    return read(arrived(body, **values))


def posthog(event: str, distinct_id: Any, **properties: Any) -> Incoming:
    body = {"event": event, "distinct_id": distinct_id, "properties": properties, "uuid": "u1"}
    return read(arrived(body, "posthog"))


def reason_of(body: Any, **values: Any) -> str:
    with pytest.raises(Unreadable) as caught:
        read(arrived(body, **values))
    return caught.value.reason


def test_a_page_of_a_browser():
    said = segment(
        {
            "type": "page",
            "messageId": "ajs-1",
            "anonymousId": "a-1",
            "userId": None,
            "properties": {"title": "Coffee"},
            "context": {
                "page": {"url": "https://shop.example/coffee", "referrer": "https://s.example"},
                "campaign": {"source": "news"},
                "userAgent": CHROME,
            },
        }
    )

    assert (said.kind, said.name, said.anonymous_id, said.user_id) == (
        "page", "page viewed", "a-1", "",
    )  # fmt: skip
    assert said.url == "https://shop.example/coffee"
    assert said.at == NOON
    assert json.loads(said.properties) == {
        "title": "Coffee",
        "source_id": 3,
        "anonymous_id": "a-1",
        "context": {
            "referrer": "https://s.example",
            "campaign": {"source": "news"},
            "agent": CHROME,
        },
    }


def test_the_type_of_the_address_counts_before_that_of_the_event():
    assert segment({"userId": "u", "event": "Paid", "type": "page"}, kind="track").name == "Paid"


@pytest.mark.parametrize(
    ("event", "name", "own"),
    [
        ("Paid", "Paid", None),
        ("Product Viewed", "product viewed", "Product Viewed"),
        ("Brochure Asked For", "Brochure Asked For", None),
        ("x" * 70, "x" * 60, "x" * 70),
    ],
)
def test_a_track_keeps_its_name(event, name, own):
    said = segment({"type": "track", "userId": "u", "event": event})

    assert said.name == name
    assert json.loads(said.properties).get("event") == own


def test_traits_stand_at_the_top_or_in_the_context_and_the_top_counts_more():
    said = segment(
        {
            "type": "identify",
            "userId": "u",
            "traits": {"plan": "gold"},
            "context": {"traits": {"plan": "free", "email": "ann@example.org"}},
        }
    )

    assert said.traits == {"plan": "gold", "email": "ann@example.org"}


def test_the_traits_of_a_group_are_not_those_of_the_person():
    said = segment({"type": "group", "userId": "u", "groupId": "g", "traits": {"name": "Acme"}})

    assert said.traits == {}
    assert json.loads(said.properties)["group"] == {"name": "Acme"}


def test_what_a_batch_says_stands_beneath_what_the_event_says():
    shared = json.dumps({"context": {"locale": "id", "userAgent": "x"}, "sentAt": None})

    said = segment(
        {"type": "track", "event": "Paid", "userId": "u", "context": {"userAgent": CHROME}},
        shared=shared,
    )

    assert said.agent == CHROME


@pytest.mark.parametrize(("raw", "word"), [(17, "17"), (17.0, "17"), (" ann ", "ann")])
def test_ids_are_numbers_or_words(raw, word):
    assert segment({"type": "track", "event": "Paid", "userId": raw}).user_id == word


@pytest.mark.parametrize(
    "word",
    ["", "null", "Undefined", "'guest'", '"0"', "-1", "0000-0000", "---", "[object Object]", "NaN"],
)
def test_words_for_nobody_are_nobody(word):
    assert is_blocked(word)
    assert reason_of({"type": "track", "event": "Paid", "userId": word}) == (
        "bad_id" if word else "no_id"
    )


def test_a_blocked_user_id_leaves_the_visitor():
    said = segment({"type": "track", "event": "Paid", "userId": "null", "anonymousId": "a"})

    assert (said.user_id, said.anonymous_id) == ("", "a")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"type": "track", "event": "Paid"}, "no_id"),
        ({"type": "track", "event": "Paid", "userId": ["a"]}, "bad_id"),
        ({"type": "track", "event": "Paid", "anonymousId": "a" * 129}, "bad_id"),
        ({"type": "track", "event": "Paid", "userId": "a\nb"}, "bad_id"),
        ({"type": "track", "userId": "u"}, "no_name"),
        ({"type": "buy", "userId": "u"}, "bad_kind"),
        ({"userId": "u"}, "bad_kind"),
        ({"type": "track", "event": "Paid", "userId": "u", "timestamp": "yesterday"}, "bad_time"),
        ({"type": "track", "event": "Paid", "userId": "u", "timestamp": [1]}, "bad_time"),
        ("[1]", "bad_shape"),
        ('{"type": "track", ', "bad_shape"),
        ('{"type": "track", "userId": "u", "event": "e", "properties": {"n": 1e999}}', "bad_shape"),
        ("[" * 100_000, "bad_shape"),
    ],
)
def test_what_cannot_be_taken_in_has_a_reason(body, reason):
    assert reason_of(body) == reason


def test_nul_and_halves_of_characters_are_left_away():
    said = segment(
        r'{"type": "track", "userId": "a\u0000b", "event": "Paid\\u0000",'
        r' "properties": {"cut": "\ud83d", "path": "c:\\u0000"}}'
    )

    assert (said.user_id, said.name) == ("ab", r"Paid\u0000")
    assert json.loads(said.properties)["cut"] == "?"


def test_a_clock_that_is_off_is_put_right():
    said = segment(
        {
            "type": "track",
            "event": "Paid",
            "userId": "u",
            "timestamp": "2019-01-01T00:00:00Z",
            "sentAt": "2019-01-01T00:00:30.500Z",
        }
    )

    assert said.at == NOON - timedelta(seconds=30.5)
    assert json.loads(said.properties)["times"] == {
        "said": "2019-01-01T00:00:00+00:00",
        "sent": "2019-01-01T00:00:30.500000+00:00",
        "received": NOON.isoformat(),
    }


@pytest.mark.parametrize(
    ("stamp", "at"),
    [
        ("2026-03-02T11:00:00+01:00", NOON - timedelta(hours=2)),
        ("2026-03-02T11:59:00", NOON - timedelta(minutes=1)),
        (1772452740, NOON - timedelta(minutes=1)),
        (1772452740000, NOON - timedelta(minutes=1)),
        ("2031-01-01T00:00:00Z", NOON + timedelta(minutes=5)),
        ("0001-01-01T00:00:00Z", NOON - timedelta(days=396)),
        (None, NOON),
    ],
)
def test_a_time_alone_is_believed_within_limits(stamp, at):
    assert segment({"type": "page", "anonymousId": "a", "timestamp": stamp}).at == at


def test_what_came_without_a_message_id_gets_one_of_its_own():
    body = {"type": "page", "anonymousId": "a"}

    one, other = segment(body), segment(body, received_at=NOON + timedelta(seconds=1))

    assert one.message_id == segment(body).message_id != other.message_id


def test_digests_part_sources_and_messages():
    assert digest_of(1, "a") == digest_of(1, "a")
    assert len({digest_of(1, "a"), digest_of(2, "a"), digest_of(1, "b")}) == 3


def test_an_alias_links_the_former_id():
    said = segment({"type": "alias", "previousId": "a-1", "userId": "u"})

    assert (said.user_id, said.links, said.name) == ("u", ("a-1",), "identified")


def test_a_machine_is_told_apart():
    body = {"type": "page", "anonymousId": "a", "context": {"userAgent": "Googlebot/2.1"}}

    assert "machine" in json.loads(segment(body).properties)
    assert "machine" not in json.loads(
        segment({"type": "page", "anonymousId": "a"}, agent=CHROME).properties
    )


def test_what_gives_a_machine_away_is_the_same_in_every_process():
    assert machine("Googlebot/2.1") == "Google"


def test_the_library_of_a_server_is_no_machine_that_looks():
    body = {"type": "track", "event": "Paid", "userId": "u"}

    assert segment(body, agent="analytics-python/2.4.0").agent == ""


def test_posthog_before_and_after_somebody_is_known():
    before = posthog("$pageview", "d-1", **{"$device_id": "d-1", "$is_identified": False})
    who = posthog("$identify", "ann", **{"$anon_distinct_id": "d-1", "$set": {"name": "Ann"}})
    after = posthog("$pageview", "ann", **{"$device_id": "d-1", "$is_identified": True})

    assert (before.user_id, before.anonymous_id, before.name) == ("", "d-1", "page viewed")
    assert (who.user_id, who.anonymous_id, who.traits) == ("ann", "d-1", {"name": "Ann"})
    assert (after.user_id, after.anonymous_id) == ("ann", "d-1")


def test_posthog_on_a_server_names_people_unless_it_says_otherwise():
    named = posthog("Paid", "ann")
    nobody = posthog("Paid", "x-1", **{"$process_person_profile": False})

    assert (named.user_id, named.anonymous_id) == ("ann", "")
    assert (nobody.user_id, nobody.anonymous_id) == ("", "x-1")


def test_posthog_alias_and_group():
    alias = posthog("$create_alias", "before", alias="ann")
    with pytest.raises(Unreadable) as caught:
        posthog("$groupidentify", "company_7", **{"$group_type": "company", "$group_key": 7})

    assert (alias.user_id, alias.links) == ("ann", ("before",))
    assert caught.value.reason == "no_id"


def test_the_alias_of_a_known_person_is_who_they_also_were():
    """As posthog-js sends it after identify."""
    alias = posthog("$create_alias", "ann", alias="old", **{"$is_identified": True})

    assert (alias.user_id, alias.links) == ("ann", ("old",))


def test_a_person_made_up_for_what_is_told_of_a_group_is_nobody():
    """As posthog for Python sends it; a browser that is not known yet has such an id of its own."""
    by_chance = "0a4f3c52-2a52-4a4e-9d6b-6f8d1f0c9b1e"
    group = {"$group_type": "company", "$group_key": 7}

    with pytest.raises(Unreadable) as caught:
        posthog("$groupidentify", by_chance, **group)
    browser = posthog("$groupidentify", by_chance, **group, **{"$device_id": by_chance})

    assert caught.value.reason == "no_id"
    assert browser.anonymous_id == by_chance


def test_posthog_engage_tells_something_about_a_person():
    body = {"$distinct_id": "ann", "$token": "t", "$set": {"plan": "gold"}}

    said = read(arrived(body, "posthog", "engage"))

    assert (said.kind, said.user_id, said.traits) == ("identify", "ann", {"plan": "gold"})


def test_the_write_key_is_no_property():
    assert json.loads(posthog("Paid", "ann", token="t", size=2).properties) == {
        "size": 2,
        "source_id": 3,
        "user_id": "ann",
    }


def test_posthog_tells_the_time_by_how_long_ago():
    body = {"event": "Paid", "distinct_id": "ann", "offset": 1500}

    assert read(arrived(body, "posthog")).at == NOON - timedelta(seconds=1.5)


def test_posthog_keeps_where_a_visit_came_from():
    said = posthog("$pageview", "ann", **{"$current_url": "https://x.example/", "utm_source": "n"})

    assert said.url == "https://x.example/"
    assert json.loads(said.properties)["context"] == {"campaign": {"source": "n"}}


def test_traits_in_the_words_of_contacts():
    said = told(
        {
            "email": " ann@example.org ",
            "firstName": "Ann",
            "address": {"city": "Malang", "postalCode": "65111"},
            "birthday": "1990-02-03T00:00:00Z",
            "plan": "gold",
            "nested": {"a": 1},
        }
    )

    assert said.email == "ann@example.org"
    assert said.attributes == {
        "given_name": "Ann", "city": "Malang", "postal_code": "65111", "born_on": "1990-02-03",
    }  # fmt: skip
    assert said.fields == {"plan": "gold"}


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(inner, max_size=3)
    return lists | st.dictionaries(st.text(max_size=8), inner, max_size=4)


plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
anything = st.recursive(plain, nested, max_leaves=8)
KEYS = """type event name messageId anonymousId userId previousId groupId traits properties context
timestamp originalTimestamp sentAt distinct_id uuid offset sent_at $set $set_once""".split()  # noqa: SIM905
INNER = """$device_id $is_identified $anon_distinct_id alias $current_url $insert_id page campaign
traits userAgent url email address name""".split()  # noqa: SIM905
inside = st.dictionaries(st.sampled_from(INNER), anything, max_size=5)
bodies = st.dictionaries(st.sampled_from(KEYS), anything | inside, max_size=8)
kinds = st.sampled_from(["", "track", "page", "identify", "group", "alias", "screen"])


@given(bodies, bodies, kinds, st.sampled_from(["segment", "posthog", "other"]))
def test_whatever_is_sent_is_read_or_has_a_reason(body, shared, kind, family):
    try:
        said = read(arrived(json.dumps(body), family, kind, shared=json.dumps(shared)))
    except Unreadable:
        return
    assert said.user_id or said.anonymous_id
    assert NOON - timedelta(days=396) <= said.at <= NOON + timedelta(minutes=5)
    assert "\x00" not in said.properties.decode() + said.name + said.url
    assert isinstance(json.loads(said.properties), dict)
    told(said.traits)


@given(st.text(max_size=60))
def test_whatever_text_is_sent_is_read_or_has_a_reason(text):
    for family in ("segment", "posthog"):
        with pytest.raises(Unreadable):
            read(arrived(text, family, "track", shared=""))
