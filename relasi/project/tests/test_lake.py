"""`relasi lake` answers in sentences, and with its exit code."""

import pytest

from relasi.project import cli
from relasi.timeline import public as timeline
from relasi.timeline.actions.lake.rebuilding import Rebuilt


@pytest.fixture(autouse=True)
def at_home(monkeypatch):
    monkeypatch.setattr("relasi.project.lake.find_house", lambda: None)


def answer(capsys, what):
    with pytest.raises(SystemExit) as ended:
        cli.main(["lake", what])
    return ended.value.code, capsys.readouterr().out.strip()


def test_verify_says_that_all_is_well_or_what_is_not(capsys, monkeypatch):
    monkeypatch.setattr(timeline, "verify_lake", lambda _step: [])
    well = "Every event is in the lake once, and every file can be read."
    assert answer(capsys, "verify") == (0, well)

    monkeypatch.setattr(timeline, "verify_lake", lambda _step: ["One.", "Two."])
    assert answer(capsys, "verify") == (1, "One.\nTwo.")


def test_rebuild_says_what_it_did_and_what_is_lost(capsys, monkeypatch):
    monkeypatch.setattr(timeline, "rebuild_lake", lambda _now, _step: Rebuilt(3, 1, 0, 0))
    assert answer(capsys, "rebuild") == (0, "3 events were brought over, 1 taken out.")

    monkeypatch.setattr(timeline, "rebuild_lake", lambda _now, _step: Rebuilt(3, 1, 2, 9))
    code, said = answer(capsys, "rebuild")
    assert code == 0
    assert "2 files could not be read and are named no more; they held 9 events." in said


@pytest.mark.parametrize("what", ["rebuild", "compact"])
def test_somebody_else_at_it_is_said(capsys, monkeypatch, what):
    monkeypatch.setattr(timeline, "rebuild_lake", lambda _now, _step: None)
    monkeypatch.setattr(timeline, "compact_lake", lambda _now: False)

    busy = "The lake is being written to just now. Try again in a minute."
    assert answer(capsys, what) == (1, busy)


def test_compact_says_that_it_is_done(capsys, monkeypatch):
    monkeypatch.setattr(timeline, "compact_lake", lambda _now: True)

    done = "The lake is tidy: what was deleted is in none of its files."
    assert answer(capsys, "compact") == (0, done)
