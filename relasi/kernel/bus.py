"""Events from the packages below to the packages above.

`contacts` cannot import `campaigns`, so it publishes; `campaigns` listens.
Listeners run at once, inside the publisher's transaction: all of it holds or none of
it does. A listener with slow work to do enqueues a job.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")

_listeners: defaultdict[type, list[Callable[[Any], None]]] = defaultdict(list)


def listen(event_type: type[E], listener: Callable[[E], None]) -> None:
    """Call `listener` for every event of exactly this type; twice registered is once."""
    if listener not in _listeners[event_type]:
        _listeners[event_type].append(listener)


def publish(event: object) -> None:
    """Tell every listener, in the order in which they came."""
    for listener in _listeners[type(event)]:
        listener(event)


def publish_from_the_top(event: object) -> None:
    """Tell the last listener first: packages high on the ladder before those they stand on.

    For what goes away from everywhere: who points to a row lets go before the row goes.
    """
    for listener in reversed(_listeners[type(event)]):
        listener(event)
