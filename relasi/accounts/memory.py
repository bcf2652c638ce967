"""What one request has read already. Outside a request nothing is remembered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_memory: ContextVar[dict[str, Any] | None] = ContextVar("relasi_memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """For the length of a request."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def recall(key: str, read: Callable[[], T]) -> T:
    """The value under `key`, read now if this request has not read it yet."""
    memory = _memory.get()
    if memory is None:
        return read()
    if key not in memory:
        memory[key] = read()
    value: T = memory[key]
    return value


def forget(key: str) -> None:
    """After a change."""
    memory = _memory.get()
    if memory is not None:
        memory.pop(key, None)
