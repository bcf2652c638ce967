"""An erasure is asked for, stopped as long as nothing is gone, and taken up again."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts import public as contacts
from relasi.kernel import sealing
from relasi.kernel.catalogue import Person
from relasi.kernel.errors import NotFound, Refused
from relasi.kernel.jobs import is_awaited, later
from relasi.privacy.models import Erasure, State
from relasi.privacy.queries.finding import person_of

PURPOSE = "erasure"
UNDER_WAY = (State.WAITING, State.RUNNING)


def lock_of(erasure_id: int) -> str:
    """The lock of an erasure's jobs: one at a time."""
    return f"erasure-{erasure_id}"


@transaction.atomic
def erase_person(*, contact_id: int, reason: str, asked_by: Actor, now: datetime) -> int:
    """Begin to erase somebody for good and return the erasure's id; a job does it.

    Who is being erased already is not erased twice. Raises NotFound, Refused.
    """
    if reason not in Erasure.Reason.values:
        raise Refused(
            _("“%(word)s” is not a reason. Choose one of: %(words)s.")
            % {"word": reason, "words": ", ".join(Erasure.Reason.values)},
            field="reason",
        )
    # From here on nobody joins them with another.
    contacts.keep_people()
    if contacts.card(contact_id).erased_at:
        raise Refused(_("This person was deleted already; nobody knows any more who it was."))
    under_way = Erasure.objects.filter(contact_id=contact_id, state__in=UNDER_WAY).first()
    if under_way is not None:
        return under_way.pk
    person = person_of(contact_id)
    erasure = Erasure.objects.create(
        contact_id=contact_id,
        reason=reason,
        whom=sealed(person),
        asked_at=now,
        asked_by=asked_by.label,
    )
    # Whatever becomes of them until the job comes: deleted, nobody would know any more who it was.
    contacts.bar(person.words, erasure_id=erasure.pk, now=now)
    record(asked_by, "asked to erase", "contacts", contact_id, at=now, erasure_id=erasure.pk)
    later("privacy.erase", lock=lock_of(erasure.pk), erasure_id=erasure.pk)
    return erasure.pk


@transaction.atomic
def cancel_erasure(*, erasure_id: int, by: Actor, now: datetime) -> None:
    """As long as nothing is gone. Raises NotFound, Refused."""
    erasure = locked(erasure_id)
    if erasure.state not in UNDER_WAY or erasure.cleared_at is not None:
        raise Refused(_("This erasure cannot be stopped any more: what it erased is gone."))
    contacts.allow_all_again(erasure_id=erasure_id)
    erasure.state, erasure.whom, erasure.finished_at = State.CANCELLED, "", now
    erasure.save()
    record(by, "cancelled", "erasures", erasure_id, at=now)


def why_bound(contact_ids: Sequence[int]) -> str:
    """Who is being erased is joined with nobody and taken apart from nobody."""
    if Erasure.objects.filter(contact_id__in=contact_ids, state__in=UNDER_WAY).exists():
        return _("This person is being erased. Wait for the end of it, or stop the erasure first.")
    return ""


def take_up_again() -> int:
    """Those that no job waits for any more, after many failures; how many."""
    lost = [
        pk
        for pk in Erasure.objects.filter(state__in=UNDER_WAY).values_list("pk", flat=True)
        if not is_awaited(lock_of(pk))
    ]
    for erasure_id in lost:
        later("privacy.erase", lock=lock_of(erasure_id), erasure_id=erasure_id)
    return len(lost)


def locked(erasure_id: int) -> Erasure:
    """The erasure, ours until the transaction ends. Raises NotFound."""
    erasure = Erasure.objects.select_for_update().filter(pk=erasure_id).first()
    if erasure is None:
        raise NotFound(_("There is no such erasure."))
    return erasure


def sealed(person: Person) -> str:
    return sealing.seal(PURPOSE, json.dumps(asdict(person)))


def unsealed(text: str) -> Person:
    said = json.loads(sealing.unseal(PURPOSE, text))
    return Person(
        tuple(said["ids"]), tuple(said["profiles"]), tuple((k, w) for k, w in said["words"])
    )
