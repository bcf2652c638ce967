"""A mailing from its making to its end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.consent import public as consent
from relasi.kernel import bus
from relasi.kernel.errors import NotFound, Refused
from relasi.messaging import scheduling
from relasi.messaging.events import MailingFinished
from relasi.messaging.ledger import counting, enqueueing
from relasi.messaging.models import Mailing
from relasi.messaging.queries.templates import content_of_template
from relasi.messaging.rules import headers
from relasi.messaging.rules.content import Content
from relasi.messaging.transports import transport_for

from .templates import refuse_problems

State = Mailing.State


@transaction.atomic
def create_mailing(  # noqa: PLR0913 - what a mail says about itself
    *,
    name: str,
    contents: Mapping[str, int | Content],
    sender_name: str,
    sender_address: str,
    reply_to: str = "",
    purpose: str = "marketing",
    channel: str = "email",
    campaign_id: int | None = None,
    is_sample: bool = False,
    by: accounts.Actor,
    now: datetime,
) -> int:
    """Freeze the contents (template ids or contents, by variant) into a mailing that waits."""
    accounts.authorise(by, "send", "campaigns")
    if purpose == consent.SERVICE:
        raise Refused(_("Letters of the house are written by the house alone."), field="purpose")
    _refuse_header(sender_name, "sender_name")
    frozen = {key: _content(value) for key, value in contents.items()}
    if not frozen:
        raise Refused(_("Choose what to send."), field="contents")
    row = Mailing.objects.create(
        name=name,
        channel=channel,
        purpose=purpose,
        sender_name=sender_name.strip(),
        sender_address=_address(sender_address, "sender_address"),
        reply_to=_address(reply_to, "reply_to") if reply_to else "",
        contents={key: content.as_json() for key, content in frozen.items()},
        campaign_id=campaign_id,
        is_sample=is_sample,
        created_at=now,
    )
    return row.pk


def enqueue(
    *,
    mailing_id: int,
    recipients_sql: str,
    params: Mapping[str, Any] | None = None,
    now: datetime,
) -> int:
    """Put people into the ledger; see ledger.enqueueing. Only before the mailing is over."""
    mailing = _get(mailing_id)
    if mailing.state in {State.CANCELLED, State.DONE}:
        raise Refused(_("“%(name)s” is over; nobody can be added.") % {"name": mailing.name})
    return enqueueing.enqueue(mailing_id, recipients_sql, params or {}, now=now)


@transaction.atomic
def start_mailing(*, mailing_id: int, by: accounts.Actor, now: datetime) -> None:
    """Let it go. From here on the worker sends what is due."""
    accounts.authorise(by, "send", "campaigns")
    mailing = _lock(mailing_id)
    _expect(mailing, State.PREPARING)
    transport_for(mailing.channel).ready()
    if not accounts.organisation().postal_address.strip():
        raise Refused(
            _("Every mail must carry your postal address. Add it under Settings, Organisation."),
            field="postal_address",
        )
    if not any(counting.counts(mailing_id).values()):
        raise Refused(_("“%(name)s” has no recipients.") % {"name": mailing.name})
    _become(mailing, State.SENDING, started_at=now)
    scheduling.send_soon(mailing_id)


def hold_mailing(mailing_id: int) -> None:
    """Keep everybody else from moving it until the transaction ends.

    Whoever locks rows of their own beside a mailing's asks for this first: a mailing that
    finishes is locked before they are told.
    """
    _lock(mailing_id)


@transaction.atomic
def pause_mailing(*, mailing_id: int, by: accounts.Actor, now: datetime) -> None:
    """Hold what has not begun. What is being handed over ends first."""
    del now
    accounts.authorise(by, "send", "campaigns")
    mailing = _lock(mailing_id)
    _expect(mailing, State.SENDING)
    _become(mailing, State.PAUSED)


@transaction.atomic
def resume_mailing(*, mailing_id: int, by: accounts.Actor, now: datetime) -> None:
    """Go on where it stopped."""
    del now
    accounts.authorise(by, "send", "campaigns")
    mailing = _lock(mailing_id)
    _expect(mailing, State.PAUSED)
    transport_for(mailing.channel).ready()
    _become(mailing, State.SENDING)
    scheduling.send_soon(mailing_id)


@transaction.atomic
def cancel_mailing(*, mailing_id: int, by: accounts.Actor, now: datetime) -> int:
    """Send nothing more, for good; how many will not get it."""
    accounts.authorise(by, "send", "campaigns")
    mailing = _lock(mailing_id)
    _expect(mailing, State.PREPARING, State.SENDING, State.PAUSED)
    _become(mailing, State.CANCELLED, finished_at=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE messaging_delivery SET state = 'cancelled', claim = NULL, updated_at = %s"
            " WHERE mailing_id = %s AND state IN ('queued', 'deferred', 'claimed')",
            [now, mailing_id],
        )
        return int(cursor.rowcount)


@transaction.atomic
def finish_mailing(*, mailing_id: int, now: datetime) -> bool:
    """Close a mailing of which nothing waits any more; whether it is closed now."""
    mailing = _lock(mailing_id)
    if mailing.state != State.SENDING or counting.unfinished(mailing_id):
        return False
    _become(mailing, State.DONE, finished_at=now)
    bus.publish(MailingFinished(mailing_id))
    return True


def _content(value: int | Content) -> Content:
    content = value if isinstance(value, Content) else content_of_template(value)
    refuse_problems(content)
    return content


def _refuse_header(text: str, field: str) -> None:
    if not text.strip() or headers.has_control(text):
        raise Refused(_("Write the sender's name on one line."), field=field)


def _address(text: str, field: str) -> str:
    address = headers.wire_address(text)
    if address is None or not address.isascii():
        raise Refused(_("“%(text)s” is not an e-mail address.") % {"text": text}, field=field)
    return address


def _get(mailing_id: int) -> Mailing:
    found = Mailing.objects.filter(pk=mailing_id).first()
    if found is None:
        raise NotFound(_("There is no such mailing."))
    return found


def _lock(mailing_id: int) -> Mailing:
    found = Mailing.objects.select_for_update().filter(pk=mailing_id).first()
    if found is None:
        raise NotFound(_("There is no such mailing."))
    return found


def _expect(mailing: Mailing, *states: str) -> None:
    if mailing.state not in states:
        values = {"name": mailing.name, "state": mailing.get_state_display()}
        raise Refused(_("“%(name)s” is: %(state)s. Reload the page.") % values)


def _become(mailing: Mailing, state: str, **values: datetime) -> None:
    Mailing.objects.filter(pk=mailing.pk).update(state=state, state_reason="", **values)
