"""The list of people, its search and the customer page, as a browser asks for them.

A real web server over 1,000,000 people with 20 million order lines, scores and consents; one
person who clicks, one page after the other. Beside each stands the server's own empty page
(`/health/`), which is what it costs to be asked anything at all.
"""

import os
import random
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.running import free_port

from .insight import prepare
from .population import AS_OF, PEOPLE, company
from .rows import Row, row

BAR_MS = 300.0
SEED = 11
OWNER = "owner@bench.example"
LISTS = (
    "",
    "?page=2",
    "?page=40",
    "?sort=name",
    "?sort=-value",
    "?sort=-last_order",
    "?f=lifecycle:is:at_risk",
    "?f=lifecycle:is:at_risk&sort=-value",
    "?f=city:is:Bandung",
    "?f=value:above:1000000",
    "?f=orders:above:5&f=lifecycle:is:active",
)
SEARCHES = ("putri", "siregar", "putri rahmawati", "p4711@example.org", "+6281000004711", "zzzz")


def run() -> list[Row]:
    with company() as address:
        prepare(address)
        cookie = ready()
        chance = random.Random(SEED)
        people = [f"/people/{chance.randint(1, PEOPLE)}/" for _ in range(200)]
        lists = [f"/people/{query}" for query in LISTS] * 12
        words = [f"/people/?q={urllib.parse.quote(word)}" for word in SEARCHES] * 20
        with web_server() as (process, base):
            empty = times(base, cookie, ["/health/"] * 200)
            found = [
                ("people list", times(base, cookie, lists)),
                ("search among people", times(base, cookie, words)),
                ("customer page", times(base, cookie, people)),
            ]
            memory = peak(process)
    pages = [one for name, taken in found for one in rows_of(name, taken, empty)]
    return [*pages, row("contacts", "peak memory of the web server", memory, "MB", at_most=1000)]


def ready() -> str:
    """Scores are there, and somebody who may see everything is signed in: their cookie."""
    from django.test import Client

    from relasi.accounts import testing
    from relasi.accounts.public import SYSTEM
    from relasi.insight.public import newest_run, recompute

    if newest_run() is None:
        recompute(now=AS_OF, by=SYSTEM)
    owner = testing.Staff.objects.filter(email=OWNER).first()
    client = Client()
    testing.sign_in(client, owner.pk if owner else testing.make_staff("owner", email=OWNER))
    return client.cookies["relasi_session"].value


@contextmanager
def web_server() -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    port = free_port()
    command = [sys.executable, "-m", "relasi", "web", "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ)
    base = f"http://127.0.0.1:{port}"
    try:
        while process.poll() is None:
            try:
                urllib.request.urlopen(f"{base}/health/", timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield process, base
    finally:
        process.terminate()
        process.wait()


def times(base: str, cookie: str, paths: Sequence[str]) -> list[float]:
    """Milliseconds each took, once every path was asked for."""
    for path in dict.fromkeys(paths[:20]):
        ask(base + path, cookie)
    return [ask(base + path, cookie) for path in paths]


def ask(url: str, cookie: str) -> float:
    request = urllib.request.Request(url, headers={"Cookie": f"relasi_session={cookie}"})
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
        assert answer.status == 200, url
        assert "/login/" not in answer.url, url
    return (time.perf_counter() - began) * 1000


def rows_of(name: str, taken: list[float], empty: list[float]) -> list[Row]:
    """Median and 95th percentile, beside those of the empty page."""
    half, most = (("the server's empty page", quantile(empty, share)) for share in (0.5, 0.95))
    return [
        row("contacts", f"{name}, p50", quantile(taken, 0.5), "ms", peer=half),
        row("contacts", f"{name}, p95", quantile(taken, 0.95), "ms", peer=most, at_most=BAR_MS),
    ]


def quantile(values: list[float], share: float) -> float:
    """The smallest value that at least this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def peak(process: "subprocess.Popen[bytes]") -> float:
    """The most memory of the server and its workers together, in MB."""
    pids = {process.pid}
    for status in Path("/proc").glob("[0-9]*/stat"):
        fields = status.read_text().rsplit(")", 1)[1].split()
        if int(fields[1]) in pids:
            pids.add(int(status.parent.name))
    texts = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
    marks = [line for text in texts for line in text.splitlines() if line.startswith("VmHWM")]
    return sum(int(line.split()[1]) for line in marks) / 1024
