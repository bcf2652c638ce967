"""Consent, before anything else is done with what arrives."""

import itertools
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relasi.accounts.public import SYSTEM
from relasi.consent import public as consent
from relasi.consent.models import Consent
from relasi.consent.testing import grant, withdraw
from relasi.contacts import public as contacts
from relasi.contacts.models import Contact
from relasi.contacts.testing import make_contact
from relasi.timeline.actions.retention import let_go
from relasi.timeline.models import (
    Arrival,
    DaySalt,
    Event,
    Glimpse,
    Intake,
    Session,
    Sighting,
    Visitor,
)
from relasi.timeline.models import Quarantined as Quarantine

from .arriving import (
    NOW,
    arrive,
    collect,
    contact_of,
    identify,
    is_balanced,
    make_site,
    outcomes,
    page,
    send,
    track,
    visitor,
)

pytestmark = pytest.mark.django_db
SECRET = "jalan-rahasia-7"
TURNS = itertools.count()


def with_consent(event, at=None, **preferences):
    """The event as our own script sends it, with what was chosen."""
    said = {"mode": "required", "categoryPreferences": preferences}
    if at:
        said["chosenAt"] = at.isoformat()
    return event | {"context": event.get("context", {}) | {"consent": said}}


def stored_text():
    """Everything that the timeline and the people it knows hold, as one text."""
    tables = (
        "timeline_event", "timeline_visitor", "timeline_session", "timeline_sighting",
        "timeline_glimpse", "timeline_quarantined", "timeline_arrival", "timeline_daysalt",
        "contacts_contact", "contacts_identity", "consent_consent",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT to_jsonb(t)::text FROM {table} t" for table in tables)
        )
        return "\n".join(text for (text,) in cursor.fetchall())


def personal(kind, message_id, **more):
    """An event that says everything about somebody."""
    return {
        "type": kind,
        "messageId": message_id,
        "event": "Added",
        "userId": f"user-{SECRET}",
        "anonymousId": f"device-{SECRET}",
        "traits": {"email": f"{SECRET}@example.org", "name": SECRET},
        "context": {
            "traits": {"email": f"{SECRET}@example.org"},
            "ip": "203.0.113.77",
            "page": {
                "url": f"https://shop.example/cart?utm_source=news&gclid={SECRET}",
                "referrer": f"https://mail.example/?to={SECRET}",
                "search": f"?utm_source=news&gclid={SECRET}",
            },
        },
    } | more


def test_before_consent_nothing_of_an_event_is_kept_where_the_source_asks_first():
    site = make_site(consent_mode="required")

    send(site, personal("page", "m1"), personal("identify", "m2"), ip="203.0.113.77")

    assert outcomes() == {"received": 2, "withheld": 2}
    assert Intake.objects.get(outcome="withheld").reason == "not_asked"
    assert is_balanced()
    assert SECRET not in stored_text()
    assert "203.0.113.77" not in stored_text()
    assert not Contact.objects.exists()
    assert [(g.name, g.body) for g in Glimpse.objects.order_by("pk")] == [
        ("page viewed", ""),
        ("identified", ""),
    ]


def test_who_refused_leaves_no_trace_anywhere():
    for mode in ("required", "cookieless", "granted"):
        site = make_site(mode, consent_mode=mode)
        send(site, with_consent(personal("page", f"{mode}-1"), NOW, collect=False))

    assert outcomes() == {"received": 3, "withheld": 3}
    assert {row.reason for row in Intake.objects.filter(outcome="withheld")} == {"consent_refused"}
    assert SECRET not in stored_text()


def test_without_cookies_a_visit_is_counted_and_nobody_is_in_it():
    site = make_site(consent_mode="cookieless")

    send(site, personal("page", "m1"), personal("identify", "m2"), ip="203.0.113.77", agent="A")

    assert outcomes() == {"received": 2, "stored": 2}
    assert SECRET not in stored_text()
    assert "203.0.113.77" not in stored_text()
    assert not Contact.objects.exists()
    assert not Sighting.objects.exists()
    visit = Session.objects.get()
    assert (visit.source, visit.events, visit.click_id) == ("news", 2, "")
    assert visit.landing == "https://shop.example/cart?utm_source=news"


def test_without_cookies_no_click_is_kept_wherever_it_is_told():
    searched = page("a-1", "m1")
    searched["context"] = {"page": {"search": f"?utm_source=news&gclid={SECRET}"}}

    send(make_site(consent_mode="cookieless"), searched)

    visit = Session.objects.get()
    assert (visit.source, visit.click_kind, visit.click_id) == ("news", "", "")


def test_a_visitor_without_cookies_is_one_for_a_day_and_another_on_the_next():
    site = make_site(consent_mode="cookieless")
    known = {"ip": "203.0.113.7", "agent": "Mozilla/5.0"}

    send(site, page("a", "m1"), page("b", "m2"), **known)
    send(site, page("a", "m3"), ip="203.0.113.8", agent="Mozilla/5.0")
    assert Visitor.objects.count() == 2

    tomorrow = NOW + timedelta(days=1)
    before = DaySalt.objects.get().salt
    arrived = {"received_at": tomorrow, **known}
    Arrival.objects.create(
        source_id=site, family="segment", body=json.dumps(page("a", "m4")), **arrived
    )
    collect(tomorrow)
    assert Visitor.objects.count() == 3
    (salt,) = DaySalt.objects.all()
    assert (salt.day, bytes(salt.salt) != bytes(before)) == (tomorrow.date(), True)


def test_consent_without_a_profile_keeps_the_device_and_not_the_person():
    site = make_site(consent_mode="required")

    send(
        site,
        with_consent(page("a-1", "m1", "ann"), NOW, collect=True, profile=False),
        with_consent(identify("ann", "m2", "a-1", email="ann@example.org"), NOW,
                     collect=True, profile=False),
    )  # fmt: skip

    assert outcomes() == {"received": 2, "stored": 2}
    assert {e.contact_id for e in Event.objects.all()} == {visitor("a-1").pk}
    assert contact_of("ann") is None
    assert contact_of("ann@example.org", "email") is None
    assert not Sighting.objects.exists()
    assert "ann@example.org" not in stored_text()
    assert '"ann"' not in stored_text().replace("\\", "")


def test_no_client_tells_of_the_person_by_another_name():
    told = {"event": "$pageview", "properties": {
        "distinct_id": f"user-{SECRET}", "$device_id": f"device-{SECRET}", "$is_identified": True,
        "$user_id": f"user-{SECRET}", "$session_id": f"visit-{SECRET}", "gclid": SECRET,
        "$current_url": f"https://shop.example/cart?utm_source=news&gclid={SECRET}",
        "$initial_current_url": f"https://shop.example/?gclid={SECRET}", "$os": "Linux",
        "$set_once": {"$initial_gclid": SECRET}, "size": "XL",
    }}  # fmt: skip

    send(make_site(consent_mode="cookieless"), told, family="posthog")

    assert SECRET not in stored_text()
    kept = Event.objects.get().properties
    assert kept["$current_url"] == "https://shop.example/cart?utm_source=news"
    assert (kept["$os"], kept["size"]) == ("Linux", "XL")


def test_without_a_profile_no_client_tells_of_the_person_by_another_name():
    told = {"event": "Added", "properties": {
        "distinct_id": f"user-{SECRET}", "$device_id": "a-1", "$is_identified": True,
        "$user_id": f"user-{SECRET}", "$set": {"email": f"{SECRET}@example.org"}, "size": "XL",
    }}  # fmt: skip
    site = make_site(consent_mode="required")
    agreed = {"context": {"consent": {"categoryPreferences": {"collect": True}}}}

    send(site, told, family="posthog", shared=json.dumps(agreed))
    send(site, {"type": "track", "messageId": "m1", "event": "Added", "anonymousId": "a-1",
                "properties": {"userId": SECRET, "email": SECRET}, **agreed})  # fmt: skip

    assert SECRET not in stored_text()


def test_a_page_says_its_address_as_plainly_in_its_properties():
    looked = page("a-1", "m1")
    looked["properties"] = {
        "url": f"https://shop.example/cart?utm_source=news&token={SECRET}",
        "search": f"?utm_source=news&gclid={SECRET}",
        "referrer": f"https://mail.example/?to={SECRET}",
        "path": "/cart",
        "seen": [{"link": f"https://shop.example/?gclid={SECRET}", "fbclid": SECRET}],
    }

    send(make_site(consent_mode="cookieless"), looked)

    assert SECRET not in stored_text()
    kept = Event.objects.get().properties
    assert (kept["url"], kept["search"], kept["path"]) == (
        "https://shop.example/cart?utm_source=news", "?utm_source=news", "/cart",
    )  # fmt: skip


def test_a_yes_is_kept_in_the_ledger_with_its_proof():
    site = make_site("Web shop", consent_mode="required")
    chosen = NOW - timedelta(minutes=3)

    send(
        site,
        with_consent(
            page("a-1", "m1", "ann"), chosen, collect=True, profile=True, personalise=False
        ),
        ip="203.0.113.9",
    )

    ann = contact_of("ann")
    assert {(c.purpose, c.granted) for c in consent.standing([ann], "web")[ann]} == {
        ("collect", True),
        ("profile", True),
        ("personalise", False),
    }
    line = Consent.objects.get(purpose="collect")
    assert (line.source, line.stated_at) == ("web: Web shop", chosen)
    assert line.proof == {
        "source_id": site,
        "message_id": "m1",
        "words": "categories",
        "page": "https://shop.example/m1",
        "ip": "203.0.113.9",
        "browser": "a-1",
    }

    send(site, with_consent(page("a-1", "m2", "ann"), chosen, collect=True, profile=True))
    assert Consent.objects.count() == 3


def test_what_nobody_chose_is_no_statement():
    site = make_site(consent_mode="granted")
    unasked = page("a-1", "m1", "ann")
    unasked["context"]["consent"] = {"mode": "granted", "categoryPreferences": {"collect": True}}

    send(site, unasked)

    assert contact_of("ann") is not None
    assert not Consent.objects.exists()


def test_a_withdrawal_elsewhere_holds_from_the_next_event_on():
    ann = make_contact(external_id="ann")
    site = make_site(consent_mode="granted")
    chosen = NOW - timedelta(days=900)
    agreed = {"collect": True, "profile": True}
    send(site, with_consent(track("ann", "m1"), chosen, **agreed))
    assert Event.objects.filter(contact_id=ann, channel="web").count() == 1

    grant(ann, channel="web", purpose="collect")
    withdraw(ann, channel="web", purpose="collect")
    send(site, with_consent(track("ann", "m2"), chosen, **agreed), track("ann", "m3"))

    assert Event.objects.filter(contact_id=ann, channel="web").count() == 1
    assert outcomes()["withheld"] == 2


def test_a_yes_without_its_time_does_not_undo_a_withdrawal_however_often_it_is_repeated():
    ann = make_contact(external_id="ann")
    withdraw(ann, channel="web", purpose="collect")
    site = make_site(consent_mode="required")

    for number in range(3):
        repeated = track("ann", f"m{number}")
        repeated["context"] = {"consent": {"categoryPreferences": {"collect": True}}}
        send(site, repeated)

    assert outcomes() == {"received": 3, "withheld": 3}
    assert [(c.purpose, c.granted) for c in consent.standing([ann], "web")[ann]] == [
        ("collect", False)
    ]
    assert Consent.objects.count() == 1


@pytest.mark.parametrize("ahead", [timedelta(hours=7), timedelta(days=900)])
def test_a_clock_that_is_wrong_undoes_no_withdrawal(ahead):
    ann = make_contact(external_id="ann")
    site = make_site(kind="server")
    consent.withdraw(contact_id=ann, channel="web", purpose="collect", source="form",
                     by=SYSTEM, now=NOW - timedelta(hours=1))  # fmt: skip
    agreed = {"collect": True, "profile": True}
    before, after = NOW - timedelta(hours=2), NOW - timedelta(minutes=5)

    repeated = with_consent(track("ann", "m1"), before + ahead, **agreed)
    send(site, repeated | {"sentAt": (NOW + ahead).isoformat()})
    send(site, with_consent(track("ann", "m2"), NOW + ahead, **agreed))
    assert outcomes() == {"received": 2, "withheld": 2}

    again = with_consent(track("ann", "m3"), after + ahead, **agreed)
    send(site, again | {"sentAt": (NOW + ahead).isoformat()})
    assert outcomes() == {"received": 3, "withheld": 2, "stored": 1}
    assert Consent.objects.get(purpose="collect", granted=True).stated_at == after


def test_a_withdrawal_holds_on_the_browsers_of_the_person_also_signed_out():
    site = make_site(consent_mode="required")
    chosen = NOW - timedelta(days=900)
    agreed = {"collect": True, "profile": True}
    send(site, with_consent(page("a-1", "m1", "ann"), chosen, **agreed))
    withdraw(contact_of("ann"), channel="web", purpose="collect")

    send(site, with_consent(page("a-1", "m2"), chosen, **agreed))
    assert outcomes() == {"received": 2, "stored": 1, "withheld": 1}

    send(site, with_consent(page("a-1", "m3"), NOW, **agreed))
    assert outcomes()["stored"] == 2


def test_who_may_not_be_known_any_more_is_not_known_by_the_browser():
    site = make_site(consent_mode="required")
    chosen = NOW - timedelta(days=1)
    send(site, with_consent(page("a-1", "m1", "ann"), chosen, collect=True, profile=True))
    ann = contact_of("ann")

    for number, user in enumerate(["ann", None]):
        looked = page("a-1", f"after-{number}", user)
        send(site, with_consent(looked, NOW, collect=True, profile=False))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT url FROM timeline_event_of_people WHERE contact_id = %s AND channel = 'web'",
            [ann],
        )
        assert cursor.fetchall() == [("https://shop.example/m1",)]
    assert outcomes() == {"received": 3, "stored": 3}


def test_who_says_yes_again_where_they_are_surely_known_is_known_again():
    ann = make_contact(external_id="ann")
    withdraw(ann, channel="web", purpose="collect")
    server = make_site(kind="server")

    send(server, with_consent(track("ann", "m1"), NOW, collect=True, profile=True))

    assert Event.objects.filter(contact_id=ann, channel="web").count() == 1
    assert {c.purpose: c.granted for c in consent.standing([ann], "web")[ann]} == {
        "collect": True,
        "profile": True,
    }


def standing_of(contact_id):
    cards = consent.standing([contact_id], "web").get(contact_id, ())
    return {card.purpose: card.granted for card in cards}


def test_a_browser_says_yes_for_nobody_who_is_known_but_itself():
    ann = make_contact(external_id="ann")
    site = make_site(consent_mode="required")
    yes = {"collect": True, "profile": True}

    send(site, with_consent(page("of-anybody", "m1", "ann"), NOW, **yes))
    assert not Consent.objects.exists()
    send(site, page("another", "m2", "ann"))
    assert outcomes() == {"received": 2, "stored": 1, "withheld": 1}

    withdraw(ann, channel="web", purpose="collect")
    send(site, with_consent(page("of-anybody", "m3", "ann"), NOW, **yes))
    assert standing_of(ann) == {"collect": False}
    assert outcomes()["withheld"] == 2


def test_an_address_that_somebody_has_lends_no_yes_to_them():
    ann = make_contact(emails=["ann@example.org"])
    yes = with_consent(identify("new", "m1", "a-1", email="ann@example.org"), NOW, collect=True)

    send(make_site(), yes)

    assert contact_of("new") == ann
    assert not Consent.objects.exists()


def test_who_refused_at_a_browser_takes_it_back_there_and_nowhere_else():
    ann = make_contact(external_id="ann")
    site = make_site(consent_mode="required")
    before, yes = NOW - timedelta(hours=2), {"collect": True, "profile": True}
    send(site, with_consent(page("a-1", "m1", "ann"), before, collect=False))
    assert standing_of(ann) == {"collect": False}

    send(site, with_consent(page("a-2", "m2", "ann"), NOW, **yes))
    assert standing_of(ann)["collect"] is False
    assert outcomes() == {"received": 2, "withheld": 2}

    send(site, with_consent(page("a-1", "m3", "ann"), NOW, **yes))
    assert standing_of(ann)["collect"] is True
    assert outcomes() == {"received": 3, "withheld": 2, "stored": 1}


def test_a_no_of_somebody_known_is_recorded_though_the_event_is_not_kept():
    ann = make_contact(external_id="ann")

    send(make_site(), with_consent(track("ann", "m1"), NOW, collect=False))

    assert outcomes() == {"received": 1, "withheld": 1}
    assert [(c.purpose, c.granted) for c in consent.standing([ann], "web")[ann]] == [
        ("collect", False)
    ]


def test_the_signal_of_the_browser_is_heeded_unless_somebody_agreed_here():
    site = make_site(consent_mode="granted")

    send(site, page("a-1", "m1", "ann"), gpc=True)
    assert contact_of("ann") is None
    assert not Visitor.objects.filter(anonymous_id="a-1").exists()

    send(site, with_consent(page("a-1", "m2", "ann"), NOW, collect=True, profile=True), gpc=True)
    assert contact_of("ann") is not None


def test_an_order_of_who_refused_does_not_wait_in_quarantine():
    ordered = track("ann", "m1", "Order Completed")
    ordered["properties"] = {"order_id": SECRET, "currency": "QQQ", "total": 5}

    send(make_site(), with_consent(ordered, NOW, collect=False))

    assert outcomes() == {"received": 1, "withheld": 1}
    assert SECRET not in stored_text()


UNREADABLE = f'{{"type": "page", "anonymousId": "device-{SECRET}", "event": '


def test_what_nobody_can_read_waits_without_its_address_and_for_a_time():
    site = make_site(consent_mode="required", unread_days=2)

    send(site, UNREADABLE, ip="203.0.113.77")

    assert outcomes() == {"received": 1, "quarantined": 1}
    row = Quarantine.objects.get()
    assert (row.ip, row.body, row.keep_until) == ("", UNREADABLE, NOW + timedelta(days=2))
    assert Glimpse.objects.get().body == ""
    assert let_go(NOW + timedelta(days=2)) == 0
    let_go(NOW + timedelta(days=2, seconds=1))
    assert not Quarantine.objects.exists()
    assert outcomes() == {"received": 1, "quarantined": 1}


@pytest.mark.parametrize(
    ("mode", "chosen", "kept"),
    [
        ("required", {}, None),
        ("required", {"collect": False}, None),
        ("granted", {"collect": False}, None),
        ("required", {"collect": True}, ""),
        ("required", {"collect": True, "profile": True}, "203.0.113.77"),
        ("cookieless", {}, ""),
        ("granted", {}, "203.0.113.77"),
    ],
)
def test_what_cannot_be_taken_in_waits_as_consent_allows(mode, chosen, kept):
    bad = personal("page", "m1", timestamp="yesterday")

    send(make_site(consent_mode=mode), with_consent(bad, NOW, **chosen) if chosen else bad,
         ip="203.0.113.77")  # fmt: skip

    assert list(Quarantine.objects.values_list("ip", flat=True)) == [
        ip for ip in [kept] if ip is not None
    ]
    assert (SECRET in stored_text()) == (kept is not None)
    assert is_balanced()


def test_what_cannot_be_taken_in_of_who_refused_elsewhere_does_not_wait():
    ann = make_contact(external_id=f"user-{SECRET}")
    withdraw(ann, channel="web", purpose="collect")

    send(make_site(), personal("page", "m1", timestamp="yesterday"))

    assert outcomes() == {"received": 1, "withheld": 1}
    assert not Quarantine.objects.exists()


@pytest.mark.parametrize("told", [{}, {"userId": "u-2"}, {"userId": "u-2", "anonymousId": "b-2"}])
def test_what_cannot_be_taken_in_of_who_was_erased_does_not_wait(told):
    gone = [("external", f"user-{SECRET}"), ("anonymous", f"device-{SECRET}"),
            ("email", f"{SECRET}@example.org")]  # fmt: skip
    contacts.bar(gone, erasure_id=1, now=NOW)

    send(make_site(), personal("page", "m1", timestamp="yesterday", **told))

    assert Intake.objects.get(outcome="withheld").reason == "erased"
    assert SECRET not in stored_text()


def test_to_look_who_was_erased_asks_no_more_for_many_events_than_for_few():
    contacts.bar([("external", "gone")], erasure_id=1, now=NOW)
    site, asked = make_site(), []
    for many in (1, 20):
        for n in range(many):
            bad = {"timestamp": "yesterday"}
            arrive(site, identify(f"u-{many}", f"m{many}-{n}", phone=f"0812555{n:05}"))
            arrive(site, identify("v", f"n{many}-{n}", phone=f"0813555{n:05}") | bad)
        with CaptureQueriesContext(connection) as queries:
            collect()
        asked.append(sum("accounts_organisation" in one["sql"] for one in queries))

    assert asked[0] == asked[1] > 0


def test_the_signal_outlasts_quarantine():
    site = make_site()
    send(site, {"type": "page", "messageId": "m1"}, gpc=True)
    assert Quarantine.objects.get().gpc


def test_other_clients_words_open_the_gate_too():
    site = make_site(consent_mode="required")
    segment = page("a-1", "m1", "ann")
    segment["context"]["consent"] = {
        "categoryPreferences": {"Analytics": True, "Advertising": True}
    }
    rudder = page("a-2", "m2", "ben")
    rudder["context"]["consentManagement"] = {"allowedConsentIds": ["analytics", "marketing"]}

    send(site, segment, rudder)

    assert outcomes()["stored"] == 2
    assert contact_of("ann") is not None
    assert contact_of("ben") is not None


@pytest.mark.parametrize("consent_said", [5, True, 3.5, "mode", ["mode"], None])
def test_what_is_no_consent_at_all_stops_nobody(consent_said):
    odd = page("a-1", "m1", "ann")
    odd["context"]["consent"] = consent_said
    odd["context"]["consentManagement"] = {"allowedConsentIds": ["analytics", "marketing"]}

    send(make_site(consent_mode="required"), odd)

    assert outcomes() == {"received": 1, "stored": 1}
    assert Consent.objects.count() == 2


def test_a_repeat_shows_nothing_of_what_may_not_be_kept():
    site = make_site(consent_mode="cookieless")
    send(site, personal("page", "m1"))
    send(site, personal("page", "m1"))
    assert outcomes() == {"received": 2, "stored": 1, "repeated": 1}
    assert SECRET not in stored_text()


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["required", "cookieless", "granted"]),
            st.sampled_from(["page", "identify", "track"]),
            st.dictionaries(st.sampled_from(["collect", "profile"]), st.booleans()),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_is_said_all_is_accounted_for_and_no_name_is_kept_without_a_yes(said):
    for table in (Intake, Event, Quarantine, Consent, Glimpse):
        if table is Consent:
            with consent.erasing():
                Consent.objects.all().delete()
        else:
            table.objects.all().delete()
    turn = next(TURNS)
    sites = {mode: make_site(f"{mode} {turn}", consent_mode=mode)
             for mode in ("required", "cookieless", "granted")}  # fmt: skip
    for number, (mode, kind, chosen, signal) in enumerate(said):
        word = f"u{number}-{turn}"
        event = {"type": kind, "event": "Added", "messageId": word, "userId": word,
                 "anonymousId": f"d{word}"}  # fmt: skip
        send(sites[mode], with_consent(event, NOW, **chosen), gpc=signal)
        agreed = chosen.get("collect", mode == "granted" and not signal)
        known = agreed and chosen.get("profile", mode == "granted" and not signal)
        assert (contact_of(word) is not None) == known
    assert is_balanced()


def test_what_somebody_does_whose_data_are_not_used_is_only_counted_until_they_are_used_again():
    shop = make_site("server", kind="server")
    ann = make_contact("Ann", external_id=f"user-{SECRET}")
    consent.restrict(contact_id=ann, reason="", by=SYSTEM, now=NOW)

    send(shop, personal("track", "m1"))
    assert outcomes() == {"received": 1, "withheld": 1}
    assert Intake.objects.get(outcome="withheld").reason == "restricted"
    assert is_balanced()
    assert f"device-{SECRET}" not in stored_text()

    consent.release(contact_id=ann, by=SYSTEM, now=NOW)
    send(shop, personal("track", "m2"))
    assert outcomes() == {"received": 2, "withheld": 1, "stored": 1}


def test_whose_data_are_not_used_is_found_by_the_email_that_an_unknown_user_id_tells():
    ann = make_contact("Ann", email="ann@example.org")
    ben = make_contact("Ben", email="ben@example.org")
    consent.restrict(contact_id=ann, reason="", by=SYSTEM, now=NOW)
    withdraw(ben, channel="web", purpose="collect")
    said = [
        identify("new", "m1", "a-1", email="Ann@Example.org", city="Malang"),
        identify("newer", "m2", "a-2", email="ben@example.org"),
    ]

    send(make_site(), *said)

    assert outcomes() == {"received": 2, "withheld": 2}
    assert contact_of("new") is None
    assert contact_of("newer") is None
    assert Contact.objects.get(pk=ann).city == ""


@pytest.mark.parametrize(
    "said",
    [
        {"distinct_id": "user-1"},
        {"properties": {"distinct_id": "user-1"}},
        {"properties": {"distinct_id": "user-1", "$device_id": "device-9"}},
        {"properties": {"distinct_id": "device-1", "$device_id": "device-1"}},
        {"properties": {"distinct_id": "other", "$set": {"email": "ann@example.org"}}},
    ],
)
def test_what_posthog_says_of_who_was_erased_does_not_wait_either(said):
    gone = [("external", "user-1"), ("anonymous", "device-1"), ("email", "ann@example.org")]
    contacts.bar(gone, erasure_id=1, now=NOW)

    send(make_site(), {"event": "seen", "timestamp": "yesterday"} | said, family="posthog")

    assert outcomes() == {"received": 1, "withheld": 1}
    assert not Quarantine.objects.exists()


def test_what_posthog_says_in_vain_of_whose_data_are_not_used_does_not_wait():
    ann = make_contact(external_id="user-1")
    consent.restrict(contact_id=ann, reason="", by=SYSTEM, now=NOW)
    bad = {"event": "seen", "timestamp": "yesterday", "properties": {"distinct_id": "user-1"}}

    send(make_site(), bad, family="posthog")

    assert outcomes() == {"received": 1, "withheld": 1}
    assert not Quarantine.objects.exists()


def test_an_answer_names_the_version_of_the_text_it_was_given_to():
    site = make_site(kind="server")
    ann = make_contact("Ann", external_id=f"user-{SECRET}")
    name = consent.publish_text(
        channel="web", purpose="collect", language="en", words="Measure me.", by=SYSTEM, now=NOW
    )
    said = with_consent(personal("page", "m1"), NOW, collect=True, profile=True)
    said["context"]["consent"]["text"] = [name, "banner-7"]

    send(site, said)

    kept = {line.purpose: line for line in consent.history(ann)}
    assert (kept["collect"].text, kept["collect"].wording) == (name, "Measure me.")
    assert kept["profile"].text == ""
    assert Consent.objects.get(purpose="profile").proof["text"] == f"{name} banner-7"
