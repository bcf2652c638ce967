"""When the sample company goes, those who stay are scored among themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from relasi.accounts.testing import SYSTEM
from relasi.commerce.testing import make_order
from relasi.contacts.events import SampleRemoved
from relasi.contacts.testing import make_contact
from relasi.insight.actions.recomputing import recompute
from relasi.insight.jobs import recompute_later
from relasi.insight.models import Score
from relasi.kernel import bus

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def bought(amount, days, *, is_sample=False):
    contact = make_contact(is_sample=is_sample)
    make_order(contact, at=NOW - timedelta(days=days), amount=amount)
    return contact


def scores():
    columns = ("contact_id", "r", "f", "m", "lifecycle", "revenue")
    return list(Score.objects.order_by("contact_id").values_list(*columns))


def queued():
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, lock FROM procrastinate_jobs WHERE status = 'todo'")
        return cursor.fetchall()


def test_the_scores_of_those_who_stay_are_as_if_the_sample_had_never_been():
    own = [bought(f"{10 * n}.00", 5 * n) for n in range(1, 6)]
    recompute(now=NOW, by=SYSTEM)
    alone = scores()
    assert [row[0] for row in alone] == own
    for n in range(1, 21):
        bought(f"{1000 * n}.00", n % 3, is_sample=True)
    recompute(now=NOW, by=SYSTEM)
    assert scores()[:5] != alone, "among the sample they are scored otherwise"

    with transaction.atomic():
        bus.publish_from_the_top(SampleRemoved())

    assert len(scores()) == 5
    assert ("insight.recompute", "scores") in queued()
    recompute(now=NOW, by=SYSTEM)
    assert scores() == alone


def test_the_job_computes():
    own = bought("10.00", 5)

    recompute_later()

    assert [row[0] for row in scores()] == [own]
