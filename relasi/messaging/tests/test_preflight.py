"""Every mail is made before one is sent, and whoever it fails for is listed."""

import pytest

from relasi.accounts.public import SYSTEM
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.kernel.errors import NotFound, Refused
from relasi.messaging import public as messaging
from relasi.messaging.actions import preflighting
from relasi.messaging.content.words import shop
from relasi.messaging.models import Preflight, PreflightCase
from relasi.messaging.testing import make_content

pytestmark = pytest.mark.django_db

NOW = clock.now()
EVERYBODY = "SELECT id, 'a'::text FROM contacts_contact"
DEAR = make_content("News", "Dear {{ contact.given_name }}")


def test_everyone_it_fails_for_is_listed_with_block_and_reason():
    ann, nameless = make_contact("Ann Lee", given_name="Ann"), make_contact("")

    report = messaging.preflight(contents={"a": DEAR}, contacts_sql=EVERYBODY, now=NOW)

    assert (report.state, report.total, report.checked, report.failed) == ("done", 2, 2, 1)
    (failure,) = report.failures
    assert (failure.contact_id, failure.block) == (nameless, "Block 1 (Text)")
    assert "given_name" in failure.reason
    assert not report.good
    assert ann not in {f.contact_id for f in report.failures}


def test_an_audience_is_read_in_batches(monkeypatch, django_assert_max_num_queries):
    for _ in range(7):
        make_contact("")
    monkeypatch.setattr(preflighting, "BATCH", 3)

    report = messaging.preflight(contents={"a": DEAR}, contacts_sql=EVERYBODY, now=NOW)
    assert report.failed == 7
    monkeypatch.setattr(preflighting, "BATCH", 500)
    with django_assert_max_num_queries(40):
        messaging.preflight(contents={"a": DEAR}, contacts_sql=EVERYBODY, now=NOW)


def test_a_large_audience_is_a_job_that_goes_on_after_a_kill(monkeypatch):
    for _ in range(6):
        make_contact("")
    monkeypatch.setattr(preflighting, "BATCH", 2)
    monkeypatch.setattr(preflighting, "SLICE_SECONDS", -1)
    run = messaging.begin_preflight(
        contents={"a": DEAR}, contacts_sql=EVERYBODY, by=SYSTEM, now=NOW
    )
    row = Preflight.objects.get()
    preflighting._check_batch(row, {"a": DEAR}, shop())

    assert messaging.preflight_report(run).checked == 2
    monkeypatch.setattr(preflighting, "SLICE_SECONDS", 10)
    preflighting.work_on_preflight(preflight_id=run, now=NOW)
    report = messaging.preflight_report(run)
    assert (report.state, report.checked, report.failed) == ("done", 6, 6)


def test_a_check_that_was_dropped_is_gone_and_its_job_does_nothing():
    make_contact("")
    run = messaging.begin_preflight(
        contents={"a": DEAR}, contacts_sql=EVERYBODY, by=SYSTEM, now=NOW
    )
    messaging.drop_preflight(run)
    preflighting.work_on_preflight(preflight_id=run, now=NOW)

    assert not PreflightCase.objects.exists()
    with pytest.raises(NotFound):
        messaging.preflight_report(run)


def test_an_unfinished_content_is_refused_before_anybody_is_looked_at():
    with pytest.raises(Refused, match="subject"):
        messaging.preflight(contents={"a": make_content("")}, contacts_sql=EVERYBODY, now=NOW)
    assert not Preflight.objects.exists()
