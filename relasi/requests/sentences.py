"""The clock of a request, in words."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .queries.cards import RequestCard

HOUR, DAY = 3600, 86_400


def clock_says(card: RequestCard, now: datetime) -> str:
    """As in "due in 2 days", "overdue since 5 hours", "closed 3 days before its time"."""
    end = card.closed_at or now
    seconds = (card.due_at - end).total_seconds()
    span = _span(abs(seconds))
    if card.closed_at is not None:
        early = _("closed %(span)s before its time")
        return (early if seconds >= 0 else _("closed %(span)s too late")) % {"span": span}
    return (_("due in %(span)s") if seconds >= 0 else _("overdue since %(span)s")) % {"span": span}


def _span(seconds: float) -> str:
    days, hours = int(seconds // DAY), int(seconds // HOUR)
    if days >= 3:  # noqa: PLR2004  (up to three days the hours count)
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if hours:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return _("less than an hour")
