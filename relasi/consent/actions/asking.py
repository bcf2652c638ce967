"""Asking by mail: only who presses the button behind the link agrees (double opt-in)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import SYSTEM, Actor
from relasi.consent.events import ConsentsAsked
from relasi.consent.models import Ask, Suppression
from relasi.consent.queries.asks import ask_card
from relasi.consent.queries.permissions import permissions_of, suppressed
from relasi.consent.queries.texts import texts_shown
from relasi.consent.queries.wishes import restriction_of
from relasi.consent.rules import ASK_LIVES, ASKED, CONFIRMABLE, MOST_ASKS, SAME_ASK
from relasi.contacts import public as contacts
from relasi.kernel import bus
from relasi.kernel.errors import Refused

from .stating import grant
from .suppressing import lift

Pair = tuple[str, str]
# Whoever asks the same address waits for the other, so that both count.
IN_TURN = "SELECT pg_advisory_xact_lock(hashtext('consent_ask'), hashtext(%s))"
# Theirs to take back by saying yes; a dead or a complaining address is not asked at all.
THEIR_OWN = Suppression.Reason.UNSUBSCRIBED


class AskedOften(Refused):
    code = "asked_often"


@transaction.atomic
def ask(  # noqa: PLR0913 - a verb, all by name
    *,
    contact_id: int,
    pairs: Sequence[Pair],
    source: str,
    language: str,
    address: str = "",
    by: Actor,
    now: datetime,
) -> int:
    """Let a mail ask for these (channel, purpose) and return the ask's id; nothing is allowed by
    it before they confirm. Asked for the same again within minutes, it is the same ask.

    `address` is one of theirs, else their first. Raises Refused.
    """
    if restriction_of(contact_id) is not None:
        raise Refused(_("Their data are kept and not used, so they are not asked for anything."))
    to = _address(contact_id, address)
    wanted = _wanted(contact_id, pairs)
    if not source.strip():
        raise Refused(_("Say where the question comes from, a form or a call."), field="source")
    with connection.cursor() as cursor:
        cursor.execute(IN_TURN, [to])
    shown = texts_shown(language)
    about = [[*pair, shown[pair].id or None, shown[pair].words] for pair in wanted]
    before = Ask.objects.filter(address=to, asked_at__gt=now - timedelta(days=1))
    for one in before.filter(contact_id=contact_id, outcome=Ask.Outcome.WAITING):
        if one.about == about and one.asked_at > now - SAME_ASK:
            return one.pk
    if before.count() >= MOST_ASKS:
        raise AskedOften(
            _("%(address)s was asked %(most)d times since yesterday. Ask again tomorrow.")
            % {"address": to, "most": MOST_ASKS}
        )
    row = Ask.objects.create(
        contact_id=contact_id,
        address=to,
        about=about,
        language=language,
        source=source.strip()[:80],
        asked_at=now,
        asked_by=by.label,
        expires_at=now + ASK_LIVES,
    )
    bus.publish(ConsentsAsked((row.pk,)))
    return row.pk


@transaction.atomic
def confirm_ask(*, ask_id: int, proof: Mapping[str, Any], now: datetime) -> None:
    """They pressed the button: from now on it is allowed. Pressed again it changes nothing.

    `proof` is what is known of the pressing (network address, program, Message-ID). Raises
    Refused when the question does not stand any more.
    """
    row = Ask.objects.select_for_update().filter(pk=ask_id).first()
    card = ask_card(row, now)
    if card.outcome == Ask.Outcome.CONFIRMED:
        return
    if not card.is_open:
        raise Refused(_("This question does not stand any more. Sign up again to get a new link."))
    assert row is not None
    if row.address not in contacts.card(row.contact_id).confirmable_emails:
        raise Refused(_("This address is not on our list any more. Sign up again."))
    contacts.confirm_by_link(contact_id=row.contact_id, address=row.address)
    held = {"ask": row.pk, "address": row.address, "asked_at": row.asked_at.isoformat()}
    for thing in card.about:
        grant(
            contact_id=row.contact_id,
            channel=thing.channel,
            purpose=thing.purpose,
            source=row.source,
            text_id=thing.text_id,
            wording="" if thing.text_id else thing.words,
            proof={**held, **proof, "confirmed": "link in a mail"},
            by=SYSTEM,
            now=now,
        )
    _close(row, Ask.Outcome.CONFIRMED, now)
    if any(thing.channel == "email" for thing in card.about):
        _write_again_to(row.address, now)


def _write_again_to(address: str, now: datetime) -> None:
    """Who confirms that they want mails takes back that they wanted none."""
    for gone in suppressed("email", (address,)):
        if gone.reason == THEIR_OWN:
            lift(suppression_id=gone.id, by=SYSTEM, now=now)


@transaction.atomic
def take_ask_back(*, ask_id: int, now: datetime) -> None:
    """The link confirms nothing any more. Raises Refused when it was answered before."""
    row = Ask.objects.select_for_update().filter(pk=ask_id).first()
    if row is None or not ask_card(row, now).is_open:
        raise Refused(_("This question does not wait any more. Reload the page."))
    _close(row, Ask.Outcome.TAKEN_BACK, now)


def _close(row: Ask, outcome: str, now: datetime) -> None:
    row.outcome, row.closed_at = outcome, now
    row.save(update_fields=["outcome", "closed_at"])


def _address(contact_id: int, address: str) -> str:
    card = contacts.card(contact_id)
    if not card.emails:
        raise Refused(_("They have no e-mail address that could be asked. Add one first."))
    known = card.confirmable_emails
    to = contacts.normalise_email(address) if address else next(iter(known), card.email)
    if to not in card.emails:
        raise Refused(
            _("%(address)s is not an address of theirs. Add it first.") % {"address": to},
            field="address",
        )
    if to not in known:
        raise Refused(
            _(
                "Only a page or an app said that %(address)s is theirs, so it may be anybody’s."
                " Confirm it on their page first."
            )
            % {"address": to},
            field="address",
        )
    for gone in suppressed("email", (to,)):
        if gone.reason != THEIR_OWN:
            raise Refused(
                _("Nothing is sent to %(address)s: %(reason)s. Ask them another way.")
                % {"address": to, "reason": gone.reason_label.lower()},
                field="address",
            )
    return to


def _wanted(contact_id: int, pairs: Sequence[Pair]) -> list[Pair]:
    for channel, purpose in pairs:
        if purpose not in ASKED.get(channel, ()) or channel not in CONFIRMABLE:
            raise Refused(
                _("“%(channel)s.%(purpose)s” cannot be confirmed by mail. Choose among: %(words)s.")
                % {"channel": channel, "purpose": purpose, "words": ", ".join(_confirmable())},
                field="about",
            )
    granted = {(p.channel, p.purpose) for p in permissions_of(contact_id) if p.granted}
    wanted = sorted(set(pairs) - granted)
    if not wanted:
        sentence = (
            _("They agreed to this already; there is nothing to ask.")
            if pairs
            else _("Choose what they are to be asked for.")
        )
        raise Refused(sentence, field="about")
    return wanted


def _confirmable() -> list[str]:
    return [f"{channel}.{purpose}" for channel in CONFIRMABLE for purpose in ASKED[channel]]
