"""Work of the worker: each line loads and calls one verb."""

from relasi.kernel import clock, sealing
from relasi.kernel.jobs import job, periodic

from .actions.linking import SEALED_FOR
from .actions.linking import send_own_link as send
from .actions.telling import call_back as call


@job("requests.send_own_link")
def send_own_link(*, sealed: str) -> None:
    send(address=sealing.unseal(SEALED_FOR, sealed), now=clock.now())


@periodic("* * * * *", "requests.call_back")
def call_back() -> None:
    call(clock=clock.now)
