"""Makers for our tests and for those above."""

from datetime import datetime

from relasi.accounts.public import SYSTEM
from relasi.kernel import clock

from . import public
from .actions import moving


def make_request(  # noqa: PLR0913 - a maker, all by name
    *,
    contact_id: int | None = None,
    kind: str = "access",
    received_at: datetime | None = None,
    proven: bool = False,
    wish: str = "",
    address: str = "",
) -> int:
    """A request that came by mail, not proven unless it says so."""
    now = clock.now()
    request_id = public.open_request(
        kind=kind,
        via="mail",
        contact_id=contact_id,
        address=address,
        wish=wish,
        received_at=received_at,
        by=SYSTEM,
        now=now,
    )
    if proven:
        moving.prove(request_id=request_id, proof="document", by=SYSTEM, now=now)
    return request_id
