"""An import through the whole house: purchases in, scores computed, and all of it out again."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from relasi.accounts.public import SYSTEM
from relasi.contacts.importing.testing import bring_in, picture, take_back
from relasi.insight import public as insight

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TABLES = ("contacts_contact", "contacts_identity", "commerce_order", "commerce_orderline")
SHOP = (
    "order number,email,date,sku,category,quantity,amount\n"
    "A1,ann@example.org,2026-11-18,K1,Coffee,2,150.00\n"
    "A2,bob@example.org,2026-10-18,K2,Tea,1,75.00\n"
    "A3,bob@example.org,2026-11-10,K1,Coffee,1,80.00\n"
)


@pytest.mark.django_db(transaction=True)
def test_scores_do_not_keep_what_is_taken_back():
    run = bring_in(SHOP, target="orders", now=NOON)
    assert (run.state, run.rows_created) == ("done", 3)
    insight.recompute(now=NOON, by=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM insight_score")
        assert cursor.fetchone() == (2,)

    take_back(run)

    assert picture(*TABLES) == {table: [] for table in TABLES}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM insight_score")
        assert cursor.fetchone() == (0,)
