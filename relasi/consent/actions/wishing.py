"""How often people want to hear from us."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.consent.models import Wish
from relasi.consent.queries.wishes import most_a_week
from relasi.consent.rules import MOST_A_WEEK
from relasi.kernel.errors import Refused


@transaction.atomic
def wish(*, contact_id: int, most: int | None, source: str, now: datetime) -> bool:
    """At most so many offers in seven days; None for as many as there are. Whether it is new."""
    if most is not None and most not in MOST_A_WEEK:
        raise Refused(
            _("Choose how often: %(words)s a week, or as often as there is something.")
            % {"words": ", ".join(map(str, MOST_A_WEEK))},
            field="often",
        )
    if most_a_week(contact_id) == most:
        return False
    Wish.objects.create(contact_id=contact_id, most_a_week=most, stated_at=now, source=source)
    return True
