"""The receipt of an erasure: what there was, what is left, and that nobody changed it since."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from relasi.accounts.public import SYSTEM, record
from relasi.contacts import public as contacts
from relasi.kernel import bus
from relasi.kernel.catalogue import Person
from relasi.kernel.errors import Refused
from relasi.privacy.events import PersonErased
from relasi.privacy.models import Erasure, State
from relasi.privacy.queries.holding import told

from .asking import UNDER_WAY, locked


@transaction.atomic
def finish(*, erasure_id: int, person: Person, now: datetime) -> None:
    """Write the receipt, seal it, and forget whom it was about."""
    erasure = locked(erasure_id)
    if erasure.state not in UNDER_WAY:
        return
    erasure.state, erasure.finished_at, erasure.whom = State.DONE, now, ""
    erasure.receipt = _receipt(erasure, person)
    erasure.seal = seal_of(erasure.receipt)
    erasure.save()
    bus.publish(PersonErased(erasure_id, erasure.contact_id, now))
    record(
        SYSTEM,
        "erased",
        "contacts",
        erasure.contact_id,
        at=now,
        erasure_id=erasure_id,
        rows=sum(erasure.found.values()),
        seal=erasure.seal,
    )


def _receipt(erasure: Erasure, person: Person) -> dict[str, Any]:
    """Plain English, whoever asks: it is kept as it was written."""
    with override("en"):
        stores = [
            {
                "store": one.key,
                "called": one.label,
                "rows": one.rows,
                "left": erasure.left.get(one.key, 0),
                "becomes": one.erased,
                **({"because": one.why} if one.why else {}),
            }
            for one in told(erasure.found)
        ]
    finished = erasure.finished_at
    return {
        "kind": "relasi.erasure/1",
        "erasure": erasure.pk,
        "person": erasure.contact_id,
        "reason": erasure.reason,
        "asked_by": erasure.asked_by,
        "asked_at": erasure.asked_at.isoformat(),
        "finished_at": finished.isoformat() if finished else "",
        "known_by": [
            {"kind": kind, "digest": contacts.digest_of(kind, word)} for kind, word in person.words
        ],
        "stores": stores,
        "statements": [json.loads(text) for text in erasure.statements],
    }


def seal_of(receipt: dict[str, Any]) -> str:
    text = json.dumps(receipt, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def verify_receipts() -> str:
    """A sentence when every receipt is as it was sealed. Raises Refused at the first that is
    not.
    """
    count = 0
    for erasure in Erasure.objects.exclude(seal="").order_by("pk").iterator():
        if erasure.receipt is None or seal_of(erasure.receipt) != erasure.seal:
            raise Refused(
                _("The receipt of erasure %(number)d is not what was written.")
                % {"number": erasure.pk}
            )
        count += 1
    said = ngettext(
        "The receipts of erasures hold: %(count)d receipt, not changed.",
        "The receipts of erasures hold: %(count)d receipts, none changed.",
        count,
    )
    return said % {"count": count}
