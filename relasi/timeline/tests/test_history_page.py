"""Settings, History: what lies where, how rounds go, and work by button."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from relasi import engine
from relasi.accounts.models import AuditEntry
from relasi.accounts.testing import alice, make_staff, sign_in
from relasi.contacts.testing import make_contact
from relasi.timeline.actions.lake.asked_for import LOCK, notice_given_up, work_on_lake
from relasi.timeline.actions.lake.keeping import keep_lake
from relasi.timeline.actions.lake.letting_go import let_go_of_months
from relasi.timeline.jobs import work_on
from relasi.timeline.lake_words import PROBLEMS, UNFORESEEN, problem_sentence
from relasi.timeline.models import LakeState, LakeWork
from relasi.timeline.queries.lake_months import months_of_history
from relasi.timeline.rules.lakes import leaves_in, location_without_secrets, oldest_hot_month
from relasi.timeline.testing import make_event

from .lakes import lake, moved

__all__ = ["lake"]
pytestmark = pytest.mark.usefixtures("lake")

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NBSP = "\N{NO-BREAK SPACE}"
PAGE = "/settings/history/"


@pytest.fixture
def owner(client, monkeypatch):
    monkeypatch.setattr("relasi.kernel.clock.now", lambda: NOW)
    LakeWork.objects.all().delete()
    sign_in(client, alice())
    return client


def page(client):
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def asked(client, kind):
    assert client.post(reverse("timeline:history_work"), {"kind": kind}).status_code == 302
    return LakeWork.objects.latest("pk")


def done(work):
    work_on_lake(work_id=work.pk, clock=lambda: NOW)
    work.refresh_from_db()
    return work


def test_each_month_says_how_many_events_lie_in_the_lake_and_how_many_in_postgresql(owner):
    ann = make_contact()
    make_event(ann, at=NOW - timedelta(days=600), key="old:1")
    make_event(ann, at=NOW)
    make_event(ann, "signed up", at=NOW)
    moved(NOW)
    let_go_of_months(NOW)
    make_event(ann, "came since", at=NOW)

    answer = owner.get(PAGE)

    assert answer.context["chart"].table.rows == [
        [f"Apr{NBSP}2025", "1", "0"],
        [f"Nov{NBSP}2026", "2", "3"],
    ]
    figures = {figure.label: figure.value for figure in answer.context["figures"]}
    assert figures["Events in the lake"] == "3"
    assert figures["Events in PostgreSQL"] == "3"
    assert figures["Waiting for the lake"] == "1"
    hot = answer.context["hot"]
    assert (hot.kept, hot.since) == (13, f"May{NBSP}2025")
    assert (hot.month, hot.at) == (f"Nov{NBSP}2026", f"Jan{NBSP}2028")


def test_deleted_rows_are_not_counted_while_their_bytes_wait():
    ann = make_contact()
    for number in range(3):
        make_event(ann, key=f"k:{number}")
    moved(NOW)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM timeline_event WHERE key = 'k:1'")
    moved(NOW)

    (card,) = months_of_history()

    assert (card.in_the_lake, card.here, card.is_about) == (2, 2, False)


def test_of_a_large_month_the_figure_is_an_estimate_and_says_so(owner, monkeypatch):
    monkeypatch.setattr("relasi.timeline.queries.lake_months.COUNTED", 2)
    ann = make_contact()
    from relasi.timeline import public as timeline

    timeline.ensure_partitions(NOW, NOW)
    for _number in range(3):
        make_event(ann, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE timeline_event")

    (card,) = months_of_history()

    assert (card.here, card.is_about) == (3, True)
    assert "Events in PostgreSQL, about" in page(owner)


def test_an_empty_house_has_a_page_too(owner):
    html = page(owner)
    assert "Nothing has happened yet." in html
    assert "No month left PostgreSQL yet." in html


def test_where_it_lies_is_said_without_what_opens_it(owner, monkeypatch, lake):
    assert f"{lake}/" in page(owner)
    monkeypatch.setenv("RELASI_LAKE", "s3://key:hush@bucket/prefix?secret=hush")
    html = page(owner)
    assert "s3://bucket/prefix" in html
    assert "hush" not in html
    assert location_without_secrets("/srv/a@b/lake/") == "/srv/a@b/lake/"


@pytest.mark.parametrize("name", ["RELASI_HOT_MONTHS", "RELASI_LAKE"])
def test_a_variable_that_cannot_be_meant_is_said_on_the_page(owner, monkeypatch, name):
    monkeypatch.setenv(name, "ftp://x")
    assert f"{name}=ftp://x is n" in page(owner)


@pytest.mark.parametrize(
    ("month", "kept", "leaves"),
    [((2026, 11), 13, (2028, 1)), ((2026, 1), 1, (2026, 3)), ((2025, 12), 24, (2028, 1))],
)
def test_a_month_leaves_in_the_first_night_in_which_it_is_before_the_window(month, kept, leaves):
    first = datetime(month[0], month[1], 1, tzinfo=UTC)
    at = leaves_in(first, kept)
    assert (at.year, at.month) == leaves
    assert oldest_hot_month(at, kept) > first
    assert oldest_hot_month(at - timedelta(days=1), kept) == first


def fails(monkeypatch, text):
    import duckdb

    def fail(_now):
        raise duckdb.IOException(text)

    monkeypatch.setattr("relasi.timeline.actions.lake.keeping.bring_over", fail)


def test_a_round_that_fails_is_said_with_what_to_do_and_after_an_hour_on_today(owner, monkeypatch):
    make_event(make_contact())
    with monkeypatch.context() as patched:
        fails(patched, 'IO Error: Could not write to "/x": No space left on device')
        keep_lake(lambda: NOW - timedelta(minutes=59))
        keep_lake(lambda: NOW - timedelta(minutes=5))

    assert "The disk of the lake is full." in page(owner)
    assert "disk of the lake" not in owner.get("/").content.decode()
    monkeypatch.setattr("relasi.kernel.clock.now", lambda: NOW + timedelta(minutes=2))
    assert "The disk of the lake is full." in owner.get("/").content.decode()
    sign_in(owner, make_staff("viewer"))
    assert "disk of the lake" not in owner.get("/").content.decode()

    keep_lake(lambda: NOW)
    sign_in(owner, alice())
    assert LakeState.objects.get().failing_since is None
    assert "disk of the lake" not in page(owner) + owner.get("/").content.decode()


def test_a_missing_extension_is_a_problem_like_others(owner, monkeypatch):
    from relasi.engine.extensions import ExtensionMissing

    def fail(_now):
        raise ExtensionMissing("DuckDB’s extension ducklake is missing and could not be fetched.")

    monkeypatch.setattr("relasi.timeline.actions.lake.keeping.bring_over", fail)
    keep_lake(lambda: NOW)

    assert "An extension of DuckDB is missing." in page(owner)


def test_nothing_that_duckdb_says_is_shown(owner, monkeypatch):
    fails(monkeypatch, "cannot: postgres:dbname='x' password='hush'")
    keep_lake(lambda: NOW)

    html = page(owner)
    assert str(UNFORESEEN) in html.replace("&#x27;", "'")
    assert "hush" not in html


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("IO Error: No space left on device", 0),
        ("DuckDB’s extension httpfs is missing and could not be fetched.", 1),
        ("RELASI_LAKE=ftp://x is neither a directory nor s3://bucket/prefix.", 2),
        ("HTTP Error: HTTP GET error on 'https://b.s3.amazonaws.com/x' (HTTP 403)", 3),
        ("HTTP Error: Unable to connect to URL https://b/x: 404 (Not Found).", 4),
        ("/x cannot be made (Permission denied). Set RELASI_LAKE to a directory", 5),
        ("IO Error: Unable to connect to Postgres: connection to server at …", 6),
        ("IO Error: Could not connect error for HTTP HEAD to 'http://127.0.0.1:9/b'", 7),
        ('IO Error: Cannot open file "/x/a.parquet": No such file or directory', 8),
        ("given up", 9),
    ],
)
def test_each_kind_of_problem_has_its_sentence(said, number):
    assert problem_sentence(said) == str(PROBLEMS[number][1])


def test_an_s3_that_is_not_there_is_recognised_by_what_duckdb_really_says(monkeypatch):
    monkeypatch.setenv("RELASI_LAKE", "s3://bucket/prefix")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    make_event(make_contact())
    engine.close()
    keep_lake(lambda: NOW)

    assert problem_sentence(LakeState.objects.get().problem).startswith("S3 cannot be reached.")


def test_verifying_by_button_says_that_all_is_well(owner):
    make_event(make_contact())
    moved(NOW)
    work = asked(owner, "verify")
    assert 'hx-trigger="every 2s"' in page(owner)

    assert done(work).state == "done"

    html = page(owner)
    assert "Every event is in the lake once, and every file can be read." in html
    assert "every 2s" not in html
    assert work.done == work.total > 0
    assert AuditEntry.objects.filter(action="verified the lake").exists()


def test_verifying_by_button_says_what_is_missing(owner, lake):
    make_event(make_contact())
    moved(NOW)
    (path,) = lake.rglob("*.parquet")
    path.unlink()
    engine.close()

    assert done(asked(owner, "verify")).state == "done"

    assert f"The file {path} is missing or damaged." in page(owner)


def test_compacting_by_button_brings_over_what_waits_and_joins_files(owner, lake):
    ann = make_contact()
    make_event(ann, at=NOW)
    moved(NOW)
    make_event(ann, at=NOW)

    assert done(asked(owner, "compact")).state == "done"

    assert len([*lake.rglob("*.parquet")]) == 1
    assert "The lake is tidy" in page(owner)


@pytest.mark.parametrize("kind", ["verify", "compact"])
def test_work_is_stopped_after_the_step_in_hand(owner, kind):
    make_event(make_contact())
    moved(NOW)
    work = asked(owner, kind)
    LakeWork.objects.update(state="running")
    owner.post(reverse("timeline:history_stop", args=[work.pk]))
    assert "It stops after the step in hand." in page(owner)

    assert done(work).state == "cancelled"
    assert moved(NOW) == (0, 0)


def test_work_that_was_not_begun_is_stopped_at_once_and_never_begins(owner):
    work = asked(owner, "verify")
    owner.post(reverse("timeline:history_stop", args=[work.pk]))

    assert done(work).state == "cancelled"
    assert owner.post(reverse("timeline:history_stop", args=[work.pk])).status_code == 422


def test_while_a_round_is_under_way_work_waits_for_it(owner):
    moved(NOW)
    work = asked(owner, "verify")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7203116)")
            assert done(work).state == "waiting"
    finally:
        other.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE lock = %s", [LOCK])
        assert cursor.fetchone()[0] >= 2

    assert done(work).state == "done"


def test_work_that_was_killed_is_done_anew_by_its_job(owner):
    make_event(make_contact())
    moved(NOW)
    work = asked(owner, "verify")
    LakeWork.objects.update(state="running", done=1, total=2)

    work_on(work_id=work.pk)

    work.refresh_from_db()
    assert work.state == "done"


def test_work_whose_job_gave_up_is_said_so(owner):
    asked(owner, "verify")
    assert notice_given_up(now=NOW) == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE lock = %s", [LOCK])

    assert notice_given_up(now=NOW) == 1
    assert "It was begun several times and never ended." in page(owner)


def test_one_of_a_kind_at_a_time_and_no_other_kind(owner):
    asked(owner, "verify")
    url = reverse("timeline:history_work")
    assert owner.post(url, {"kind": "verify"}).status_code == 422
    assert owner.post(url, {"kind": "rebuild"}).status_code == 422
    assert owner.post(url, {"kind": "compact"}).status_code == 302


def test_whoever_may_only_look_sees_no_button(owner):
    assert "Verify now" in page(owner)
    sign_in(owner, make_staff("analyst"))
    html = page(owner)
    assert "Verify now</button>" not in html
    assert owner.post(reverse("timeline:history_work"), {"kind": "verify"}).status_code == 403


def test_what_is_at_work_is_asked_for_by_itself(owner):
    asked(owner, "verify")
    part = owner.get(PAGE, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert part.content.decode().startswith('<section class="panel" id="work"')
