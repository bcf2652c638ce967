"""A shift: claims what is due, sends many at once, notes each answer as it comes.

One thread holds the database; the others only wait for receivers. So a receiver that answers
late holds up nobody but itself, also when there are many such.
"""

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime

from relasi.connectors.webhooks.rules import TIMEOUT, headers
from relasi.kernel.errors import Refused
from relasi.kernel.outgoing.posting import Unanswered, post, target_of

from .claiming import AT_ONCE, Claimed, claim
from .keeping import MOST_ENDPOINTS
from .noting import note

THREADS = MOST_ENDPOINTS * AT_ONCE
GLANCE = 0.25  # seconds until what has become due meanwhile is claimed


@dataclass(frozen=True, slots=True)
class Tried:
    attempt_id: int
    seconds: float
    status: int | None
    word: str
    answer: str


def deliver(clock: Callable[[], datetime], *, seconds: float) -> int:
    """Send what is due until nothing is, or the time is up; how many tries were made.

    What is under way then is waited for, which its own time-out limits.
    """
    until = time.monotonic() + seconds
    under_way: set[Future[Tried]] = set()
    tries = 0
    with ThreadPoolExecutor(THREADS, thread_name_prefix="webhook") as pool:
        while True:
            if time.monotonic() < until:
                under_way |= {pool.submit(_try, one, clock) for one in claim(clock())}
            if not under_way:
                return tries
            done, under_way = wait(under_way, timeout=GLANCE, return_when=FIRST_COMPLETED)
            for each in done:
                _note(each.result(), clock())
            tries += len(done)


def _try(one: Claimed, clock: Callable[[], datetime]) -> Tried:
    began = time.monotonic()
    status, word, answer = _sent(one, clock())
    return Tried(one.attempt_id, time.monotonic() - began, status, word, answer)


def _sent(one: Claimed, now: datetime) -> tuple[int | None, str, str]:
    """The status, or the word why there is none, and what is known beside it."""
    if not one.secrets:
        return None, "no_secret", ""
    signed = headers(one.uid, one.body, one.secrets, now)
    try:
        answer = post(target_of(one.url), one.body.encode(), signed, seconds=TIMEOUT)
    except Unanswered as why:
        return None, why.word, why.detail
    except Refused as why:
        return None, "bad_address", why.sentence
    return answer.status, "", answer.body


def _note(tried: Tried, now: datetime) -> None:
    note(
        attempt_id=tried.attempt_id,
        seconds=tried.seconds,
        status=tried.status,
        word=tried.word,
        answer=tried.answer,
        now=now,
    )
