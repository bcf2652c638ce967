"""What a hand-over may end in, and when to try again."""

from dataclasses import dataclass
from datetime import timedelta

MINUTES = (1, 5, 15, 60, 240, 480, 720)
MOST_ATTEMPTS = len(MINUTES) + 1

SENT = "sent"
DEFERRED = "deferred"
FAILED = "failed"
IN_DOUBT = "in_doubt"

NO_CONNECTION = "no_connection"
GAVE_UP = "gave_up"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one hand-over ended: `reason` is one word, `detail` what the other side said.

    sent: they took it · deferred: they did not, try again · failed: they never will ·
    in_doubt: the line broke after the message and before the answer.
    """

    state: str
    reason: str = ""
    detail: str = ""


def back_off(attempts: int) -> timedelta | None:
    """How long to wait after this many attempts; None is enough is enough."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return timedelta(minutes=MINUTES[max(attempts, 1) - 1])
