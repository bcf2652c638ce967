"""One thread and one connection each: a courier carries one message at a time."""

import contextlib
import logging
import threading
from dataclasses import dataclass
from queue import SimpleQueue

from relasi.messaging.rules.outcomes import DEFERRED, IN_DOUBT, NO_CONNECTION, Outcome
from relasi.messaging.transports import Connection, Envelope, NoConnection, Transport

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Carried:
    """What came back: which delivery, and how it ended."""

    delivery_id: int
    outcome: Outcome


class Courier(threading.Thread):
    """Connects when it has something to carry; makes no decision and knows no database."""

    def __init__(self, transport: Transport, results: "SimpleQueue[Carried]") -> None:
        super().__init__(daemon=True, name="courier")
        self._transport = transport
        self._results = results
        self._inbox: SimpleQueue[tuple[int, Envelope] | None] = SimpleQueue()
        self._connection: Connection | None = None
        self.start()

    def carry(self, delivery_id: int, envelope: Envelope) -> None:
        self._inbox.put((delivery_id, envelope))

    def dismiss(self) -> None:
        self._inbox.put(None)

    def run(self) -> None:
        while (task := self._inbox.get()) is not None:
            delivery_id, envelope = task
            self._results.put(Carried(delivery_id, self._hand_over(envelope)))
        if self._connection:
            with contextlib.suppress(OSError):
                self._connection.close()

    def _hand_over(self, envelope: Envelope) -> Outcome:
        """Never raises: a courier who died in silence would be waited for without end."""
        try:
            line = self._connection or self._transport.connect()
        except Exception as why:
            if not isinstance(why, NoConnection):
                log.exception("No connection, for a reason nobody foresaw")
            return Outcome(DEFERRED, NO_CONNECTION, str(why))
        try:
            outcome = line.send(envelope)
        except Exception as why:
            log.exception("A message was on its way when something unforeseen happened")
            line.usable, outcome = False, Outcome(IN_DOUBT, "unforeseen", str(why))
        self._connection = line if line.usable else None
        return outcome


class Team:
    """The couriers of one shift: who is free, what is on its way."""

    def __init__(self, transport: Transport) -> None:
        self.results: SimpleQueue[Carried] = SimpleQueue()
        self._couriers = [Courier(transport, self.results) for _ in range(transport.connections)]
        self._free = list(self._couriers)
        self._carrying: dict[int, Courier] = {}

    @property
    def size(self) -> int:
        return len(self._couriers)

    @property
    def free(self) -> int:
        return len(self._free)

    @property
    def on_the_way(self) -> int:
        return len(self._carrying)

    def hand_out(self, delivery_id: int, envelope: Envelope) -> None:
        courier = self._free.pop()
        self._carrying[delivery_id] = courier
        courier.carry(delivery_id, envelope)

    def returned(self, *, wait: bool) -> list[Carried]:
        """Everything that came back; with `wait`, at least one thing."""
        found = [self.results.get()] if wait else []
        while not self.results.empty():
            found.append(self.results.get())
        for carried in found:
            self._free.append(self._carrying.pop(carried.delivery_id))
        return found

    def dismiss(self) -> None:
        for courier in self._couriers:
            courier.dismiss()
        for courier in self._couriers:
            courier.join(timeout=5)
