"""Real workers, quickly: `python -m tests.faults.nursery` forks one for each line it reads.

A worker is the process that the job runner would run: it sends one mailing, shift after
shift, by the same verb. Starting Python and Django for each of fifty kills would take most
of the time, so that is done once here, and each worker is a fork of it.

Commands: `people N` · `mailing N SINK_PORT CONNECTIONS` · `worker MAILING LANE` ·
`processor BATCH` (of events that arrived) · `mover STEP` (to the lake), each answered by one
line.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

import django

SHIFT_SECONDS = 1.0


def main() -> None:
    django.setup()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # dead workers are not kept as zombies
    for line in sys.stdin:
        command, *numbers = line.split()
        answer = COMMANDS[command](*map(int, numbers))
        print(answer, flush=True)


def people(number: int) -> int:
    """That many contacts with an address; every twentieth never said yes."""
    from django.db import connection

    from relasi.consent.models import Permission
    from relasi.contacts.models import Contact, Identity
    from relasi.kernel import clock

    now = clock.now()
    made = Contact.objects.bulk_create(
        [Contact(name=f"Person {n}", created_at=now, updated_at=now) for n in range(number)],
        batch_size=5000,
    )
    Identity.objects.bulk_create(
        [
            Identity(
                contact=contact,
                kind="email",
                value=f"person{n}@example.org",
                is_primary=True,
                created_at=now,
            )
            for n, contact in enumerate(made)
        ],
        batch_size=5000,
    )
    Permission.objects.bulk_create(
        [
            Permission(
                contact=contact,
                channel="email",
                purpose="marketing",
                granted=True,
                stated_at=now,
                source="fault test",
            )
            for n, contact in enumerate(made)
            if n % 20
        ],
        batch_size=5000,
    )
    connection.close()
    return len(made)


def mailing(number: int, port: int, connections: int) -> int:
    """A started mailing to the first `number` people, by the sink on `port`."""
    from django.db import connection

    from relasi.accounts.public import SYSTEM
    from relasi.accounts.testing import make_organisation
    from relasi.connectors.smtp.testing import Sink, use_sink
    from relasi.kernel import clock
    from relasi.messaging import public as messaging
    from relasi.messaging.testing import make_mailing

    connection.close()
    make_organisation(name="Kopi Lereng", postal_address="Jl. Bukit Pakar 18, Bandung")
    use_sink(Sink(port=port), connections=connections)
    mailing_id = make_mailing()
    messaging.enqueue(
        mailing_id=mailing_id,
        recipients_sql="SELECT contact_id, value, 'a'::text, now() FROM contacts_identity"
        " WHERE value LIKE 'person%%' ORDER BY id LIMIT %(number)s",
        params={"number": number},
        now=clock.now(),
    )
    messaging.start_mailing(mailing_id=mailing_id, by=SYSTEM, now=clock.now())
    connection.close()
    return mailing_id


def worker(mailing_id: int, lane: int) -> int:
    """Fork a worker; its process id."""
    return _fork(partial(send_until_done, mailing_id, lane))


def processor(batch: int) -> int:
    """Fork a process that puts what arrived on timelines; its process id."""
    return _fork(partial(process_for_ever, batch))


def mover(step: int) -> int:
    """Fork a process that fills and tidies the lake and is killed before its n-th statement."""
    return _fork(partial(fill_until_killed, step))


def _fork(work: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException:  # noqa: BLE001 - the child must not return into the loop above
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def send_until_done(mailing_id: int, lane: int) -> None:
    """What the job runner does with the job: run it again and again, also after an error."""
    from django.db import InterfaceError, OperationalError, connection

    from relasi.kernel import clock
    from relasi.messaging import public as messaging
    from relasi.messaging.actions.sending import send_mailing

    while True:
        try:
            send_mailing(mailing_id=mailing_id, lane=lane, clock=clock.now, seconds=SHIFT_SECONDS)
            if messaging.mailing_card(mailing_id).state != "sending":
                return
        except (OperationalError, InterfaceError):
            connection.close()
        time.sleep(0.05)


def process_for_ever(batch: int) -> None:
    """What the job runner does with the job each second, without the second."""
    from django.db import InterfaceError, OperationalError, connection

    from relasi.kernel import clock
    from relasi.timeline.actions.collecting.draining import drain

    while True:
        try:
            drain(clock.now, seconds=SHIFT_SECONDS, largest=batch)
        except (OperationalError, InterfaceError):
            connection.close()
        time.sleep(0.02)


def fill_until_killed(step: int) -> None:
    """Statements of the lake and of PostgreSQL count alike; with fewer than `step` it ends well."""
    from django.db import connection

    from relasi import engine
    from relasi.kernel import clock
    from relasi.timeline.actions.lake.rounds import bring_over
    from relasi.timeline.actions.lake.tidying import tidy_lake

    left = step
    opened = engine.Session.lake

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    class Counted:
        def __init__(self, cursor: Any) -> None:
            self.cursor = cursor

        def execute(self, *arguments: Any) -> Any:
            count()
            return self.cursor.execute(*arguments)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.cursor, name)

    def counted(execute: Any, *arguments: Any) -> Any:
        count()
        return execute(*arguments)

    engine.Session.lake = lambda session: Counted(opened(session))
    with connection.execute_wrapper(counted):
        bring_over(clock.now())
        tidy_lake(clock.now(), at_once=True)


COMMANDS = {
    "people": people,
    "mailing": mailing,
    "worker": worker,
    "processor": processor,
    "mover": mover,
}

if __name__ == "__main__":
    main()
