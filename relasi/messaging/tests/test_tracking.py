"""Opens, clicks, leaving and choosing, through HTTP as mail programs and providers do it."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.consent import public as consent_reads
from relasi.consent import testing as consent
from relasi.contacts import public as contacts
from relasi.contacts.models import Contact
from relasi.contacts.testing import make_contact
from relasi.kernel import bus, clock, tokens
from relasi.messaging import public as messaging
from relasi.messaging.actions.hits import MOST_HITS
from relasi.messaging.content import tracking
from relasi.messaging.events import Unsubscribed
from relasi.messaging.ledger import claiming
from relasi.messaging.models import Delivery, Hit, Mailing, Unsubscription
from relasi.messaging.testing import make_mailing
from relasi.timeline.models import Event

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGE = "https://kopi.example/a?b=1&c=2"


@pytest.fixture
def delivery():
    """One mail that left an hour ago, to somebody who had said yes."""
    accounts.make_organisation(name="Kopi Lereng", language="en")
    contact_id = make_contact()
    consent.grant(contact_id)
    make_mailing([contact_id])
    Delivery.objects.update(state="sent", sent_at=clock.now() - timedelta(hours=1))
    return Delivery.objects.get()


def click_token(delivery, url=PAGE):
    return tokens.sign(tracking.CLICK, [delivery.pk, url])


def leave_url(delivery):
    return f"/u/{tokens.sign(tracking.LEAVE, delivery.pk)}/"


def hits():
    return list(Hit.objects.order_by("pk").values_list("kind", "by"))


def done(delivery):
    """What the one row of the mailing's engagement says was done."""
    with connection.cursor() as cursor:
        cursor.execute(messaging.engagement_sql(), {"mailing": delivery.mailing_id})
        (row,) = cursor.fetchall()
        names = [column.name for column in cursor.description or ()]
    return {name for name, value in zip(names, row, strict=True) if value is True}


def permitted(delivery):
    return consent_reads.may(delivery.contact_id, channel="email", purpose="marketing")


def test_a_click_leads_to_the_address_in_the_mail_and_counts_for_a_person(client, delivery):
    answer = client.get(f"/c/{click_token(delivery)}", headers={"user-agent": FIREFOX})

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert hits() == [("click", "human")]
    event = Event.objects.get(name="link clicked")
    assert (event.url, event.by_machine, event.channel) == (PAGE, False, "mail")


def test_there_is_no_way_to_another_address(client, delivery):
    good = click_token(delivery)
    forged = tokens.sign(tracking.OPEN, [delivery.pk, "https://evil.example"])

    for token in (forged, good[:-2] + "AA", good[5:], "https://evil.example", "x"):
        answer = client.get(f"/c/{token}", headers={"user-agent": FIREFOX})
        assert answer.status_code == 404
        assert "Location" not in answer
    assert hits() == []


@pytest.mark.parametrize(
    "headers",
    [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}, {"x-moz": "prefetch"}],
)
def test_looking_ahead_counts_for_nobody(client, delivery, headers):
    open_url = f"/o/{tokens.sign(tracking.OPEN, delivery.pk)}.gif"
    for url in (f"/c/{click_token(delivery)}", open_url):
        client.get(url, headers={"user-agent": FIREFOX, **headers})
        client.head(url, headers={"user-agent": FIREFOX})

    assert hits() == []


def test_the_picture_counts_as_an_open_and_is_always_a_picture(client, delivery):
    good = client.get(
        f"/o/{tokens.sign(tracking.OPEN, delivery.pk)}.gif", headers={"user-agent": FIREFOX}
    )
    bad = client.get("/o/nonsense.gif")

    assert good.content == bad.content
    assert good["Content-Type"] == "image/gif"
    assert hits() == [("open", "human")]
    assert Event.objects.filter(name="email opened", by_machine=False).count() == 1


def test_who_asks_not_to_be_watched_is_not_counted_as_opening(client, delivery):
    client.get(
        f"/o/{tokens.sign(tracking.OPEN, delivery.pk)}.gif",
        headers={"user-agent": FIREFOX, "sec-gpc": "1"},
    )
    assert hits() == []


@pytest.mark.parametrize(
    ("written", "sent_to"),
    [
        ("https://kopi.example/kopi-é", "https://kopi.example/kopi-%C3%A9"),
        ("https://kopi.example/珈琲?q=豆", "https://kopi.example/%E7%8F%88%E7%90%B2?q=%E8%B1%86"),
        ("https://kopi.example/a\r\nSet-Cookie: x", "https://kopi.example/a%0D%0ASet-Cookie:%20x"),
    ],
)
def test_an_address_beyond_ascii_leads_where_it_was_meant_to(client, delivery, written, sent_to):
    answer = client.get(f"/c/{click_token(delivery, written)}", headers={"user-agent": FIREFOX})

    assert (answer.status_code, answer["Location"]) == (302, sent_to)


def test_a_machine_that_fetches_a_mail_again_and_again_hides_no_person(client, delivery):
    picture = f"/o/{tokens.sign(tracking.OPEN, delivery.pk)}.gif"
    for _ in range(MOST_HITS + 1):
        client.get(picture, headers={"user-agent": "Barracuda Sentinel"})
    client.get(picture, headers={"user-agent": FIREFOX})
    client.get(f"/c/{click_token(delivery)}", headers={"user-agent": FIREFOX})

    assert hits() == [("open", "machine")] * MOST_HITS + [("open", "human"), ("click", "human")]


def test_a_scanner_that_follows_every_link_is_found_out_and_taken_back(client, delivery):
    for number in range(3):
        url = f"https://kopi.example/{number}"
        client.get(f"/c/{click_token(delivery, url)}", headers={"user-agent": FIREFOX})

    assert hits() == [("click", "machine")] * 3
    assert not Event.objects.filter(name="link clicked", by_machine=False).exists()
    assert "clicked_by_person" not in done(delivery)


def test_a_hit_within_two_seconds_of_sending_is_a_machine(client, delivery):
    Delivery.objects.update(sent_at=clock.now())
    client.get(f"/c/{click_token(delivery)}", headers={"user-agent": FIREFOX})

    (hit,) = Hit.objects.all()
    assert (hit.by, hit.evidence) == ("machine", ["too_fast"])


def test_engagement_counts_people_once(client, delivery):
    open_url = f"/o/{tokens.sign(tracking.OPEN, delivery.pk)}.gif"
    for _ in range(3):
        client.get(open_url, headers={"user-agent": FIREFOX})
    client.get(open_url, headers={"user-agent": "GoogleImageProxy"})
    client.get(f"/c/{click_token(delivery)}", headers={"user-agent": FIREFOX})
    client.post(leave_url(delivery))

    assert done(delivery) == {
        "opened_by_person",
        "opened_by_unknown",
        "clicked_by_person",
        "unsubscribed",
    }


def test_looking_at_the_unsubscribe_page_unsubscribes_nobody(client, delivery):
    shown = client.get(leave_url(delivery), headers={"user-agent": FIREFOX})
    looked = client.head(leave_url(delivery))

    assert (shown.status_code, looked.status_code) == (200, 200)
    assert b"Kopi Lereng" in shown.content
    assert delivery.address.encode() not in shown.content
    assert permitted(delivery)
    assert not Unsubscription.objects.exists()


@pytest.mark.parametrize(
    ("body", "content_type", "agent"),
    [
        ("List-Unsubscribe=One-Click", "application/x-www-form-urlencoded", "GoogleBot/2.1"),
        ("List-Unsubscribe=One-Click", "application/x-www-form-urlencoded", ""),
        (
            (
                '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
                "One-Click\r\n--b--\r\n"
            ),
            "multipart/form-data; boundary=b",
            "Java/17",
        ),
        ("", "application/x-www-form-urlencoded", "curl/8"),
        ("", "text/plain", "go-http-client"),
        ("garbage", "multipart/form-data", "x"),
        ("\xff\xfe%%%", "application/x-www-form-urlencoded; charset=nonsense", "x"),
        ('{"a": 1', "application/json", "okhttp"),
    ],
)
def test_one_click_unsubscribes_whatever_the_provider_posts(
    client, delivery, body, content_type, agent
):
    heard: list[Unsubscribed] = []
    bus.listen(Unsubscribed, heard.append)

    answer = client.generic(
        "POST",
        leave_url(delivery),
        body.encode("latin-1"),
        content_type=content_type,
        headers={"user-agent": agent},
    )

    assert answer.status_code == 200
    assert not permitted(delivery)
    assert Unsubscription.objects.get().via == "one_click"
    assert heard[-1] == Unsubscribed(delivery.pk, delivery.contact_id, delivery.mailing_id)
    assert Event.objects.filter(name="unsubscribed").count() == 1


def test_unsubscribing_again_is_quiet(client, delivery):
    for _ in range(3):
        assert client.post(leave_url(delivery)).status_code == 200

    assert Unsubscription.objects.count() == 1
    assert len(consent_reads.history(delivery.contact_id)) == 2


def test_another_persons_cut_or_reused_token_changes_nothing(client, delivery):
    good = tokens.sign(tracking.LEAVE, delivery.pk)
    for token in (good[:-1], good + "x", tokens.sign(tracking.OPEN, delivery.pk)):
        assert client.post(f"/u/{token}/").status_code == 404
        assert client.post(f"/u/{token}/preferences/").status_code == 404

    assert permitted(delivery)


def test_the_link_of_a_test_mail_unsubscribes_nobody(client, delivery):
    answer = client.post(f"/u/{tokens.sign(tracking.LEAVE, 0)}/")

    assert answer.status_code == 200
    assert b"test mail" in answer.content
    assert permitted(delivery)


def test_the_pages_speak_the_language_of_the_contact(client, delivery):
    Contact.objects.update(language="id")

    page = client.get(leave_url(delivery))

    assert "Berhenti berlangganan" in page.content.decode()
    client.cookies["relasi_language"] = "en"
    assert "Unsubscribe" in client.get(leave_url(delivery)).content.decode()


def test_choosing_writes_only_what_changed_and_leaving_there_counts(client, delivery):
    url = f"{leave_url(delivery)}preferences/"
    page = client.get(url).content.decode()
    assert 'value="email.marketing" checked' in page

    client.post(url, {"wanted": ["email.marketing", "email.personalise"]})
    assert consent_reads.may(delivery.contact_id, channel="email", purpose="personalise")
    assert len(consent_reads.history(delivery.contact_id)) == 2

    client.post(url, {"wanted": ["email.personalise"]})
    assert not permitted(delivery)
    assert Unsubscription.objects.get().via == "preferences"


def test_leaving_by_a_mail_of_someone_who_was_merged_away_holds_for_who_stays(client):
    accounts.make_organisation(name="Kopi Lereng", language="en")
    pair = [make_contact(), make_contact()]
    for contact_id in pair:
        consent.grant(contact_id)
    make_mailing(pair)
    Delivery.objects.update(state="sent", sent_at=clock.now() - timedelta(hours=1))
    kept = contacts.merge_contacts(one_id=pair[0], other_id=pair[1], by=SYSTEM, now=clock.now())
    theirs = Delivery.objects.exclude(contact_id=kept).get()

    client.get(f"/c/{click_token(theirs)}", headers={"user-agent": FIREFOX})
    assert "checked" in client.get(f"{leave_url(theirs)}preferences/").content.decode()
    client.post(leave_url(theirs), {"List-Unsubscribe": "One-Click"})

    assert not consent_reads.may(kept, channel="email", purpose="marketing")
    told = Event.objects.filter(name__in=["link clicked", "unsubscribed"])
    assert set(told.values_list("contact_id", flat=True)) == {kept}


def test_an_unsubscribed_person_is_left_out_of_what_still_waits(client, delivery):
    other = make_mailing([delivery.contact_id])
    client.post(leave_url(delivery))
    Mailing.objects.filter(pk=other).update(state="sending")
    claiming.claim_messages(other, claim=uuid.uuid4(), holding=(), limit=9, now=clock.now())

    assert messaging.counts(other)["suppressed"] == 1


@pytest.mark.parametrize("path", ["/u/cut-off/", "/u/cut-off/preferences/", "/c/cut-off"])
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "nothing is kept any more about whom the mail went to"), ("id", "tidak lagi disimpan")],
)
def test_a_dead_link_says_what_may_be_so(client, path, language, sentence):
    answer = client.get(path, headers={"Accept-Language": language})

    assert answer.status_code == 404
    assert sentence in answer.content.decode()
