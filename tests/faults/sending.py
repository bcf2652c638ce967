"""One campaign under fire: kills, crashes of the database, a server that misbehaves.

`torture` gives back what happened, `verdict` says in sentences which promise was broken.
"""

import contextlib
import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.house import House

CONNECTIONS = 4
LONGEST_SECONDS = 900
# Faults fall into the first part of the mailing, so that none comes when it is over.
LAST_FAULT = 0.7
# P4: nothing is handed over more than this after a withdrawal was committed.
LATEST_AFTER_LEAVING = 5.0


@dataclass
class Aftermath:
    """What the ledger and the sink say at the end."""

    seed: int
    recipients: int
    kills: int
    restarts: int
    workers: int
    seconds: float = 0.0
    states: Counter[str] = field(default_factory=Counter)
    in_doubt: Counter[str] = field(default_factory=Counter)
    stored: Counter[str] = field(default_factory=Counter)
    broken_lines: int = 0
    sent: set[str] = field(default_factory=set)
    too_late: list[str] = field(default_factory=list)
    unspent: int = 0


def torture(  # noqa: PLR0913
    house: House,
    log: Path,
    *,
    seed: int,
    recipients: int,
    kills: int,
    restarts: int,
    workers: int = 1,
) -> Aftermath:
    """Send to `recipients` people while killing and crashing at random moments.

    A moment is a share of the recipients whose mail is settled, not a time: a slow machine
    meets the same faults as a fast one.
    """
    dice = random.Random(seed)
    after = Aftermath(seed, recipients, kills, restarts, workers)
    faults = ["kill"] * kills + ["restart"] * restarts
    dice.shuffle(faults)
    moments = sorted((dice.uniform(0, LAST_FAULT) for _ in faults), reverse=True)
    began = time.monotonic()
    with house.faulty_sink(seed, log) as port:
        mailing = house.ask("mailing", recipients, port, CONNECTIONS)
        alive = [house.ask("worker", mailing, lane) for lane in range(workers)]
        left_at, leavers = 0.0, list[str]()
        while waiting := _waiting(house, mailing):
            if time.monotonic() - began > LONGEST_SECONDS:
                break
            _let_time_pass(house, mailing)
            time.sleep(dice.uniform(0, 0.05))
            if not leavers:
                leavers = _leave(house, mailing, dice)
                left_at = time.time()
            if moments and 1 - waiting / recipients >= moments[-1]:
                moments.pop()
                if faults.pop() == "restart":
                    house.crash_database()
                else:
                    _kill(house, mailing, alive, dice)
            alive = _keep_alive(house, mailing, alive, workers)
        for pid in alive:
            _end(pid)
    after.unspent = len(faults)
    after.seconds = time.monotonic() - began
    _read_ledger(house, mailing, after)
    _read_log(log, after, leavers, left_at)
    return after


def verdict(after: Aftermath) -> list[str]:
    """The promises that were broken, in sentences; none is what we promise."""
    broken = []
    ended = sum(after.states[s] for s in ("sent", "failed", "suppressed", "in_doubt"))
    if ended != after.recipients:
        broken.append(f"{after.recipients} recipients, {ended} accounted for: {after.states}")
    if twice := [address for address, n in after.stored.items() if n > 1]:
        broken.append(f"Mailed more than once: {twice[:5]}")
    if lost := [address for address in after.sent if not after.stored[address]]:
        broken.append(f"Called sent and never arrived: {lost[:5]}")
    if after.in_doubt["worker_lost"] > after.kills * CONNECTIONS:
        broken.append(f"{after.in_doubt['worker_lost']} in doubt after {after.kills} kills")
    if after.in_doubt["connection_lost"] > after.broken_lines:
        broken.append(f"{after.in_doubt} for {after.broken_lines} broken lines")
    if after.unspent:
        broken.append(f"It was over before {after.unspent} faults could happen")
    if after.too_late:
        broken.append(f"Mailed after leaving: {after.too_late[:5]}")
    return broken


def _waiting(house: House, mailing: int) -> int:
    rows = house.query(
        "SELECT count(*) FROM messaging_delivery WHERE mailing_id = %s"
        " AND state IN ('queued', 'claimed', 'sending', 'deferred')",
        mailing,
    )
    return int(str(rows[0][0]))


def _let_time_pass(house: House, mailing: int) -> None:
    """What was put off is due at once: minutes of waiting prove nothing here."""
    house.query(
        "UPDATE messaging_delivery SET due_at = now() WHERE mailing_id = %s AND state = 'deferred'",
        mailing,
    )


def _leave(house: House, mailing: int, dice: random.Random) -> list[str]:
    """Ten people withdraw while the mailing runs."""
    rows = house.query(
        "SELECT contact_id, address FROM messaging_delivery WHERE mailing_id = %s"
        " ORDER BY id DESC LIMIT 100",
        mailing,
    )
    chosen = dice.sample(rows, min(10, len(rows)))
    house.query(
        "UPDATE consent_permission SET granted = false WHERE contact_id = ANY(%s)",
        [contact_id for contact_id, _ in chosen],
    )
    return [str(address) for _, address in chosen]


def _kill(house: House, mailing: int, alive: list[int], dice: random.Random) -> None:
    """At a moment when something is being handed over, or the kill would prove nothing."""
    deadline = time.monotonic() + 3
    under_way = (
        "SELECT 1 FROM messaging_delivery WHERE mailing_id = %s AND state = 'sending' LIMIT 1"
    )
    while not house.query(under_way, mailing) and time.monotonic() < deadline:
        time.sleep(0.003)
    time.sleep(dice.uniform(0, 0.02))
    with contextlib.suppress(ProcessLookupError):
        os.kill(dice.choice(alive), signal.SIGKILL)


def _keep_alive(house: House, mailing: int, alive: list[int], workers: int) -> list[int]:
    time.sleep(0.01)
    living = [pid for pid in alive if Path(f"/proc/{pid}").exists()]
    missing = workers - len(living)
    return living + [house.ask("worker", mailing, lane) for lane in range(missing)]


def _end(pid: int) -> None:
    """A worker leaves by itself once the mailing is done."""
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _read_ledger(house: House, mailing: int, after: Aftermath) -> None:
    rows = house.query(
        "SELECT state, reason, address FROM messaging_delivery WHERE mailing_id = %s", mailing
    )
    for state, reason, address in rows:
        after.states[str(state)] += 1
        if state == "in_doubt":
            after.in_doubt[str(reason)] += 1
        if state == "sent":
            after.sent.add(str(address))
    house.query("UPDATE consent_permission SET granted = true")


def _read_log(log: Path, after: Aftermath, leavers: list[str], left_at: float) -> None:
    for line in log.read_text().splitlines():
        at, what, *address = line.split()
        if what == "broke":
            after.broken_lines += 1
            continue
        after.stored[address[0]] += 1
        if address[0] in leavers and float(at) > left_at + LATEST_AFTER_LEAVING:
            after.too_late.append(address[0])
