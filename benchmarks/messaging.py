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
from typing import Any

from tests.faults.house import ROOT, House, running_house
from tests.faults.sending import torture, verdict

MESSAGES = 5_000
CONNECTIONS = 8
PEOPLE, KILLS, RESTARTS = 20_000, 50, 5
# The whole of a mail as the peer sends it: what ours weighs, near enough.
BODY = b"Subject: News\r\nFrom: halo@kopilereng.example\r\n\r\n" + b"x" * 75 * 100 + b"\r\n"


def run() -> list[dict[str, Any]]:
    """The rows of `make bench ONLY=messaging`."""
    with running_house() as house:
        house.ask("people", max(PEOPLE, MESSAGES))
        with local_sink(house) as port:
            house.query("TRUNCATE smtp_caughtmail")
            peer = bare_loop(port)
            ours, memory = send_all(house, port)
        return [
            _row("render and send", ours, "messages/s", "bare smtplib loop", peer, ours >= peer),
            _row("peak memory of the worker", memory, "MB", None, None, memory < 300),
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


def under_fire(house: House) -> list[dict[str, Any]]:
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
    return [
        _row("mailed twice after 50 kills", twice, "people", None, None, not broken),
        _row(
            "in doubt after 50 kills",
            sum(after.in_doubt.values()),
            "messages",
            None,
            None,
            not broken,
        ),
        _row("20,000 people under fire", after.seconds, "s", None, None, not broken),
    ]


def _resident(pid: int) -> float:
    """In MB; 0 when the process is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0


def _row(  # noqa: PLR0913, PLR0917
    name: str,
    value: float,
    unit: str,
    peer: str | None,
    peer_value: float | None,
    holds: bool,  # noqa: FBT001
) -> dict[str, Any]:
    bar = "as fast as the peer" if peer else "P1 and P2 hold" if unit != "MB" else "< 300 MB"
    return {
        "group": "messaging",
        "name": name,
        "value": round(value, 1),
        "unit": unit,
        "peer": peer,
        "peer_value": None if peer_value is None else round(peer_value, 1),
        "bar": bar,
        "holds": holds,
    }


if __name__ == "__main__":
    for row in run():
        print(row)
