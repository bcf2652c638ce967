"""Names of events that are learned: what a client put into one goes with whom it was about."""

import pytest

from relasi.accounts.public import SYSTEM
from relasi.contacts import public as contacts
from relasi.timeline.actions.planning.learning import learn
from relasi.timeline.models import PlanSeen

from .arriving import NOW, identify, make_site, send, track

pytestmark = pytest.mark.django_db


def test_a_name_that_only_somebody_sent_goes_with_them():
    site = make_site()
    learn(source_id=site, by=SYSTEM, now=NOW)
    send(site, identify("ann", "m1"), identify("bea", "m2"))
    send(site, track("ann", "m3", "cup sold"), track("bea", "m4", "cup sold"))
    send(site, track("ann", "m5", "mug of Ann", properties={"colour": "red"}))
    ann = contacts.find_contact("external", "ann") or 0
    assert PlanSeen.objects.filter(event="mug of Ann").count() == 2

    contacts.erase([ann], SYSTEM.label, NOW)

    assert not PlanSeen.objects.filter(event="mug of Ann").exists()
    assert PlanSeen.objects.get(event="cup sold", property="").events == 2
