"""A shift: one worker sends one mailing for a while, then says when to come again."""

import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from relasi.kernel.errors import Refused
from relasi.messaging.content.words import shop
from relasi.messaging.ledger import claiming, counting, living, recovering
from relasi.messaging.ledger.claiming import Claimed, Ended
from relasi.messaging.models import Mailing
from relasi.messaging.rules.outcomes import (
    DEFERRED,
    FAILED,
    GAVE_UP,
    NO_CONNECTION,
    Outcome,
    back_off,
)
from relasi.messaging.transports import Envelope, Transport

from .couriers import Carried, Team
from .letters import Words, Writer

# Short, so that a worker told to stop ends its shift instead of being killed in the middle.
SHIFT_SECONDS = 10.0
BATCH = 100
OUTAGE_PAUSE = timedelta(minutes=1)

T = TypeVar("T")
Clock = Callable[[], datetime]


@dataclass
class Shift:
    """What is in hand: letters ready to go, attempts so far, what stopped us."""

    mailing: Mailing
    team: Team
    clock: Clock
    until: float
    claim: uuid.UUID = field(default_factory=uuid.uuid4)
    ready: "deque[tuple[int, Envelope]]" = field(default_factory=deque)
    waiting: "deque[tuple[Claimed, Words | None]]" = field(default_factory=deque)
    attempts: dict[int, int] = field(default_factory=dict)
    unwritten: list[Ended] = field(default_factory=list)
    outage: str = ""
    exhausted: bool = False

    @property
    def over(self) -> bool:
        return bool(self.outage) or time.monotonic() > self.until

    def work(self) -> None:
        """Until nothing is due, the time is up, or the other side is gone."""
        writer = Writer(self.mailing, shop())
        with living.living(self.claim):
            try:
                while True:
                    self._refill(writer)
                    if not (self.waiting or self.ready or self.team.on_the_way or self.unwritten):
                        break
                    self._turn()
            finally:
                self._land()

    def _land(self) -> None:
        """Whatever happened: note what is still on its way, let go of what has not begun."""
        while self.team.on_the_way or self.unwritten:
            self.ready.clear()
            self.waiting.clear()
            self._turn()
        ids = list(self.attempts)
        self._steadily(lambda: claiming.put_back(ids, claim=self.claim))

    def _refill(self, writer: Writer) -> None:
        """Keep a few letters ready; claim the next batch when there is nobody left to write to."""
        if self.over:
            self.ready.clear()
            self.waiting.clear()
            return
        while not self.waiting and not self.exhausted:
            batch, looked_at = self._steadily(self._claim)
            self.exhausted = looked_at == 0
            self.attempts.update({message.id: message.attempts for message in batch})
            self.waiting.extend(self._steadily(partial(writer.words, batch)))
        while self.waiting and len(self.ready) < self.team.size:
            message, words = self.waiting.popleft()
            written = writer.write(message, words, self.clock())
            if isinstance(written, Outcome):
                self.unwritten.append(self._ended(message.id, written))
            else:
                self.ready.append((message.id, written))

    def _claim(self) -> tuple[list[Claimed], int]:
        return claiming.claim_messages(
            self.mailing.pk,
            claim=self.claim,
            holding=list(self.attempts),
            limit=BATCH,
            now=self.clock(),
        )

    def _turn(self) -> None:
        """Note what came back and hand out what comes next: one statement, one commit."""
        idle = not self.ready and not self.unwritten
        carried = self.team.returned(wait=idle or self.team.free == 0)
        ended = self.unwritten + [self._note(one) for one in carried]
        following = [self.ready.popleft() for _ in range(min(self.team.free, len(self.ready)))]
        if self.over:
            following = []
        ids = [delivery_id for delivery_id, _ in following]
        self.unwritten = ended  # kept until the ledger has them
        begun = self._steadily(
            lambda: claiming.turn(ended, ids, claim=self.claim, now=self.clock())
        )
        self.unwritten = []
        for delivery_id, envelope in following:
            if delivery_id in begun:
                self.team.hand_out(delivery_id, envelope)

    def _steadily(self, work: Callable[[], T]) -> T:
        return living.steadily(work, claim=self.claim)

    def _note(self, carried: Carried) -> Ended:
        if carried.outcome.reason == NO_CONNECTION:
            self.outage = carried.outcome.detail
        return self._ended(carried.delivery_id, carried.outcome)

    def _ended(self, delivery_id: int, outcome: Outcome) -> Ended:
        attempts = self.attempts.pop(delivery_id) + 1
        if outcome.reason == NO_CONNECTION:
            return Ended(delivery_id, Outcome("queued"), counts=False)
        if outcome.state != DEFERRED:
            return Ended(delivery_id, outcome)
        wait = back_off(attempts)
        if wait is None:
            return Ended(delivery_id, Outcome(FAILED, GAVE_UP, outcome.detail))
        return Ended(delivery_id, outcome, self.clock() + wait)


def send_shift(
    mailing_id: int, *, transport: Transport, clock: Clock, seconds: float = SHIFT_SECONDS
) -> datetime | None:
    """Work one shift; when the next one is due, or None when nothing waits any more.

    Raises nothing for what the other side does; an outage is noted on the mailing.
    """
    recovering.recover(now=clock(), mailing_id=mailing_id)
    mailing = Mailing.objects.filter(pk=mailing_id, state=Mailing.State.SENDING).first()
    if mailing is None:
        return None
    outage = _worked(mailing, transport, clock, seconds)
    Mailing.objects.filter(pk=mailing_id).exclude(state_reason=outage).update(state_reason=outage)
    due, now = counting.next_due(mailing_id), clock()
    if due is None:
        return None
    return max(due, now + OUTAGE_PAUSE) if outage else max(due, now)


def _worked(mailing: Mailing, transport: Transport, clock: Clock, seconds: float) -> str:
    """One shift; what stopped it, "" when nothing did."""
    try:
        team = Team(transport)
    except Refused as why:
        return why.sentence
    shift = Shift(mailing, team, clock, time.monotonic() + seconds)
    try:
        shift.work()
    finally:
        team.dismiss()
    return shift.outage
