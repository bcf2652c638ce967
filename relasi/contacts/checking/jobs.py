"""What the worker does for addresses."""

from relasi.accounts.public import SYSTEM
from relasi.kernel import clock
from relasi.kernel.jobs import job, periodic

from .actions.asking import check_soon


@job("contacts.check_addresses", queue="bulk")
def check(*, check_id: int) -> None:
    from .actions.running import run_check  # the list of disposable domains is large

    run_check(check_id=check_id, clock=clock.now)


@periodic("20 2 * * *", "contacts.check_addresses_nightly", queue="bulk")
def check_nightly() -> None:
    check_soon(by=SYSTEM, now=clock.now())
