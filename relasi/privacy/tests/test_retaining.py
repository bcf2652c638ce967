"""What is due by the catalogue goes, and nothing else."""

from datetime import UTC, datetime, timedelta

from relasi.kernel.catalogue import (
    Category,
    Purpose,
    Store,
    for_days,
    forget_store,
    register_stores,
)
from relasi.privacy.actions.retaining import let_go
from relasi.privacy.models import Export, RetentionRun
from relasi.privacy.queries.cards import retention

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def make_export(days, path=""):
    return Export.objects.create(
        contact_id=7, asked_at=NOON - timedelta(days=days), asked_by="staff:1", path=path
    ).pk


def test_a_row_goes_a_day_after_its_term_and_no_day_before():
    kept, due = make_export(364), make_export(366)
    held = make_export(366, path="/still/there.zip")

    gone = let_go(NOON)

    assert gone["privacy.Export"] == 1
    assert set(Export.objects.values_list("pk", flat=True)) == {kept, held}
    assert due not in {kept, held}
    assert let_go(NOON + timedelta(hours=1)).get("privacy.Export") is None
    card = retention()["privacy.Export"]
    assert (card.rows, card.rows_ever) == (0, 1)


def test_a_store_that_fails_holds_up_no_other():
    register_stores(
        Store(
            "aa_no_such_table", "Nothing", Purpose.OPERATION, for_days(1, "t.at"),
            {Category.NONE: "at"},
        )
    )  # fmt: skip
    make_export(366)
    try:
        gone = let_go(NOON)
    finally:
        forget_store("aa_no_such_table")

    assert gone["privacy.Export"] == 1
    assert RetentionRun.objects.get(pk="aa_no_such_table").problem == "ProgrammingError"
