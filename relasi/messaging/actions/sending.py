"""The worker's verbs: send what is due of one mailing, look after all of them."""

from datetime import timedelta

from relasi.kernel import jobs
from relasi.messaging import scheduling
from relasi.messaging.ledger import counting, recovering
from relasi.messaging.models import Mailing
from relasi.messaging.sending.shift import SHIFT_SECONDS, Clock, send_shift
from relasi.messaging.sending.telling import tell_sent
from relasi.messaging.transports import transport_for

from .mailings import finish_mailing

# What the last shift may have sent without telling, because it was killed in between.
OVERLAP = timedelta(minutes=10)


def send_mailing(
    *, mailing_id: int, lane: int, clock: Clock, seconds: float = SHIFT_SECONDS
) -> None:
    """One shift, its events, and the appointment for the next; the last one closes the mailing."""
    mailing, began = Mailing.objects.get(pk=mailing_id), clock()
    if mailing.state != Mailing.State.SENDING:
        # Held or stopped since; a worker that was killed may have sent without telling.
        tell_sent(mailing_id, since=began - OVERLAP)
        return
    again = send_shift(
        mailing_id, transport=transport_for(mailing.channel), clock=clock, seconds=seconds
    )
    tell_sent(mailing_id, since=began - OVERLAP)
    if again is not None:
        scheduling.send_lane(mailing_id, lane, at=again)
        return
    if counting.unfinished(mailing_id) == 0:
        tell_sent(mailing_id, since=mailing.created_at)
        finish_mailing(mailing_id=mailing_id, now=clock())


def look_after_mailings(*, clock: Clock) -> None:
    """Every minute: recover what the dead left, and see that each mailing has its job."""
    recovering.recover(now=clock())
    recovering.close_what_is_over(now=clock())
    sending = Mailing.objects.filter(state=Mailing.State.SENDING).values_list("pk", flat=True)
    for mailing_id in sending:
        due = counting.next_due(mailing_id)
        for lane in range(scheduling.LANES):
            if not jobs.is_awaited(scheduling.lock_of(mailing_id, lane)):
                scheduling.send_lane(mailing_id, lane, at=due)
