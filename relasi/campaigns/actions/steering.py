"""Steering a launched campaign: hold it, let it go on, stop it; and its end."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import Actor
from relasi.campaigns.models import Campaign
from relasi.campaigns.queries.cards import get_row
from relasi.campaigns.rules import stages
from relasi.kernel.errors import Refused
from relasi.messaging import public as messaging

from .launching import back_to_draft, prepare_later

State = Campaign.State


@transaction.atomic
def pause(*, campaign_id: int, by: Actor, now: datetime) -> int:
    """Send no more for now. What is being handed over at this moment still goes."""
    row = _steer(
        campaign_id,
        by,
        stages.PAUSABLE,
        _("“%(name)s” is not sending, so there is nothing to pause."),
    )
    messaging.pause_mailing(mailing_id=mailing_of(row), by=by, now=now)
    return _moved(row, State.PAUSED, "paused", by, now)


@transaction.atomic
def resume(*, campaign_id: int, by: Actor, now: datetime) -> int:
    """Go on where it was held; nobody gets a second mail."""
    row = _steer(campaign_id, by, stages.RESUMABLE, _("“%(name)s” is not paused."))
    messaging.resume_mailing(mailing_id=mailing_of(row), by=by, now=now)
    return _moved(row, State.RUNNING, "resumed", by, now)


@transaction.atomic
def cancel(*, campaign_id: int, by: Actor, now: datetime) -> int:
    """Stop for good. One that has not begun becomes a draft again."""
    sentence = _("“%(name)s” has nothing to stop.")
    row = _steer(campaign_id, by, stages.CANCELLABLE, sentence)
    if row.state == State.SCHEDULED:
        back_to_draft(row, now=now)
        return _moved(row, State.DRAFT, "unscheduled", by, now)
    if row.mailing_id is not None:
        messaging.cancel_mailing(mailing_id=row.mailing_id, by=by, now=now)
    row.finished_at = now
    return _moved(row, State.CANCELLED, "cancelled", by, now)


@transaction.atomic
def prepare_again(*, campaign_id: int, by: Actor, now: datetime) -> int:
    """Take up a start that stopped at a problem."""
    row = _steer(campaign_id, by, frozenset({State.PREPARING}), _("“%(name)s” is not preparing."))
    row.problem = ""
    prepare_later(row.pk)
    return _moved(row, State.PREPARING, "taken up", by, now)


@transaction.atomic
def finish(*, mailing_id: int, now: datetime) -> None:
    """Nothing of the mailing waits any more."""
    waiting = Campaign.objects.select_for_update(of=("self",)).filter(
        mailing_id=mailing_id, state__in=(State.RUNNING, State.PAUSED)
    )
    for row in waiting:
        row.state, row.finished_at = State.DONE, now
        row.save(update_fields=["state", "finished_at"])


def mailing_of(row: Campaign) -> int:
    """The mailing of a launched campaign; it has one from the launch on."""
    assert row.mailing_id is not None
    return row.mailing_id


def _steer(campaign_id: int, by: Actor, states: frozenset[str], sentence: str) -> Campaign:
    row = get_row(campaign_id, lock=True)
    accounts.authorise(by, "send", "campaigns", owner_id=row.owner_id)
    if row.state not in states:
        raise Refused(sentence % {"name": row.name})
    return row


def _moved(row: Campaign, state: str, action: str, by: Actor, now: datetime) -> int:
    row.state = state
    row.version += 1
    row.save()
    accounts.record(by, action, "campaigns", row.pk, at=now, name=row.name)
    return row.pk
