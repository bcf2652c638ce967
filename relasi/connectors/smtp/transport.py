"""The transport that messaging sends e-mail by: the confirmed server, or the sink."""

from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused

from .client import Server, SmtpConnection
from .queries import server_in_use


class SmtpTransport:
    """Reads the server once a shift (messaging asks for `connections` first)."""

    def __init__(self) -> None:
        self._server: Server | None = None

    @property
    def connections(self) -> int:
        self._server = self._find()
        return self._server.connections

    def ready(self) -> None:
        self._find()

    def connect(self) -> SmtpConnection:
        return SmtpConnection(self._server or self._find())

    def _find(self) -> Server:
        server = server_in_use()
        if server is None:
            raise Refused(_("There is no mail server yet. Add one under Settings, Mail server."))
        return server
