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


@transaction.atomic
def choose(
    *, contact_id: int, ticked: Collection[str], most: int | None, language: str, now: datetime
) -> None:
    """What is ticked ("email.marketing") is allowed and the rest is not, where that is news; at
    most so many offers a week.
    """
    held = {(p.channel, p.purpose): p.granted for p in consent.permissions_of(contact_id)}
    for pair, text in consent.texts_shown(language).items():
        yes = ".".join(pair) in ticked
        if held.get(pair, False) == yes:
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
    return new


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
