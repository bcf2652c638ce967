"""The transport that messaging sends e-mail by: the confirmed server, or the sink."""

from .client import Server, SmtpConnection
from .queries import server_in_use


class SmtpTransport:
    """Reads the server once a shift: messaging asks whether it is `ready`, or for `connections`."""

    def __init__(self) -> None:
        self._server: Server | None = None

    @property
    def connections(self) -> int:
        self._server = server_in_use()
        return self._server.connections

    def ready(self) -> None:
        self._server = server_in_use()

    def connect(self) -> SmtpConnection:
        return SmtpConnection(self._server or server_in_use())
