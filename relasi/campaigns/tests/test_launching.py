from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relasi.accounts.public import SYSTEM
from relasi.accounts.testing import actor, charlie, make_organisation
from relasi.audience import public as audience
from relasi.campaigns import public
from relasi.campaigns.actions.checking import check_mails
from relasi.campaigns.actions.launching import prepare, start_due, take_up_stranded
from relasi.campaigns.models import Campaign, Recipient
from relasi.campaigns.queries.of_contact import decisions_of
from relasi.campaigns.rules import draw
from relasi.campaigns.testing import (
    NOON,
    mailing_of,
    make_campaign,
    make_launched,
    make_reader,
    make_segment,
    make_template,
)
from relasi.campaigns.web.panels import said
from relasi.consent.testing import suppress, withdraw
from relasi.contacts.models import Identity
from relasi.contacts.testing import make_contact
from relasi.kernel.errors import NotAllowed, NotFound, Refused
from relasi.messaging import public as messaging
from relasi.messaging.actions.templates import archive_template

pytestmark = pytest.mark.django_db

TUESDAY_EIGHT = datetime(2026, 3, 10, 8, tzinfo=UTC)  # what clocks show


def draw_of(campaign_id):
    rows = Recipient.objects.filter(campaign_id=campaign_id).order_by("contact_id")
    return list(rows.values_list("contact_id", "group", "reason"))


def due_of(campaign_id):
    rows = Recipient.objects.filter(campaign_id=campaign_id)
    return dict(rows.values_list("contact_id", "due_at"))


def state_of(campaign_id):
    return public.card(campaign_id).state


def test_everybody_of_the_segment_gets_a_group_and_the_ledger_only_those_to_write_to():
    ann = make_reader(name="Ann")
    silent = make_contact(name="Ben")
    left = make_reader(name="Cid")
    withdraw(left)
    dead = make_reader(email="dead@example.org")
    suppress("dead@example.org")
    nowhere = make_reader(email="", phones=("+628123456789",))

    campaign_id = make_launched(holdout="0")

    assert draw_of(campaign_id) == [
        (ann, "contacted", ""),
        (silent, "unreachable", "no_consent"),
        (left, "unreachable", "no_consent"),
        (dead, "unreachable", "suppressed"),
        (nowhere, "unreachable", "no_address"),
    ]
    card = public.card(campaign_id)
    assert card.state == "running"
    rows = messaging.delivery_rows(mailing_of(campaign_id))
    assert [(row.contact_id, row.variant, row.state, row.due_at) for row in rows] == [
        (ann, "a", "queued", NOON)
    ]


def test_the_draw_is_the_one_the_hash_says_and_only_the_reachable_are_held_out():
    people = [make_reader() for _ in range(60)]
    unreachable = make_contact()

    campaign_id = make_launched(holdout="30")

    seed = public.card(campaign_id).seed
    expected = {n: "held_out" if draw.holds_out(seed, n, 30) else "contacted" for n in people} | {
        unreachable: "unreachable"
    }
    assert {contact: group for contact, group, _ in draw_of(campaign_id)} == expected
    held_out = [n for n in people if expected[n] == "held_out"]
    assert 5 < len(held_out) < 35
    assert due_of(campaign_id)[held_out[0]] == NOON
    assert due_of(campaign_id)[unreachable] is None


def test_preparing_twice_draws_nobody_twice_and_queues_nobody_twice():
    for _ in range(5):
        make_reader()
    campaign_id = make_launched()
    before, ledger = draw_of(campaign_id), messaging.counts(mailing_of(campaign_id))
    Campaign.objects.filter(pk=campaign_id).update(state="preparing")
    connection.cursor().execute("UPDATE messaging_mailing SET state = 'preparing'")
    make_reader()

    prepare(campaign_id=campaign_id, now=NOON + timedelta(minutes=1))

    assert draw_of(campaign_id) == before
    assert messaging.counts(mailing_of(campaign_id)) == ledger
    assert state_of(campaign_id) == "running"


def test_a_start_that_was_killed_after_the_draw_goes_on_with_the_same_people(monkeypatch):
    for _ in range(20):
        make_reader()
    campaign_id = make_campaign(holdout="25")
    public.launch(campaign_id=campaign_id, by=SYSTEM, now=NOON)
    monkeypatch.setattr(messaging, "enqueue", _killed)
    with pytest.raises(KeyboardInterrupt):
        prepare(campaign_id=campaign_id, now=NOON)
    monkeypatch.undo()
    drawn = draw_of(campaign_id)

    prepare(campaign_id=campaign_id, now=NOON + timedelta(minutes=9))

    assert draw_of(campaign_id) == drawn
    contacted = [contact for contact, group, _ in drawn if group == "contacted"]
    rows = messaging.delivery_rows(mailing_of(campaign_id), limit=100)
    assert [row.contact_id for row in rows] == contacted


def _killed(**_):
    raise KeyboardInterrupt


def test_each_person_gets_the_first_content_whose_segment_they_are_in():
    jakarta = make_reader(city="Jakarta")
    berlin = make_reader(city="Berlin")
    first, rest = make_template(), make_template()
    here = {"on": "contact", "field": "city", "relation": "is", "value": "Jakarta"}
    there = {"on": "contact", "field": "city", "relation": "is", "value": "Berlin"}

    campaign_id = make_launched(
        holdout="0",
        variants=[
            public.VariantIn(first, make_segment("Jakarta", here)),
            public.VariantIn(rest),
        ],
    )
    narrow = make_launched(
        holdout="0", variants=[public.VariantIn(first, make_segment("Berlin", there))]
    )

    rows = messaging.delivery_rows(mailing_of(campaign_id))
    assert {row.contact_id: row.variant for row in rows} == {jakarta: "a", berlin: "b"}
    assert draw_of(narrow) == [
        (jakarta, "unreachable", "no_content"),
        (berlin, "contacted", ""),
    ]


def test_eight_by_the_clock_of_each_person():
    jakarta = make_reader(time_zone="Asia/Jakarta")
    berlin = make_reader(time_zone="Europe/Berlin")
    unknown = make_reader()
    odd = make_reader()
    connection.cursor().execute(
        "UPDATE contacts_contact SET time_zone = 'Mars/Olympus' WHERE id = %s", [odd]
    )
    campaign_id = make_campaign(send_at_local=TUESDAY_EIGHT, zone="recipient", holdout="0")
    public.launch(campaign_id=campaign_id, by=SYSTEM, now=NOON)

    begins = public.card(campaign_id).starts_at
    assert begins is not None
    assert state_of(campaign_id) == "scheduled"
    assert begins < datetime(2026, 3, 9, 18, tzinfo=UTC)  # eight o'clock at Kiritimati
    assert start_due(now=begins - timedelta(seconds=1)) == 0
    assert start_due(now=begins) == 1
    prepare(campaign_id=campaign_id, now=begins)

    assert due_of(campaign_id) == {
        jakarta: datetime(2026, 3, 10, 1, tzinfo=UTC),
        berlin: datetime(2026, 3, 10, 7, tzinfo=UTC),
        unknown: datetime(2026, 3, 10, 1, tzinfo=UTC),
        odd: datetime(2026, 3, 10, 1, tzinfo=UTC),
    }


def test_a_scheduled_campaign_begins_exactly_once():
    make_reader()
    campaign_id = make_campaign(send_at_local=TUESDAY_EIGHT)
    public.launch(campaign_id=campaign_id, by=SYSTEM, now=NOON)

    due = datetime(2026, 3, 10, 1, tzinfo=UTC)
    assert public.card(campaign_id).starts_at == due
    assert [start_due(now=due), start_due(now=due)] == [1, 0]
    assert state_of(campaign_id) == "preparing"


def test_what_should_have_begun_long_ago_becomes_a_draft_that_says_why():
    make_reader()
    campaign_id = make_campaign(send_at_local=TUESDAY_EIGHT)
    public.launch(campaign_id=campaign_id, by=SYSTEM, now=NOON)

    assert start_due(now=datetime(2026, 3, 10, 9, tzinfo=UTC)) == 0

    card = public.card(campaign_id)
    assert card.state == "draft"
    assert card.problem == "It did not start: Relasi was not running at its time. Choose a new one."
    assert draw_of(campaign_id) == []


def test_editing_a_template_after_the_launch_changes_no_mail():
    make_reader()
    template = make_template()
    campaign_id = make_campaign(variants=[public.VariantIn(template)], send_at_local=TUESDAY_EIGHT)
    public.launch(campaign_id=campaign_id, by=SYSTEM, now=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT contents->'a'->>'subject' FROM messaging_mailing")
        (frozen,) = cursor.fetchone()
        cursor.execute("UPDATE messaging_template SET subject = 'Changed'")
        cursor.execute("SELECT contents->'a'->>'subject' FROM messaging_mailing")
        assert cursor.fetchone() == (frozen,)


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"segment_id": None}, "Choose the segment to write to.", "segment_id"),
        ({"sender_name": ""}, "Say whose name stands on the mail.", "sender_name"),
        ({"sender_address": ""}, "Say from which address the mail comes.", "sender_address"),
        (
            {"send_at_local": datetime(2026, 3, 2, 18, tzinfo=UTC)},
            "This time has gone by. Choose a later one.",
            "send_at_local",
        ),
    ],
)
def test_what_is_missing_is_named_and_nothing_happens(changes, sentence, field):
    campaign_id = make_campaign()
    public.change_campaign(campaign_id=campaign_id, changes=changes, by=SYSTEM, now=NOON)

    with pytest.raises(Refused) as refused:
        public.launch(campaign_id=campaign_id, by=SYSTEM, now=NOON)

    assert (refused.value.sentence, refused.value.field) == (sentence, field)
    assert state_of(campaign_id) == "draft"
    assert Recipient.objects.count() == 0


def test_a_mail_without_a_postal_address_is_not_launched():
    campaign_id = make_campaign()
    make_organisation(postal_address=" ")

    with pytest.raises(Refused, match="postal address"):
        public.launch(campaign_id=campaign_id, by=SYSTEM, now=NOON)


def test_a_viewer_may_not_launch_and_a_marketer_may():
    make_reader()
    campaign_id = make_campaign()

    with pytest.raises(NotAllowed):
        public.launch(campaign_id=campaign_id, by=actor(staff_id=charlie()), now=NOON)
    assert state_of(campaign_id) == "draft"

    public.launch(campaign_id=campaign_id, by=actor("marketer"), now=NOON)
    assert state_of(campaign_id) == "preparing"


def test_a_launched_campaign_is_not_edited_and_says_so():
    make_reader()
    campaign_id = make_launched(name="Gayo harvest")

    with pytest.raises(Refused) as refused:
        public.change_campaign(
            campaign_id=campaign_id, changes={"name": "Other"}, by=SYSTEM, now=NOON
        )
    assert refused.value.sentence == (
        "“Gayo harvest” is launched and stays as it is. “Do again” makes a copy you can change."
    )
    with pytest.raises(Refused, match="is launched already"):
        public.launch(campaign_id=campaign_id, by=SYSTEM, now=NOON)
    with pytest.raises(Refused, match="stays as it is"):
        public.delete_campaign(campaign_id=campaign_id, by=SYSTEM, now=NOON)


def test_nobody_to_write_to_ends_the_campaign_with_a_sentence():
    make_contact()

    campaign_id = make_launched()

    card = public.card(campaign_id)
    assert (card.state, card.problem) == ("done", "Nobody in the segment could be written to.")
    assert sum(messaging.counts(mailing_of(campaign_id)).values()) == 0


def test_a_campaign_is_held_goes_on_and_is_stopped():
    make_reader()
    campaign_id = make_launched(holdout="0")

    public.pause(campaign_id=campaign_id, by=SYSTEM, now=NOON)
    assert state_of(campaign_id) == "paused"
    with pytest.raises(Refused, match="nothing to pause"):
        public.pause(campaign_id=campaign_id, by=SYSTEM, now=NOON)
    public.resume(campaign_id=campaign_id, by=SYSTEM, now=NOON)
    assert state_of(campaign_id) == "running"
    public.cancel(campaign_id=campaign_id, by=SYSTEM, now=NOON)

    card = public.card(campaign_id)
    assert (card.state, card.finished_at) == ("cancelled", NOON)
    assert messaging.counts(mailing_of(campaign_id))["cancelled"] == 1


def test_stopping_what_has_not_begun_makes_it_a_draft_again():
    campaign_id = make_campaign(send_at_local=TUESDAY_EIGHT)
    public.launch(campaign_id=campaign_id, by=SYSTEM, now=NOON)

    public.cancel(campaign_id=campaign_id, by=SYSTEM, now=NOON)

    card = public.card(campaign_id)
    assert (card.state, card.mailing_id, card.launched_at) == ("draft", None, None)
    assert start_due(now=datetime(2026, 3, 10, 2, tzinfo=UTC)) == 0


@pytest.mark.parametrize("verb", [public.pause, public.cancel])
def test_a_mailing_is_locked_before_its_campaign_as_when_it_finishes(verb):
    make_reader()
    campaign_id = make_launched(holdout="0")

    with CaptureQueriesContext(connection) as asked:
        verb(campaign_id=campaign_id, by=SYSTEM, now=NOON)

    locks = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"]]
    assert '"messaging_mailing"' in locks[0]
    assert any('FROM "campaigns_campaign"' in lock for lock in locks[1:])


def test_a_start_whose_job_gave_up_is_taken_up_and_one_that_waits_for_somebody_is_not():
    from procrastinate.contrib.django.models import ProcrastinateJob

    make_reader()
    stranded, asking = make_campaign(), make_campaign()
    for campaign_id in (stranded, asking):
        public.launch(campaign_id=campaign_id, by=SYSTEM, now=NOON)
    assert take_up_stranded() == 0
    connection.cursor().execute("UPDATE procrastinate_jobs SET status = 'failed'")
    Campaign.objects.filter(pk=asking).update(problem="The mail server is not confirmed.")

    assert take_up_stranded() == 1
    waiting = ProcrastinateJob.objects.filter(status="todo")
    assert [job.args for job in waiting] == [{"campaign_id": stranded}]


def test_a_start_that_cannot_go_on_says_why_whatever_it_was(monkeypatch):
    make_reader()
    campaign_id = make_campaign()
    public.launch(campaign_id=campaign_id, by=SYSTEM, now=NOON)
    monkeypatch.setattr(audience, "refresh", _gone)

    prepare(campaign_id=campaign_id, now=NOON)

    card = public.card(campaign_id)
    assert (card.state, card.problem) == ("preparing", "This segment is gone.")


def _gone(*_):
    raise NotFound("This segment is gone.")


def test_whose_address_goes_between_the_draw_and_the_start_is_not_silently_forgotten(monkeypatch):
    ann, ben = make_reader(), make_reader()
    campaign_id = make_campaign(holdout="0")
    public.launch(campaign_id=campaign_id, by=SYSTEM, now=NOON)
    monkeypatch.setattr(messaging, "enqueue", _killed)
    with pytest.raises(KeyboardInterrupt):
        prepare(campaign_id=campaign_id, now=NOON)
    monkeypatch.undo()
    Identity.objects.filter(contact_id=ben).update(validity="invalid")

    prepare(campaign_id=campaign_id, now=NOON)

    assert draw_of(campaign_id) == [(ann, "contacted", ""), (ben, "contacted", "no_address")]
    (decision,) = decisions_of(ben, owners=None, limit=5)
    assert said(decision) == "Not written to: no valid e-mail address."


def test_a_finished_mailing_ends_the_campaign():
    from relasi.kernel import bus
    from relasi.messaging.events import MailingFinished

    make_reader()
    campaign_id, other = make_launched(holdout="0"), make_launched(holdout="0")

    bus.publish(MailingFinished(mailing_of(campaign_id)))

    assert (state_of(campaign_id), state_of(other)) == ("done", "running")


def test_doing_it_again_copies_everything_but_the_time():
    segment = make_segment()
    template = make_template()
    old = make_campaign(
        name="Gayo harvest",
        segment_id=segment,
        holdout="12.5",
        send_at_local=TUESDAY_EIGHT,
        zone="recipient",
        variants=[public.VariantIn(template)],
    )

    new = public.card(public.clone_campaign(campaign_id=old, by=SYSTEM, now=NOON))

    assert (new.name, new.state, new.segment_id) == ("Gayo harvest again", "draft", segment)
    assert (new.holdout_percent, new.zone, new.send_at_local) == (
        Decimal("12.50"),
        "recipient",
        None,
    )
    assert [variant.template_id for variant in new.variants] == [template]


def test_doing_it_again_leaves_open_what_was_put_away_since():
    segment, kept, gone = make_segment(), make_template(), make_template()
    old = make_campaign(
        segment_id=segment,
        variants=[public.VariantIn(gone, make_segment()), public.VariantIn(kept)],
    )
    audience.archive_segment(segment_id=segment, by=SYSTEM, now=NOON)
    archive_template(template_id=gone, by=SYSTEM, now=NOON)

    new = public.card(public.clone_campaign(campaign_id=old, by=SYSTEM, now=NOON))

    assert new.segment_id is None
    assert [(v.template_id, v.segment_id) for v in new.variants] == [(kept, None)]


def test_what_was_checked_is_forgotten_with_what_it_was_checked_of():
    make_reader()
    campaign_id = make_campaign()
    first = check_mails(campaign_id=campaign_id, by=SYSTEM, now=NOON) or 0
    second = check_mails(campaign_id=campaign_id, by=SYSTEM, now=NOON) or 0

    with pytest.raises(NotFound):
        messaging.preflight_report(first)
    assert messaging.preflight_report(second).state == "running"
    public.change_campaign(campaign_id=campaign_id, changes={"name": "New"}, by=SYSTEM, now=NOON)
    with pytest.raises(NotFound):
        messaging.preflight_report(second)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"holdout_percent": Decimal(51)}, "holdout_percent"),
        ({"holdout_percent": Decimal("NaN")}, "holdout_percent"),
        ({"window_days": 0}, "window_days"),
        ({"zone": "moon"}, "zone"),
        ({"sender_address": "halo"}, "sender_address"),
        ({"sender_name": "Kopi\r\nBcc: x@y.example"}, "sender_name"),
        ({"segment_id": 10**9}, "segment_id"),
        ({"send_at_local": datetime(1, 1, 1, tzinfo=UTC)}, "send_at_local"),
        ({"send_at_local": datetime(9999, 12, 31, 23, tzinfo=UTC)}, "send_at_local"),
    ],
)
def test_a_draft_takes_no_bad_value(changes, field):
    campaign_id = make_campaign()
    before = public.card(campaign_id)

    with pytest.raises(Refused) as refused:
        public.change_campaign(campaign_id=campaign_id, changes=changes, by=SYSTEM, now=NOON)

    assert refused.value.field == field
    assert public.card(campaign_id) == before


def test_the_content_for_everybody_else_comes_last():
    campaign_id = make_campaign()
    template, segment = make_template(), make_segment()

    with pytest.raises(Refused, match="comes last"):
        public.choose_contents(
            campaign_id=campaign_id,
            variants=[public.VariantIn(template), public.VariantIn(template, segment)],
            by=SYSTEM,
            now=NOON,
        )
    assert len(public.card(campaign_id).variants) == 1
