"""An import that is killed again and again brings each good row in once, and can go again.

    rows of the file = rows in the database + repeats joined to them + rows in the report

after ten kills at any moment; and when it is taken back, killed on the way too, every table
is as it was.
"""

import csv
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .house import ROOT, House, running_house

pytestmark = pytest.mark.faults

ROWS, KILLS, UNDO_KILLS, SEED = 60_000, 10, 3, 20261122
BAD_SHARE, REPEAT_SHARE = 0.03, 0.01
TABLES = ("contacts_contact", "contacts_identity")
PROGRESS = "SELECT state, rows_read, undo_done FROM contacts_importrun WHERE id = %s"


def write_list(path: Path, rng: random.Random) -> tuple[set[str], int, int]:
    """A list of people: the addresses that must arrive, how many rows are bad, how many repeat."""
    good: list[str] = []
    bad = repeats = 0
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("name", "email", "phone", "city", "customer id"))
        for number in range(ROWS):
            phone, ours = f"+62812{number:08d}", f"C{number}"
            draw = rng.random()
            if draw < BAD_SHARE:
                bad += 1
                writer.writerow(("Bad", f"nobody{number} at example", phone, "Solo", ours))
            elif draw < BAD_SHARE + REPEAT_SHARE and good:
                repeats += 1
                writer.writerow(("Again", rng.choice(good), "", "Garut", ""))
            else:
                good.append(f"person{number}@example.org")
                writer.writerow((f"Person {number}", good[-1], phone, "Solo", ours))
    return set(good), bad, repeats


def process(house: House, *words: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.importing", *map(str, words)],
        cwd=ROOT,
        env=house.environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def begin(house: House, path: Path) -> int:
    done = process(house, "begin", path)
    text, _errors = done.communicate(timeout=120)
    assert done.returncode == 0
    return int(text)


def killed_on_the_way(house: House, command: str, run_id: int, rng: random.Random) -> bool:
    """Start it, let it get somewhere, kill it; False when it was done before."""
    before = house.query(PROGRESS, run_id)
    worker = process(house, command, run_id)
    try:
        deadline = time.monotonic() + 60
        while house.query(PROGRESS, run_id)[0][1:] == before[0][1:]:
            if worker.poll() is not None or time.monotonic() > deadline:
                break
            time.sleep(0.02)
        time.sleep(rng.uniform(0, 0.4))
        done = worker.poll() is not None
        worker.kill()
        worker.wait()
    finally:
        assert worker.stdout
        worker.stdout.close()
    return not done


def to_the_end(house: House, command: str, run_id: int) -> None:
    worker = process(house, command, run_id)
    worker.communicate(timeout=300)
    assert worker.returncode == 0


def picture(house: House) -> list[list[tuple[object, ...]]]:
    return [house.query(f"SELECT to_jsonb(t) FROM {t} AS t ORDER BY id") for t in TABLES]


def test_ten_kills_lose_nothing_and_bring_nothing_twice(tmp_path):
    rng = random.Random(SEED)
    path = tmp_path / "people.csv"
    good, bad, repeats = write_list(path, rng)
    known = tmp_path / "known.csv"
    with running_house() as house:
        known.write_text(
            "name,email,city\nKnown,person7@example.org,Medan\nOther,other@example.org,Bali\n"
        )
        to_the_end(house, "run", begin(house, known))
        before = picture(house)
        run_id = begin(house, path)

        kills = sum(killed_on_the_way(house, "run", run_id, rng) for _kill in range(KILLS))
        to_the_end(house, "run", run_id)

        print(f"seed {SEED}: {ROWS} rows, {bad} bad, {repeats} repeated, {kills} kills on the way")
        emails = [row[0] for row in house.query(
            "SELECT value FROM contacts_identity WHERE kind = 'email' AND value LIKE 'person%%'"
        )]  # fmt: skip
        assert len(emails) == len(set(emails))
        assert set(emails) == good | {"person7@example.org"}
        assert house.query("SELECT count(*) FROM contacts_contact") == [(len(set(emails)) + 1,)]
        report = house.query(
            "SELECT count(*), count(DISTINCT row_number) FROM contacts_importrefusal"
            " WHERE run_id = %s AND kind = 'refused'",
            run_id,
        )
        assert report == [(bad, bad)]
        [(state, read, refused, repeated)] = house.query(
            "SELECT state, rows_read, rows_refused, rows_repeated FROM contacts_importrun"
            " WHERE id = %s",
            run_id,
        )
        assert (state, read, refused, repeated) == ("done", ROWS, bad, repeats)

        house.query("UPDATE contacts_importrun SET state = 'reverting' WHERE id = %s", run_id)
        undone = sum(killed_on_the_way(house, "undo", run_id, rng) for _k in range(UNDO_KILLS))
        to_the_end(house, "undo", run_id)

        print(f"taken back, {undone} kills on the way")
        assert picture(house) == before
        assert house.query("SELECT count(*) FROM contacts_importkept") == [(0,)]


def test_two_workers_at_once_do_what_one_would(tmp_path):
    path = tmp_path / "people.csv"
    good, bad, _repeats = write_list(path, random.Random(SEED + 1))
    with running_house() as house:
        run_id = begin(house, path)

        both = [process(house, "run", run_id) for _worker in range(2)]
        for worker in both:
            worker.communicate(timeout=300)

        assert [worker.returncode for worker in both] == [0, 0]
        assert house.query(
            "SELECT state, rows_read, rows_refused FROM contacts_importrun WHERE id = %s", run_id
        ) == [("done", ROWS, bad)]
        assert house.query("SELECT count(*) FROM contacts_contact") == [(len(good),)]
