"""What the bus says, as messages: ids and figures, nobody's name and no address.

Whoever receives one asks the API for more; so nothing personal lies in the outbox, and who is
deleted here has nothing left in it.
"""

from relasi.audience.events import SegmentChanged
from relasi.commerce.events import GoodsReturned, OrderCancelled, OrderCompleted, OrdersCompleted
from relasi.consent.events import AddressSuppressed, ConsentsStated, SuppressionLifted
from relasi.contacts import public as contacts
from relasi.contacts.events import (
    ContactAdded,
    ContactChanged,
    ContactsDeleted,
    ContactsMerged,
    ImportFinished,
    MergeUndone,
    PeopleKnown,
)
from relasi.kernel import bus
from relasi.messaging.events import MailingFinished, MailNoticed, Unsubscribed

from .actions.outbox import tell

AT_ONCE = 500  # people in one message; more are told in several
POINTED_TO_BY = {"email": "email", "sms": "phone", "whatsapp": "phone"}


def connect() -> None:
    bus.listen(ContactAdded, on_added)
    bus.listen(ContactChanged, on_changed)
    bus.listen(PeopleKnown, on_known)
    bus.listen(ContactsMerged, on_merged)
    bus.listen(MergeUndone, on_separated)
    bus.listen(ContactsDeleted, on_deleted)
    bus.listen(ConsentsStated, on_consents)
    bus.listen(AddressSuppressed, on_suppressed)
    bus.listen(SuppressionLifted, on_released)
    bus.listen(OrderCompleted, on_completed)
    bus.listen(OrdersCompleted, on_many_completed)
    bus.listen(OrderCancelled, on_cancelled)
    bus.listen(GoodsReturned, on_returned)
    bus.listen(MailNoticed, on_noticed)
    bus.listen(Unsubscribed, on_unsubscribed)
    bus.listen(MailingFinished, on_mailing_finished)
    bus.listen(SegmentChanged, on_segment)
    bus.listen(ImportFinished, on_imported)


def on_added(event: ContactAdded) -> None:
    tell("contact.created", {"contact_id": event.contact_id})


def on_changed(event: ContactChanged) -> None:
    tell("contact.changed", {"contact_id": event.contact_id})


def on_known(event: PeopleKnown) -> None:
    """However many they are, each kind is one statement."""
    for kind, ids in (("contact.created", event.added), ("contact.changed", event.changed)):
        if ids:
            tell(kind, *({"contact_id": contact_id} for contact_id in ids))


def on_merged(event: ContactsMerged) -> None:
    tell("contact.merged", _joined(event))


def on_separated(event: MergeUndone) -> None:
    tell("contact.separated", _joined(event))


def _joined(event: ContactsMerged | MergeUndone) -> dict[str, object]:
    return {
        "merge_id": event.merge_id,
        "contact_id": event.kept_id,
        "other_contact_id": event.lost_id,
    }


def on_deleted(event: ContactsDeleted) -> None:
    ids = event.contact_ids
    parts = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
    tell("contact.erased", *({"contact_ids": list(part)} for part in parts))


def on_consents(event: ConsentsStated) -> None:
    tell(
        "consent.changed",
        *(
            {
                "consent_id": made.consent_id,
                "contact_id": made.contact_id,
                "channel": made.channel,
                "purpose": made.purpose,
                "granted": made.granted,
                "source": made.source,
                "stated_at": made.stated_at.isoformat(),
            }
            for made in event.made
        ),
    )


def on_suppressed(event: AddressSuppressed) -> None:
    tell("address.suppressed", _of_address(event))


def on_released(event: SuppressionLifted) -> None:
    tell("address.released", _of_address(event))


def _of_address(event: AddressSuppressed | SuppressionLifted) -> dict[str, object]:
    """Whose address it is; null for one that belongs to nobody."""
    kind = POINTED_TO_BY.get(event.channel)
    person = contacts.find_contact(kind, event.address) if kind else None
    return {"contact_id": person, "channel": event.channel, "reason": event.reason}


def on_completed(event: OrderCompleted) -> None:
    tell("order.completed", _completed(event))


def on_many_completed(event: OrdersCompleted) -> None:
    """However many they are, one statement."""
    tell("order.completed", *map(_completed, event.orders))


def _completed(event: OrderCompleted) -> dict[str, object]:
    return {
        "order_id": event.order_id,
        "contact_id": event.contact_id,
        "placed_at": event.placed_at.isoformat(),
        "total_base": str(event.total_base),
    }


def on_cancelled(event: OrderCancelled) -> None:
    tell("order.cancelled", {"order_id": event.order_id, "contact_id": event.contact_id})


def on_returned(event: GoodsReturned) -> None:
    tell(
        "order.returned",
        {
            "return_id": event.return_id,
            "order_id": event.order_id,
            "contact_id": event.contact_id,
            "amount_base": str(event.amount_base),
        },
    )


def on_noticed(event: MailNoticed) -> None:
    tell(
        "mail.opened" if event.kind == "open" else "mail.clicked",
        {
            "delivery_id": event.delivery_id,
            "contact_id": event.contact_id,
            "mailing_id": event.mailing_id,
        },
    )


def on_unsubscribed(event: Unsubscribed) -> None:
    tell(
        "mail.unsubscribed",
        {
            "delivery_id": event.delivery_id,
            "contact_id": event.contact_id,
            "mailing_id": event.mailing_id,
        },
    )


def on_mailing_finished(event: MailingFinished) -> None:
    tell("mailing.finished", {"mailing_id": event.mailing_id})


def on_segment(event: SegmentChanged) -> None:
    tell(
        "segment.changed",
        {
            "segment_id": event.segment_id,
            "entered": event.entered,
            "left": event.left,
            "size": event.size,
        },
    )


def on_imported(event: ImportFinished) -> None:
    tell("import.finished", {"import_id": event.run_id, "target": event.target})
