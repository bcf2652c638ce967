"""Before somebody is erased, what arrived from them before is processed as any other event."""

import time

from relasi.kernel import clock
from relasi.kernel.catalogue import Busy, Person
from relasi.timeline.models import Arrival

from .collecting.draining import drain

PATIENCE = 20.0  # seconds; a worker asked to stop waits for its jobs about so long
LOOKED = 0.1  # how often, in seconds, while another worker is at them


def settle_arrivals(person: Person) -> None:
    """Everything that waits now: their addresses are barred by now, so it is counted and gone.

    Raises Busy where so much waits that another job must go on.
    """
    del person
    newest = Arrival.objects.order_by("-pk").values_list("pk", flat=True).first()
    if newest is None:
        return
    until = time.monotonic() + PATIENCE
    while Arrival.objects.filter(pk__lte=newest).exists():
        left = until - time.monotonic()
        if left <= 0:
            raise Busy
        if not drain(clock.now, seconds=left):
            time.sleep(LOOKED)
