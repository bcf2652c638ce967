"""From where on a pair is proposed, and from where on it is joined without being looked at."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.matching.queries.limits import LOWEST, Limits
from relasi.contacts.models import MatchSettings
from relasi.kernel.errors import Refused

MOST_JOINED = 10_000
SAFEST = 0.99


@transaction.atomic
def change_limits(*, limits: Limits, by: Actor, now: datetime) -> None:
    """Raises Refused with the field at fault."""
    check(limits)
    values = {
        "propose_from": limits.propose_from,
        "join_from": limits.join_from,
        "most_joined": limits.most_joined,
    }
    MatchSettings.objects.update_or_create(
        pk=1, defaults={**values, "updated_at": now, "updated_by": by.label}
    )
    record(
        by,
        "changed limits of duplicates",
        "contacts",
        at=now,
        propose_from=limits.propose_from,
        join_from=limits.join_from,
        most_joined=limits.most_joined,
    )


def check(limits: Limits) -> None:
    if not LOWEST <= limits.propose_from < 1:
        raise Refused(_("Say a probability from 50 to 99.9 percent."), field="propose_from")
    if (
        limits.join_from is not None
        and not max(limits.propose_from, SAFEST) <= limits.join_from < 1
    ):
        sentence = _(
            "Joining by itself wants at least 99 percent, and no less than proposing does."
        )
        raise Refused(sentence, field="join_from")
    if not 1 <= limits.most_joined <= MOST_JOINED:
        raise Refused(_("Say a number from 1 to 10,000."), field="most_joined")
