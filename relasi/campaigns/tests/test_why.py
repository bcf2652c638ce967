import pytest
from django.urls import reverse

from relasi.accounts.public import SYSTEM
from relasi.accounts.testing import bob, sign_in
from relasi.audience import public as audience
from relasi.campaigns import public
from relasi.campaigns.actions.checking import check_mails
from relasi.campaigns.models import Recipient
from relasi.campaigns.testing import (
    NOON,
    make_campaign,
    make_launched,
    make_reader,
    make_template,
)
from relasi.contacts.testing import make_contact
from relasi.kernel import bus
from relasi.messaging import public as messaging
from relasi.timeline import public as timeline
from relasi.timeline.testing import make_event

pytestmark = pytest.mark.django_db


def test_the_customer_page_says_why_and_why_not(client):
    sign_in(client, bob())
    people = [make_reader() for _ in range(12)]
    silent = make_contact()
    campaign_id = make_launched(name="Gayo harvest", holdout="50")
    groups = dict(Recipient.objects.values_list("group", "contact_id"))

    def page(contact_id):
        return client.get(reverse("contacts:contact", args=[contact_id])).content.decode()

    assert set(people) > {groups["contacted"], groups["held_out"]}
    assert "Waits for its turn." in page(groups["contacted"])
    assert f'<a href="/campaigns/{campaign_id}/">Gayo harvest</a>' in page(groups["contacted"])
    assert "Held out by lot, to see what the mail earns." in page(groups["held_out"])
    assert "Not written to: did not agree to e-mail." in page(silent)


def test_mails_on_the_timeline_lead_to_their_campaign():
    ann = make_reader()
    campaign_id = make_launched(name="Gayo harvest", holdout="0")
    make_event(ann, "email sent", at=NOON, channel="mail", campaign_id=campaign_id)
    make_event(ann, "email opened", at=NOON, channel="mail", properties={"title": "By hand"})

    events = timeline.page_of(ann)
    told = [timeline.sentences(events)[event.id] for event in events]

    assert {(s.title, s.rest, s.url) for s in told} >= {
        ("Was sent a mail", "Gayo harvest", f"/campaigns/{campaign_id}/"),
        ("Opened the mail", "By hand", ""),
    }


def test_the_check_makes_a_mail_for_each_who_would_get_one_and_names_the_failing():
    for _ in range(3):
        make_reader()
    make_contact()
    broken = make_template(text="{{ contact.name | divided_by: 0 }}")
    campaign_id = make_campaign(variants=[public.VariantIn(broken)])
    segment_id = public.card(campaign_id).segment_id
    assert segment_id is not None
    audience.refresh(segment_id, NOON)

    preflight_id = check_mails(campaign_id=campaign_id, by=SYSTEM, now=NOON)

    assert preflight_id is not None
    assert public.card(campaign_id).preflight_id == preflight_id
    report = messaging.preflight_report(preflight_id)
    assert (report.state, report.total) == ("running", 3)
    public.change_campaign(campaign_id=campaign_id, changes={"name": "x"}, by=SYSTEM, now=NOON)
    assert public.card(campaign_id).preflight_id is None


def test_removing_the_sample_takes_its_people_and_campaigns_and_leaves_ours():
    from django.db import connection

    from relasi.campaigns.models import Campaign
    from relasi.contacts.events import SampleRemoved

    sample, ours = make_reader(), make_reader()
    theirs, mine = make_launched(holdout="0"), make_launched(holdout="0")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contacts_contact SET is_sample = true WHERE id = %s", [sample])
        cursor.execute("UPDATE campaigns_campaign SET is_sample = true WHERE id = %s", [theirs])
    from relasi.campaigns.actions.sample import remove_sample

    remove_sample()

    assert list(Campaign.objects.values_list("pk", flat=True)) == [mine]
    assert list(Recipient.objects.values_list("campaign_id", "contact_id")) == [(mine, ours)]
    assert bus._listeners[SampleRemoved]
