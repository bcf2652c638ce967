"""The lake in a server of S3, over real HTTP: filled, read, tidied, emptied of a person."""

import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from relasi import engine
from relasi.contacts.testing import make_contact
from relasi.timeline import public as timeline
from relasi.timeline.actions.forgetting import forget_people
from relasi.timeline.actions.lake.rounds import bring_over
from relasi.timeline.actions.lake.table import opened
from relasi.timeline.testing import NOON, make_event
from relasi.timeline.tests.lakes import lake

__all__ = ["lake"]

SERVER = Path(sys.prefix) / "clients" / "bin" / "moto_server"


@pytest.fixture(scope="module")
def s3():
    """Its address, with a bucket in it."""
    assert SERVER.exists(), "The clients are not installed; say `make test` once."
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(SERVER), "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        until_it_answers(address)
        put = urllib.request.Request(f"{address}/bucket", method="PUT")
        urllib.request.urlopen(put).close()
        yield address
    finally:
        process.kill()
        process.wait()


def until_it_answers(address):
    for _attempt in range(600):
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server of S3 did not start")


@pytest.fixture
def in_s3(lake, s3, monkeypatch):  # noqa: ARG001  # it empties the timeline first
    monkeypatch.setenv("RELASI_LAKE", "s3://bucket/history")
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "it's")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "ap-southeast-3")
    engine.close()
    return s3


def contents():
    """Every byte that is there."""
    rows = opened().execute("SELECT content FROM read_blob('s3://bucket/history/**')").fetchall()
    return b"".join(content for (content,) in rows)


def current(address):
    with urllib.request.urlopen(f"{address}/bucket?list-type=2") as answer:
        return re.findall("<Key>(.*?)</Key>", answer.read().decode())


def test_a_lake_in_s3_is_filled_read_and_emptied_of_a_person(in_s3):
    ann, bea = make_contact(), make_contact()
    make_event(ann, "canary", url="https://canary.example")
    make_event(bea, "sparrow")
    bring_over(NOON)
    make_event(bea, "sparrow again")
    bring_over(NOON)

    assert len(current(in_s3)) == 2
    assert all(name.startswith("history/main/events/year=2026/month=3/") for name in current(in_s3))
    assert timeline.verify_lake() == []

    forget_people([ann])
    assert timeline.compact_lake(NOON)

    assert len(current(in_s3)) == 1
    assert b"canary" not in contents()
    assert b"sparrow" in contents()
    names = opened().execute("SELECT name FROM lake.events ORDER BY id").fetchall()
    assert names == [("sparrow",), ("sparrow again",)]
    assert timeline.verify_lake() == []
