"""The secrets of an endpoint, open."""

from datetime import datetime

from relasi.connectors.webhooks.models import Endpoint
from relasi.kernel import sealing

SEALED_FOR = "webhook"


def secrets_of(endpoint: Endpoint, now: datetime) -> tuple[str, ...]:
    """Those that sign at present, the newest first; none when they cannot be read any more
    (another RELASI_SECRET), and nothing unsigned is sent.
    """
    sealed = [endpoint.secret_sealed]
    if endpoint.previous_until is not None and endpoint.previous_until > now:
        sealed.append(endpoint.previous_sealed)
    try:
        return tuple(sealing.unseal(SEALED_FOR, each) for each in sealed)
    except sealing.WrongKey:
        return ()
