"""Work of the worker: each line loads and calls one verb."""

from relasi.kernel import clock
from relasi.kernel.jobs import job, periodic

from .actions import preflighting, sending


@job("messaging.send_mailing", queue="send")
def send_mailing(*, mailing_id: int, lane: int) -> None:
    sending.send_mailing(mailing_id=mailing_id, lane=lane, clock=clock.now)


@periodic("* * * * *", "messaging.look_after_mailings", queue="send")
def look_after_mailings() -> None:
    sending.look_after_mailings(clock=clock.now)


@job("messaging.work_on_preflight", queue="bulk")
def work_on_preflight(*, preflight_id: int) -> None:
    preflighting.work_on_preflight(preflight_id=preflight_id, now=clock.now())
