"""Who goes out, whole or not at all, and who does not."""

import csv
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, time
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from relasi.accounts.public import SYSTEM
from relasi.audience.models import Membership, Segment
from relasi.campaigns.testing import make_segment
from relasi.commerce.testing import make_order
from relasi.connectors.databases.models import Database
from relasi.connectors.exports.actions import erasing, going_out
from relasi.connectors.exports.actions.erasing import count, erase
from relasi.connectors.exports.actions.going_out import go_out
from relasi.connectors.exports.actions.keeping import (
    ExportIn,
    begin,
    begin_due,
    cancel,
    delete_export,
    save_export,
)
from relasi.connectors.exports.models import Export, Run
from relasi.connectors.exports.testing import make_export
from relasi.connectors.exports.writing import files
from relasi.consent import public as consent
from relasi.contacts.testing import make_contact
from relasi.insight.actions.recomputing import recompute
from relasi.kernel.catalogue import Busy, Person
from relasi.kernel.errors import Refused

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def went(export_id):
    run = begin(export_id=export_id, by=SYSTEM, now=NOON)
    go_out(run)
    return Run.objects.get(pk=run)


def lines(name):
    with (files.folder() / name).open(newline="") as held:
        return list(csv.DictReader(held))


def mine(rows, *ids):
    return [row for row in rows if int(row["id"]) in ids]


def allow(contact_id):
    consent.grant(
        contact_id=contact_id, channel="data", purpose="export", source="form", wording="yes",
        proof={}, by=SYSTEM, now=NOON,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_file_has_the_chosen_fields_of_everybody():
    ann = make_contact("=Ann", email="ann@example.org", phone="+6281355501184", city="Bandung")
    make_order(ann, amount="12.50")
    recompute(now=NOON, by=SYSTEM)
    export = make_export(fields=("name", "email", "phone", "revenue", "company"))

    run = went(export)

    (row,) = mine(lines(f"for-the-till-{export}.csv"), ann)
    assert row == {
        "id": str(ann), "name": "'=Ann", "email": "ann@example.org", "phone": "+6281355501184",
        "company": "", "revenue": "12.50",
    }  # fmt: skip
    assert (run.state, run.left_out) == ("done", 0)
    assert run.rows == run.total >= 1
    assert run.bytes == (files.folder() / f"for-the-till-{export}.csv").stat().st_size


@pytest.mark.django_db(transaction=True)
def test_a_parquet_file_keeps_kinds():
    ann = make_contact("Ann")
    make_order(ann, amount="12.50", at=NOON)
    recompute(now=NOON, by=SYSTEM)
    export = make_export(form="parquet", fields=("name", "orders", "revenue", "last_order_at"))

    went(export)

    rows = pq.read_table(files.folder() / f"for-the-till-{export}.parquet").to_pylist()
    (row,) = mine(rows, ann)
    assert row == {
        "id": ann, "name": "Ann", "orders": 1, "revenue": Decimal("12.50"), "last_order_at": NOON,
    }  # fmt: skip


def test_to_others_goes_only_who_allowed_it_and_nobody_who_is_restricted():
    ann, bea, cid = make_contact("Ann"), make_contact("Bea"), make_contact("Cid")
    allow(ann)
    allow(cid)
    consent.restrict(contact_id=cid, reason="asked", by=SYSTEM, now=NOON)

    others, ourselves = make_export("Others", whom="others"), make_export("Ourselves")
    to_others, to_us = went(others), went(ourselves)

    assert [r["name"] for r in mine(lines(f"others-{others}.csv"), ann, bea, cid)] == ["Ann"]
    assert [r["name"] for r in mine(lines(f"ourselves-{ourselves}.csv"), ann, bea, cid)] == [
        "Ann", "Bea",
    ]  # fmt: skip
    assert to_others.left_out >= 2
    assert to_us.left_out >= 1
    consent.withdraw(
        contact_id=ann, channel="data", purpose="export", source="form", proof={}, by=SYSTEM,
        now=NOON.replace(hour=13),
    )  # fmt: skip
    went(others)
    assert mine(lines(f"others-{others}.csv"), ann) == []


def test_a_segment_is_counted_anew_before_it_goes_out():
    ann, bea = make_contact("Ann", city="Bandung"), make_contact("Bea", city="Garut")
    segment = make_segment("In Bandung")
    tree = {
        "v": 1,
        "all": [{"on": "contact", "field": "city", "relation": "is", "value": "Bandung"}],
    }
    Segment.objects.filter(pk=segment).update(tree=tree)
    Membership.objects.create(segment_id=segment, contact_id=bea, entered_at=NOON)

    export = make_export(segment_id=segment)
    went(export)

    found = [int(row["id"]) for row in lines(f"for-the-till-{export}.csv")]
    assert ann in found
    assert bea not in found


def test_cancelled_or_failed_the_file_of_the_last_time_stays(monkeypatch):
    ann, bea = make_contact("Ann"), make_contact("Bea")
    export = make_export()
    went(export)
    before = lines(f"for-the-till-{export}.csv")
    make_contact("Cid")
    monkeypatch.setattr(going_out, "PARTS", 1)

    run = begin(export_id=export, by=SYSTEM, now=NOON)
    cancel(export_id=export, by=SYSTEM)
    go_out(run)
    assert Run.objects.get(pk=run).state == "cancelled"

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_in_place", full)
    failed = went(export)
    assert failed.state == "failed"
    assert "No space left" in failed.problem

    assert lines(f"for-the-till-{export}.csv") == before
    assert {ann, bea} <= {int(row["id"]) for row in before}
    assert [path.name for path in files.folder().iterdir()] == [f"for-the-till-{export}.csv"]


def test_after_a_kill_it_goes_out_from_the_first_row(monkeypatch):
    people = {make_contact() for _ in range(5)}
    export = make_export()
    monkeypatch.setattr(going_out, "PARTS", 2)
    run = begin(export_id=export, by=SYSTEM, now=NOON)
    Run.objects.filter(pk=run).update(state="running", rows=3)
    files.folder().mkdir()
    (files.folder() / f".for-the-till-{export}.csv.new").write_text("id\n1\n")

    go_out(run)
    go_out(run)

    found = [int(row["id"]) for row in lines(f"for-the-till-{export}.csv")]
    assert people <= set(found)
    assert len(found) == len(set(found))
    assert Run.objects.get(pk=run).state == "done"


def test_a_table_of_another_database_is_written(home):
    ann = make_contact("Ann")
    folder = home / "databases"
    folder.mkdir()
    sqlite3.connect(folder / "bi.db").close()
    database = Database.objects.create(name="BI", kind="sqlite", database="bi.db", created_at=NOON)
    export = make_export(form="table", database_id=database.pk, table="people", fields=("name",))

    run = went(export)

    assert (run.state, run.problem) == ("done", "")
    with closing(sqlite3.connect(folder / "bi.db")) as line:
        assert line.execute("SELECT name FROM people WHERE id = ?", [ann]).fetchall() == [("Ann",)]


def test_a_database_that_does_not_answer_is_said():
    database = Database.objects.create(
        name="BI", kind="sqlite", database="gone.db", created_at=NOON
    )
    export = make_export(form="table", database_id=database.pk, table="people")

    run = went(export)

    assert run.state == "failed"
    assert "gone.db" in run.problem


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_who_is_erased_leaves_the_files_at_once(form):
    ann, bea = make_contact("Ann"), make_contact("Bea")
    export = make_export(form=form)
    went(export)
    (files.folder() / ".left-over.csv.new").write_text(f"id,name\n{ann},Ann\n")
    person = Person((ann,), (ann,), ())
    assert count(person) == 1

    erase(person)
    erase(person)

    assert count(person) == 0
    assert count(Person((bea,), (bea,), ())) == 1
    assert len([*files.folder().iterdir()]) == 1


def test_counting_takes_nothing_away_and_erasing_only_what_is_its_own():
    person = Person((1,), (1,), ())
    assert count(person) == 0, "also before anything went out"
    erase(person)
    files.folder().mkdir()
    for name in (".a.csv.new", ".a.csv.erased", "a.csv.sha256", "all.zip"):
        (files.folder() / name).write_text("1")

    assert (count(person), len([*files.folder().iterdir()])) == (0, 4)
    erase(person)

    assert sorted(path.name for path in files.folder().iterdir()) == ["a.csv.sha256", "all.zip"]


def test_a_table_that_went_out_often_is_begun_again_once(monkeypatch):
    export = make_export()
    database = Database.objects.create(name="BI", kind="sqlite", database="x", created_at=NOON)
    Export.objects.filter(pk=export).update(form="table", database_id=database.pk, table="x")
    for _time in range(2):
        Run.objects.filter(pk=begin(export_id=export, by=SYSTEM, now=NOON)).update(state="done")
    again = []
    monkeypatch.setattr(erasing, "begin_again", lambda one, _now: again.append(one.pk))

    erase(Person((1,), (1,), ()))

    assert again == [export]


def test_an_erasure_waits_for_what_goes_out():
    export = make_export()
    run = begin(export_id=export, by=SYSTEM, now=NOON)
    Run.objects.filter(pk=run).update(state="running")

    with pytest.raises(Busy):
        erase(Person((1,), (1,), ()))


def test_it_goes_out_when_its_time_has_come_and_never_twice_at_once():
    hourly = make_export("Hourly", every_hours=6)
    daily = make_export("Daily", daily_at=time(3, 30))
    Export.objects.filter(pk__in=[hourly, daily]).update(next_at=NOON)

    assert begin_due(NOON) >= 2
    assert Export.objects.get(pk=hourly).next_at == NOON.replace(hour=18)
    assert begin(export_id=hourly, by=SYSTEM, now=NOON) == Run.objects.get(export=hourly).pk
    assert begin_due(NOON) == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"fields": ()}, "fields"),
        ({"fields": ("password",)}, "fields"),
        ({"form": "xlsx"}, "form"),
        ({"form": "table"}, "database_id"),
        ({"form": "table", "database_id": 1, "table": "a; DROP TABLE x"}, "table"),
        ({"form": "table", "database_id": 1, "table": "relasi_exports"}, "table"),
        ({"every_hours": 1, "daily_at": time(3)}, "every_hours"),
        ({"every_hours": 0}, "every_hours"),
    ],
)
def test_what_cannot_go_out_is_refused_where_it_stands(changed, field):
    if changed.get("database_id"):
        changed["database_id"] = Database.objects.create(
            name="BI", kind="sqlite", database="bi.db", created_at=NOON
        ).pk
    given = {"name": "X", "fields": ("name",), "form": "csv"} | changed

    with pytest.raises(Refused) as refused:
        save_export(given=ExportIn(**given), by=SYSTEM, now=NOON)

    assert refused.value.field == field
    assert not Export.objects.filter(name="X").exists()


def test_deleted_its_file_goes_and_renamed_the_old_one():
    make_contact("Ann")
    export = make_export("First")
    went(export)
    given = ExportIn(name="Second", fields=("name",), form="csv", whom="ourselves")
    save_export(given=given, export_id=export, by=SYSTEM, now=NOON)
    assert [*files.folder().iterdir()] == []
    went(export)

    delete_export(export_id=export, by=SYSTEM, now=NOON)

    assert [*files.folder().iterdir()] == []
