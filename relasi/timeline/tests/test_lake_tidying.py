"""Files are joined, what was taken away disappears from the bytes, and nothing else does."""

import os
import time
from datetime import timedelta
from typing import Any

import pytest

from relasi import engine
from relasi.contacts.testing import make_contact
from relasi.timeline.actions.forgetting import forget_people
from relasi.timeline.actions.lake.tidying import tidy_lake
from relasi.timeline.models import LakeState
from relasi.timeline.testing import NOON, make_event

from .lakes import bytes_say, catalogue_says, in_the_lake, lake, moved

__all__ = ["lake"]
pytestmark = pytest.mark.usefixtures("lake")


def files(folder):
    return sorted(path.name for path in folder.rglob("*.parquet"))


def test_the_files_of_a_month_become_one_and_say_the_same(lake):
    ann = make_contact()
    for number in range(4):
        make_event(ann, f"page {number}", at=NOON + timedelta(hours=number))
        moved()
    assert len(files(lake)) == 4

    tidy_lake(NOON, at_once=True)

    assert len(files(lake)) == 1
    assert in_the_lake() == ["page 0", "page 1", "page 2", "page 3"]


def test_what_a_deleted_person_did_is_in_no_byte_of_the_lake(lake):
    ann, bea = make_contact(), make_contact()
    told: dict[str, Any] = {"url": "https://canary.example", "properties": {"said": "canary"}}
    for month in range(3):
        make_event(ann, at=NOON + timedelta(days=31 * month), key=f"canary:{month}", **told)
    make_event(bea, at=NOON, properties={"said": "sparrow"})
    make_event(bea, at=NOON + timedelta(days=120), properties={"said": "sparrow"})
    moved()
    assert bytes_say(lake, "canary")
    assert catalogue_says("canary")
    forget_people([ann])
    moved()
    assert LakeState.objects.get().to_clean

    tidy_lake(NOON)

    assert bytes_say(lake, "canary") == []
    assert catalogue_says("canary") == []
    assert len(bytes_say(lake, "sparrow")) == 2
    assert not LakeState.objects.get().to_clean


def test_a_reader_that_began_before_files_were_replaced_still_reads(lake):
    ann = make_contact()
    for number in range(2):
        make_event(ann, f"page {number}")
        moved()
    tidy_lake(NOON)
    LakeState.objects.update(to_clean=False)

    before = files(lake)
    make_event(ann, "page 3")
    moved()
    tidy_lake(NOON)

    assert set(before) <= set(files(lake))


def test_a_file_that_nobody_names_goes_after_a_day(lake):
    make_event(make_contact())
    moved()
    (named,) = lake.rglob("*.parquet")
    young, old = named.with_name("young.parquet"), named.with_name("old.parquet")
    for path in (young, old):
        path.write_bytes(named.read_bytes())
    two_days_ago = time.time() - 2 * 86_400
    os.utime(old, (two_days_ago, two_days_ago))
    os.utime(named, (two_days_ago, two_days_ago))

    tidy_lake(NOON)

    assert files(lake) == sorted([named.name, "young.parquet"])
    assert in_the_lake() == ["page viewed"]


def test_tidying_twice_changes_nothing(lake):
    make_event(make_contact())
    moved()
    tidy_lake(NOON, at_once=True)
    before = files(lake)
    engine.close()

    tidy_lake(NOON, at_once=True)

    assert files(lake) == before
