import pytest

from relasi.messaging import public as messaging
from relasi.messaging import transports


class Postbox:
    """A transport that is there; what it is given lies in the ledger's own tests."""

    connections = 1

    def ready(self) -> None: ...

    def connect(self) -> messaging.Connection:
        raise messaging.NoConnection("Nothing is sent in these tests.")


@pytest.fixture(autouse=True)
def postbox():
    before = dict(transports._transports)
    messaging.register_transport("email", Postbox())
    yield
    transports._transports.clear()
    transports._transports.update(before)
