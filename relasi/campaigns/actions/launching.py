"""Launching: from a draft to mails that wait in the ledger. Each step may be done again."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import SYSTEM, Actor
from relasi.audience import public as audience
from relasi.campaigns.models import Campaign, Recipient
from relasi.campaigns.queries.cards import CampaignCard, card, get_row
from relasi.campaigns.rules import schedule, stages
from relasi.kernel import jobs
from relasi.kernel.errors import Refused, RelasiError
from relasi.messaging import public as messaging

from .drawing import contacted_sql, draw_people, note_unwritten

State = Campaign.State


@transaction.atomic
def launch(*, campaign_id: int, by: Actor, now: datetime) -> int:
    """Freeze the contents; begin at once, or when its time has come. Refused when not ready."""
    row = get_row(campaign_id, lock=True)
    accounts.authorise(by, "send", "campaigns", owner_id=row.owner_id)
    if row.state not in stages.STARTABLE:
        raise Refused(_("“%(name)s” is launched already.") % {"name": row.name})
    campaign = card(campaign_id)
    check_ready(campaign, now=now)
    row.mailing_id = messaging.create_mailing(
        name=row.name,
        sender_name=row.sender_name,
        sender_address=row.sender_address,
        reply_to=row.reply_to,
        contents={variant.key: variant.template_id for variant in campaign.variants},
        campaign_id=row.pk,
        is_sample=row.is_sample,
        by=by,
        now=now,
    )
    row.seed = row.seed or secrets.randbelow(2**62) + 1
    row.starts_at = starts_at(campaign, now=now)
    row.state = State.SCHEDULED if row.starts_at > now else State.PREPARING
    row.launched_at, row.problem = now, ""
    row.save()
    accounts.record(by, "launched", "campaigns", row.pk, at=now, name=row.name)
    if row.state == State.PREPARING:
        prepare_later(row.pk)
    return row.pk


def check_ready(campaign: CampaignCard, *, now: datetime) -> None:
    """Raises Refused with the first thing that is missing."""
    for field, sentence in missing(campaign, now=now):
        raise Refused(sentence, field=field)


def missing(campaign: CampaignCard, *, now: datetime) -> list[tuple[str, str]]:
    """What keeps it from being launched: (field, sentence), in the order of the form."""
    organisation = accounts.organisation()
    when = campaign.send_at_local
    found = []
    if campaign.segment_id is None:
        found.append(("segment_id", _("Choose the segment to write to.")))
    if not campaign.variants:
        found.append(("variants", _("Choose a template.")))
    if when is not None and schedule.moment(when, organisation.time_zone) <= now:
        found.append(("send_at_local", _("This time has gone by. Choose a later one.")))
    if not campaign.sender_name:
        found.append(("sender_name", _("Say whose name stands on the mail.")))
    if not campaign.sender_address:
        found.append(("sender_address", _("Say from which address the mail comes.")))
    if not organisation.postal_address.strip():
        sentence = _("The law asks for your postal address in each mail. Add it in the settings.")
        found.append(("postal_address", sentence))
    return found


def starts_at(campaign: CampaignCard, *, now: datetime) -> datetime:
    """When the people are drawn; now, when the mail is to go at once."""
    if campaign.send_at_local is None:
        return now
    begins = schedule.prepares_at(
        campaign.send_at_local,
        own=accounts.organisation().time_zone,
        everywhere=campaign.zone == Campaign.Zone.RECIPIENT,
    )
    return max(begins, now)


def prepare_later(campaign_id: int) -> None:
    jobs.later("campaigns.prepare", lock=lock_of(campaign_id), campaign_id=campaign_id)


def lock_of(campaign_id: int) -> str:
    return f"campaign-{campaign_id}"


def prepare(*, campaign_id: int, now: datetime) -> None:
    """Refresh, draw, enqueue, start. After a kill it goes on where it was; twice is once."""
    campaign = card(campaign_id)
    if campaign.state != State.PREPARING:
        return
    try:
        if campaign.drawn_at is None:
            _refresh(campaign, now=now)
            _draw(campaign, now=now)
        _start(campaign, now=now)
    except RelasiError as error:
        Campaign.objects.filter(pk=campaign_id).update(problem=error.sentence)


def _refresh(campaign: CampaignCard, *, now: datetime) -> None:
    ids = [campaign.segment_id, *(variant.segment_id for variant in campaign.variants)]
    for segment_id in dict.fromkeys(ids):
        if segment_id is not None:
            audience.refresh(segment_id, now)


@transaction.atomic
def _draw(campaign: CampaignCard, *, now: datetime) -> None:
    row = get_row(campaign.id, lock=True)
    if row.state == State.PREPARING and row.drawn_at is None:
        draw_people(campaign, now=now)
        row.drawn_at = now
        row.save(update_fields=["drawn_at"])


@transaction.atomic
def _start(campaign: CampaignCard, *, now: datetime) -> None:
    """Into the ledger and off, or done when there is nobody to write to."""
    row = get_row(campaign.id, lock=True)
    if row.state != State.PREPARING or row.mailing_id is None:
        return
    group = Recipient.objects.filter(campaign=row, group=Recipient.Group.CONTACTED)
    if group.exists():
        messaging.enqueue(
            mailing_id=row.mailing_id,
            recipients_sql=contacted_sql(),
            params={"campaign": row.pk},
            now=now,
        )
        note_unwritten(row.pk, row.mailing_id)
        messaging.start_mailing(mailing_id=row.mailing_id, by=SYSTEM, now=now)
        row.state = State.RUNNING
    else:
        messaging.cancel_mailing(mailing_id=row.mailing_id, by=SYSTEM, now=now)
        row.state, row.finished_at = State.DONE, now
        row.problem = _("Nobody in the segment could be written to.")
    row.save(update_fields=["state", "finished_at", "problem"])


def start_due(*, now: datetime) -> int:
    """Begin each scheduled campaign whose time has come, exactly once; how many began.

    One that should have begun long ago (nothing was running then) asks instead.
    """
    due = Campaign.objects.filter(state=State.SCHEDULED, starts_at__lte=now)
    return sum(_begin(campaign_id, now=now) for campaign_id in due.values_list("pk", flat=True))


@transaction.atomic
def _begin(campaign_id: int, *, now: datetime) -> bool:
    row = get_row(campaign_id, lock=True)
    if row.state != State.SCHEDULED:
        return False
    if _is_missed(row, now):
        _ask_again(row, now=now)
        return False
    row.state = State.PREPARING
    row.save(update_fields=["state"])
    prepare_later(row.pk)
    return True


def take_up_stranded() -> int:
    """See that each campaign that prepares has its job, unless it waits for somebody; how many
    had none: theirs gave up while something else, such as the database, was away.
    """
    preparing = Campaign.objects.filter(state=State.PREPARING, problem="")
    stranded = [
        campaign_id
        for campaign_id in preparing.values_list("pk", flat=True)
        if not jobs.is_awaited(lock_of(campaign_id))
    ]
    for campaign_id in stranded:
        prepare_later(campaign_id)
    return len(stranded)


def _is_missed(row: Campaign, now: datetime) -> bool:
    zone = accounts.organisation().time_zone
    due = schedule.moment(row.send_at_local, zone) if row.send_at_local else row.starts_at
    return due is not None and schedule.is_missed(due, now)


def _ask_again(row: Campaign, *, now: datetime) -> None:
    back_to_draft(row, now=now)
    row.problem = _("It did not start: Relasi was not running at its time. Choose a new one.")
    row.save()


def back_to_draft(row: Campaign, *, now: datetime) -> None:
    """Undo a launch that has drawn nobody yet; the caller saves."""
    mailing_id, row.mailing_id = row.mailing_id, None
    row.state, row.starts_at, row.launched_at = State.DRAFT, None, None
    row.save(update_fields=["mailing_id", "state", "starts_at", "launched_at"])
    if mailing_id is not None:
        messaging.cancel_mailing(mailing_id=mailing_id, by=SYSTEM, now=now)
