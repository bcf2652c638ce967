"""What the worker does for webhooks, in places of its own."""

from relasi.kernel import clock, jobs

from .actions.delivering import deliver
from .actions.replaying import forget_old
from .actions.warning import tell_of_gone

SHIFT_SECONDS = 8.0


@jobs.periodic("* * * * * *", "webhooks.deliver", queue="webhooks")
def deliver_due() -> None:
    deliver(clock.now, seconds=SHIFT_SECONDS)


@jobs.periodic("41 4 * * *", "webhooks.forget")
def forget() -> None:
    forget_old(clock.now())


@jobs.job("webhooks.tell_owners")
def tell_owners(*, endpoint_id: int) -> None:
    tell_of_gone(endpoint_id)
