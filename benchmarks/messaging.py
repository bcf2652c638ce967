"""Render and send into a local sink, beside a bare smtplib loop; then the ledger under fire.

Ours: one worker process makes each mail for its person, hands it over by four connections,
and writes every step into the ledger. The peer: smtplib, one connection, the same finished
bytes again and again, no ledger. Both end at the same built-in sink, which says 250 after
its commit.
"""

import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.house import ROOT, House, running_house
from tests.faults.sending import torture, verdict

from .rows import Row, row

MESSAGES = 5_000
CONNECTIONS = 8
PEOPLE, KILLS, RESTARTS = 20_000, 50, 5
# The whole of a mail as the peer sends it: what ours weighs, near enough.
BODY = b"Subject: News\r\nFrom: halo@kopilereng.example\r\n\r\n" + b"x" * 75 * 100 + b"\r\n"


def run() -> list[Row]:
    """The rows of `make bench ONLY=messaging`."""
    with running_house() as house:
        house.ask("people", max(PEOPLE, MESSAGES))
        with local_sink(house) as port:
            house.query("TRUNCATE smtp_caughtmail")
            peer = bare_loop(port)
            ours, memory = send_all(house, port)
        beside = ("bare smtplib loop", peer)
        return [
            row("messaging", "render and send", ours, "messages/s", peer=beside, at_least=peer),
            row("messaging", "peak memory of the worker", memory, "MB", at_most=300),
            *under_fire(house),
        ]


@contextmanager
def local_sink(house: House) -> Iterator[int]:
    """The built-in sink as its own process; its port."""
    code = (
        "from relasi.connectors.smtp.sink import run; import os;"
        " run(os.environ['RELASI_DATABASE_URL'], port=0)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=house.environment)
    try:
        while not (rows := house.query("SELECT port FROM smtp_mailserver WHERE is_sink")):
            time.sleep(0.05)
        yield int(str(rows[0][0]))
    finally:
        process.terminate()
        process.wait()


def bare_loop(port: int) -> float:
    """Messages a second by smtplib, one after the other."""
    began = time.monotonic()
    with smtplib.SMTP("127.0.0.1", port) as client:
        for number in range(MESSAGES):
            client.sendmail("halo@kopilereng.example", [f"p{number}@example.org"], BODY)
    return MESSAGES / (time.monotonic() - began)


def send_all(house: House, port: int) -> tuple[float, float]:
    """Messages a second by a worker, from its start to the last outcome; its peak memory."""
    mailing = house.ask("mailing", MESSAGES, port, CONNECTIONS)
    due = "SELECT count(*) FROM messaging_delivery WHERE mailing_id = %s AND state = 'sent'"
    began = time.monotonic()
    pid = house.ask("worker", mailing, 0)
    peak = 0.0
    while Path(f"/proc/{pid}").exists():
        peak = max(peak, _resident(pid))
        time.sleep(0.1)
    sent = int(str(house.query(due, mailing)[0][0]))
    return sent / (time.monotonic() - began), peak


def under_fire(house: House) -> list[Row]:
    """20,000 people, 50 kills, 5 crashes of the database, a server that misbehaves."""
    with tempfile.TemporaryDirectory() as name:
        after = torture(
            house,
            Path(name) / "sink.log",
            seed=int(os.environ.get("RELASI_SEED", "1")),
            recipients=PEOPLE,
            kills=KILLS,
            restarts=RESTARTS,
        )
    broken = verdict(after)
    if broken:
        print("\n".join(broken), file=sys.stderr)
    twice = sum(count > 1 for count in after.stored.values())
    doubt = sum(after.in_doubt.values())
    return [
        row("messaging", "promises broken under fire", len(broken), "promises", at_most=0),
        row("messaging", "mailed twice after 50 kills", twice, "people", at_most=0),
        row("messaging", "in doubt after 50 kills", doubt, "messages"),
        row("messaging", "20,000 people under fire", after.seconds),
    ]


def _resident(pid: int) -> float:
    """The most it ever had, in MB; 0 when the process is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0
