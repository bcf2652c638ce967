"""How long it takes until somebody is found nowhere, when ten million events lie in the lake.

They are of a million people over five years (RELASI_BENCH_ERASURE_EVENTS makes fewer). Three
people are erased one after the other, each to the receipt: out of every table, and out of the
bytes of every file of the lake that held something of them.
"""

import os
import time

from .contacts_import import _house
from .lake_page import _make
from .population import HOME, _schema
from .rows import Row, row

EVENTS = int(os.environ.get("RELASI_BENCH_ERASURE_EVENTS", "10000000"))
PEOPLE, AT_MOST = 3, 300.0


def run() -> list[Row]:
    home = HOME / f"erasure-{EVENTS}-{_schema()}"
    home.mkdir(parents=True, exist_ok=True)
    with _house(home):
        os.environ["RELASI_LAKE"] = str(home / "lake")
        from relasi.timeline.models import LakeState

        if not LakeState.objects.filter(hot_since__isnull=False).exists():
            _make(EVENTS)
        times = [_erased() for _ in range(PEOPLE)]
    name = f"a person erased, {EVENTS // 1_000_000} million events in the lake"
    return [row("privacy", f"{name}, slowest of {PEOPLE}", max(times), at_most=AT_MOST)]


def _erased() -> float:
    """Somebody known by an address, whose number has events in the lake."""
    from relasi.contacts.testing import make_contact
    from relasi.kernel.catalogue import Person
    from relasi.privacy.testing import erase_now
    from relasi.timeline.actions.lake.erasing import count

    person = make_contact()
    while not count(Person((person,), (person,), ())):
        person = make_contact()
    began = time.monotonic()
    card = erase_now(person)
    took = time.monotonic() - began
    assert {one.key: one.rows for one in card.rows}["lake"] > 0
    assert card.left.get("lake", 0) == 0
    return took
