"""What somebody sets on their own page: what they allow, how often, and who they are."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import SYSTEM
from relasi.consent import public as consent
from relasi.contacts import public as contacts
from relasi.kernel.errors import Refused
from relasi.requests.models import Request

from .moving import finish, prove
from .opening import open_request

SOURCE = "own page"
OF_PHONE = ("sms", "whatsapp", "phone")
Pair = tuple[str, str]


def to_choose(contact_id: int) -> dict[Pair, bool]:
    """By channel and purpose whether it is allowed now. A link in a mail proves no phone: what
    goes there is only taken back here.
    """
    held = {(p.channel, p.purpose): p.granted for p in consent.permissions_of(contact_id)}
    return {
        (channel, purpose): held.get((channel, purpose), False)
        for channel, _label, purposes in consent.asked()
        for purpose, _name in purposes
        if channel in consent.CONFIRMABLE or held.get((channel, purpose))
    }


@transaction.atomic
def choose(
    *, contact_id: int, ticked: Collection[str], most: int | None, language: str, now: datetime
) -> None:
    """What is ticked ("email.marketing") is allowed and the rest is not, where that is news and
    theirs to choose here; at most so many offers a week.
    """
    texts = consent.texts_shown(language)
    for pair, granted in to_choose(contact_id).items():
        yes, text = ".".join(pair) in ticked, texts[pair]
        if granted == yes:
            continue
        verb = consent.grant if yes else consent.withdraw
        verb(
            contact_id=contact_id,
            channel=pair[0],
            purpose=pair[1],
            source=SOURCE,
            text_id=text.id or None,
            wording="" if text.id else text.words,
            proof={"by": "link in a mail"},
            by=SYSTEM,
            now=now,
        )
    consent.wish(contact_id=contact_id, most=most, source=SOURCE, now=now)


@transaction.atomic
def correct(*, contact_id: int, name: str, phone: str, language: str, now: datetime) -> bool:
    """Put right what they say is wrong, and keep it as a request that was done at once. Whether
    anything is different.
    """
    card = contacts.card(contact_id)
    changes: dict[str, object] = {"name": name, "language": language}
    if phone != next(iter(card.phones), ""):
        changes["phones"] = [phone, *card.phones[1:]] if phone else list(card.phones[1:])
    try:
        new = contacts.change_contact(contact_id=contact_id, changes=changes, by=SYSTEM, now=now)
    except Refused as refused:
        if refused.field and "phone" in refused.field:
            # What is wrong with it may be that it is somebody else's, and that is not told here.
            sentence = _("This number cannot be taken over. Correct it, or write to us.")
            raise Refused(sentence, field="phone") from refused
        raise
    if new:
        _note_correction(contact_id, sorted(changes), now)
    if contacts.card(contact_id).phones[:1] != card.phones[:1]:
        _withdraw_of_phone(contact_id, now)
    return new


def _withdraw_of_phone(contact_id: int, now: datetime) -> None:
    """Whoever has the new number allowed nothing yet."""
    for channel, purpose in [pair for pair, yes in to_choose(contact_id).items() if yes]:
        if channel in OF_PHONE:
            consent.withdraw(
                contact_id=contact_id, channel=channel, purpose=purpose, source=SOURCE,
                proof={"by": "another phone"}, by=SYSTEM, now=now,
            )  # fmt: skip


def _note_correction(contact_id: int, fields: list[str], now: datetime) -> None:
    request_id = open_request(
        kind=Request.Kind.CORRECTION, via=Request.Via.PAGE, contact_id=contact_id, by=SYSTEM,
        now=now,
    )  # fmt: skip
    prove(request_id=request_id, proof=Request.Proof.LINK, by=SYSTEM, now=now)
    finish(request_id=request_id, said=", ".join(fields), by=SYSTEM, now=now)


@transaction.atomic
def ask_from_page(*, contact_id: int, kind: str, now: datetime) -> int:
    """A request by somebody on their own page: the one of this kind that is open, or a new one."""
    rows = Request.objects.filter(contact_id=contact_id, kind=kind, closed_at=None)
    same = rows.filter(via=Request.Via.PAGE).order_by("pk").first()
    if same is not None:
        return same.pk
    return open_request(kind=kind, via=Request.Via.PAGE, contact_id=contact_id, by=SYSTEM, now=now)
