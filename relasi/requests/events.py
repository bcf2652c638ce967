"""What others may hear about requests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestMoved:
    """A request came to another state."""

    request_id: int
    state: str
