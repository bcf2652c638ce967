"""How messages leave: a connector registers one transport for each channel."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused

from .rules.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message ready to go. `data` has CRLF line ends and no dot-stuffing."""

    sender: str
    recipient: str
    data: bytes
    message_id: str


class NoConnection(Exception):
    """The other side cannot be reached; nothing was handed over. The text says why."""


class Connection(Protocol):
    """One line to the other side, used by one thread. Not `usable`: it is closed already."""

    usable: bool

    def send(self, envelope: Envelope) -> Outcome:
        """Hand over one message; never raises for what the other side does."""

    def close(self) -> None: ...


class Transport(Protocol):
    """A way for messages of one channel to leave."""

    @property
    def connections(self) -> int:
        """How many connections one worker may keep open."""

    def ready(self) -> None:
        """Raises Refused with a sentence when nothing may leave."""

    def connect(self) -> Connection:
        """Raises NoConnection."""


_transports: dict[str, Transport] = {}
_senders: dict[str, Callable[[], str]] = {}


def register_transport(channel: str, transport: Transport) -> None:
    _transports[channel] = transport


def register_sender(channel: str, address: Callable[[], str]) -> None:
    """From which address the house's own letters leave."""
    _senders[channel] = address


def house_sender(channel: str) -> str:
    if channel not in _senders:
        raise Refused(
            _("There is no way yet to send messages by %(channel)s.") % {"channel": channel}
        )
    return _senders[channel]()


def transport_for(channel: str) -> Transport:
    found = _transports.get(channel)
    if found is None:
        raise Refused(
            _("There is no way yet to send messages by %(channel)s.") % {"channel": channel}
        )
    return found
