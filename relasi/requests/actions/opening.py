"""A request comes in."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import Actor, record
from relasi.contacts import public as contacts
from relasi.kernel import bus
from relasi.kernel.errors import NotFound, Refused
from relasi.requests.events import RequestMoved
from relasi.requests.models import Request, Step
from relasi.requests.rules import due_at, law_for

LONGEST_WISH = 4000


@transaction.atomic
def open_request(  # noqa: PLR0913 - a request has these sides, each by name
    *,
    kind: str,
    via: str,
    contact_id: int | None = None,
    address: str = "",
    wish: str = "",
    law: str = "",
    received_at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Write it down and start its clock; returns its id.

    `address` finds the person where `contact_id` does not say; `law` follows from their country
    where it is not given.
    """
    _known(Request.Kind.values, kind, "kind")
    _known(Request.Via.values, via, "via")
    came_at = received_at or now
    if came_at > now:
        raise Refused(_("A request cannot lie in the future. Check when it came."),
                      field="received_at")  # fmt: skip
    contact_id = _whom(contact_id, address)
    law = law or law_for(_country(contact_id))
    _known(Request.Law.values, law, "law")
    if len(wish) > LONGEST_WISH:
        raise Refused(
            _("What they ask for is longer than %(most)d characters. Shorten it.")
            % {"most": LONGEST_WISH},
            field="wish",
        )
    row = Request.objects.create(
        kind=kind,
        contact_id=contact_id,
        address=address.strip(),
        wish=wish.strip(),
        via=via,
        law=law,
        received_at=came_at,
        due_at=due_at(law, came_at, house_zone()),
    )
    Step.objects.create(request=row, what=Step.What.RECEIVED, at=now, by=by.label)
    record(by, "opened request", "requests", row.pk, at=now, kind=kind)
    bus.publish(RequestMoved(row.pk, row.state))
    return row.pk


def house_zone() -> ZoneInfo:
    """The organisation's: the day on which a month ends is theirs."""
    return ZoneInfo(accounts.organisation().time_zone)


def _known(words: list[str], word: str, field: str) -> None:
    if word not in words:
        raise Refused(
            _("“%(word)s” is not known here. Choose one of: %(words)s.")
            % {"word": word, "words": ", ".join(filter(None, words))},
            field=field,
        )


def _whom(contact_id: int | None, address: str) -> int | None:
    if contact_id is not None:
        if not contacts.exists(contact_id):
            raise NotFound(_("There is no such person any more."))
        return contact_id
    if not address.strip():
        raise Refused(_("Say who asks: a person, or the address they wrote from."),
                      field="address")  # fmt: skip
    return find_person(address)


def find_person(address: str) -> int | None:
    """The contact with this e-mail address or phone, where there is one."""
    try:
        return contacts.find_contact("email", contacts.normalise_email(address))
    except Refused:
        pass
    try:
        return contacts.find_contact("phone", contacts.normalise_phone(address))
    except Refused:
        return None


def _country(contact_id: int | None) -> str:
    return contacts.card(contact_id).country if contact_id is not None else ""
