"""A file of 1,000,000 people brought in: rows a second and memory, beside a bare COPY.

The file is made by seed: name, e-mail, phone, city, external id. Measured is the whole job,
from its first statement to its last commit, on an empty installation with the database
settings that `relasi up` uses; then the same file again, which must change nothing; then the
whole of it taken back. Beside it COPY puts the same file into a table without
indexes, which is what this disk and this PostgreSQL can do at most.
"""

import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from .rows import Row, row

# ruff: noqa: SIM905 - a list of words is read most easily as words
ROWS = int(os.environ.get("RELASI_BENCH_IMPORT_ROWS", "1000000"))
SEED = 7
RATE, MEMORY = 20_000, 500
GIVEN = (
    "Ratna Hendra Sri Michael Anisa Doni Intan Yusuf Grace Made Lestari Fajar Kezia Agus"
    " Budi Citra Dewi Eka Putri Rina Wahyu Bayu Sari Joko"
).split()
SYLLABLES = "ku su ma wa ra ni ti ha pra sa pu tra di wi la ga han tan li me".split()
CITIES = (
    "Bandung Jakarta Surabaya Medan Semarang Garut Denpasar Malang Makassar Padang Batam Solo"
).split()


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="relasi-bench-import-") as name, _house(Path(name)):
        path = Path(name) / "people.csv"
        write_people(path)
        bare = _bare_copy(path)
        fresh, run_id = _bring_in(path)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        again, _second = _bring_in(path)
        undone = _take_back(run_id)
    peer = ("COPY, bare table", bare)
    return [
        row("contacts", "import of 1,000,000 people", fresh, "rows/s", peer=peer, at_least=RATE),
        row("contacts", "its peak memory, worker", memory, "MB", at_most=MEMORY),
        row("contacts", "the same file again", again, "rows/s"),
        row("contacts", "taking it back", undone, "rows/s"),
    ]


@contextmanager
def _house(home: Path) -> Iterator[None]:
    """A migrated, empty installation in a cluster of its own."""
    from relasi.project.supervision.postgres import Cluster

    home.chmod(0o755)
    cluster = Cluster(home)
    cluster.prepare()
    server = cluster.start()
    try:
        os.environ |= {
            "RELASI_HOME": str(home),
            "RELASI_SECRET": "bench",
            "RELASI_DATABASE_URL": cluster.url(),
        }
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relasi.project.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        yield
        from django.db import connection

        connection.close()
    finally:
        cluster.stop(server)


def write_people(path: Path) -> None:
    """Names of some 100,000 kinds; numbers in shuffled order, as a real list has them."""
    rng = random.Random(SEED)
    order = list(range(ROWS))
    rng.shuffle(order)
    with path.open("w") as file:
        file.write("name,email,phone,city,customer id\n")
        for number, mixed in enumerate(order):
            given = rng.choice(GIVEN)
            family = "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))).capitalize()
            city = rng.choice(CITIES)
            file.write(
                f"{given} {family},{given}.{family}{mixed}@example.org,"
                f"+62812{mixed:08d},{city},C{number:07d}\n"
            )


def _bare_copy(path: Path) -> float:
    with psycopg.connect(os.environ["RELASI_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE bare (name text, email text, phone text, city text, id text)"
        )
        began = time.perf_counter()
        with (
            connection.cursor().copy("COPY bare FROM STDIN (FORMAT csv, HEADER)") as copy,
            path.open("rb") as file,
        ):
            while block := file.read(1 << 20):
                copy.write(block)
        took = time.perf_counter() - began
        connection.execute("DROP TABLE bare")
    return ROWS / took


def _bring_in(path: Path) -> tuple[float, int]:
    from relasi.contacts.importing import jobs
    from relasi.contacts.models import ImportRun
    from tests.faults.importing import begin

    run_id = begin(path)
    began = time.perf_counter()
    jobs.bring_in(run_id=run_id)
    took = time.perf_counter() - began
    run = ImportRun.objects.get(pk=run_id)
    assert (run.state, run.rows_read, run.rows_refused) == ("done", ROWS, 0), run.problem
    assert run.rows_created + run.rows_unchanged == ROWS
    return ROWS / took, run_id


def _take_back(run_id: int) -> float:
    from relasi.accounts.public import SYSTEM
    from relasi.contacts.importing import jobs
    from relasi.contacts.importing.actions import revert_import
    from relasi.contacts.models import Contact
    from relasi.kernel import clock

    revert_import(run_id=run_id, by=SYSTEM, now=clock.now())
    began = time.perf_counter()
    jobs.take_back(run_id=run_id)
    took = time.perf_counter() - began
    assert Contact.objects.count() == 0
    return ROWS / took
