"""The sample company goes: all of it, nothing else, in one transaction.

Each package takes away its own rows when it hears `SampleRemoved`, from the top of the house
down. What users hung on a sample person (a note, an order, a delivery of their campaign) goes
with the person; what they made themselves (a segment, a template, a campaign, a product, a
person) stays.
"""

from datetime import datetime

from django.db import transaction

from relasi.accounts.public import Actor, record
from relasi.contacts.events import SampleRemoved
from relasi.kernel import bus

from .organisation import empty_organisation
from .questions import any_sample


def is_loaded() -> bool:
    return any_sample()


@transaction.atomic
def remove(by: Actor, now: datetime) -> None:
    """Take the sample company away."""
    bus.publish_from_the_top(SampleRemoved())
    empty_organisation()
    record(by, "removed", "sample company", at=now)
