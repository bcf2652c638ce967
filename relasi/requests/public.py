"""The door of `requests`: `from relasi.requests import public as requests`."""

from .actions.moving import take_back
from .actions.opening import open_request
from .queries.cards import RequestCard, StepCard, request_card

__all__ = ["RequestCard", "StepCard", "open_request", "request_card", "take_back"]
