"""What campaigns does when something happens below."""

from relasi.contacts import public as contacts
from relasi.contacts.events import ContactsMerged, SampleRemoved
from relasi.kernel import bus, clock
from relasi.messaging.events import MailingFinished

from .actions.sample import remove_sample
from .actions.steering import finish


def register() -> None:
    bus.listen(MailingFinished, _finish)
    bus.listen(ContactsMerged, _hand_over)
    bus.listen(SampleRemoved, _remove_sample)


def _finish(event: MailingFinished) -> None:
    finish(mailing_id=event.mailing_id, now=clock.now())


def _hand_over(event: ContactsMerged) -> None:
    """Of two draws of one campaign the one of the contact that stays counts."""
    contacts.set_aside(event, table="campaigns_recipient", twin_by="campaign_id")
    contacts.hand_over(event, table="campaigns_recipient")


def _remove_sample(_: SampleRemoved) -> None:
    remove_sample()
