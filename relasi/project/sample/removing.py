"""The sample company goes: all of it, nothing else, in one transaction.

Each package takes away its own rows when it hears `SampleRemoved`, from the top of the house
down. What users hung on a sample person (a note, an order, a delivery of their campaign) goes
with the person; what they made themselves (a segment, a template, a campaign, a product, a
person) stays.
"""

from contextlib import ExitStack
from datetime import datetime

from django.db import transaction

from relasi.accounts.public import Actor, record
from relasi.audience import public as audience
from relasi.contacts.events import SampleRemoved
from relasi.kernel import bus

from .copying import checked_at_the_end
from .organisation import empty_organisation
from .questions import any_sample

# Tables that point to others from a million rows.
BULKY = ("commerce_product", "commerce_order", "commerce_orderline", "commerce_return")


def is_loaded() -> bool:
    return any_sample()


@transaction.atomic
def remove(by: Actor, now: datetime) -> None:
    """Take the sample company away."""
    with ExitStack() as checks:
        for table in BULKY:
            checks.enter_context(checked_at_the_end(table))
        bus.publish_from_the_top(SampleRemoved())
    audience.refresh_all_soon()
    empty_organisation()
    record(by, "removed", "sample company", at=now)
