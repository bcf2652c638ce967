"""Why somebody is in a stage, in a sentence."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from relasi.ui.public import formats

from .models import Lifecycle
from .rules.lifecycle import Verdict


def stage_word(stage: str) -> str:
    """The stage's name in the reader's language."""
    return str(Lifecycle(stage).label)


def stage_reason(verdict: Verdict) -> str:
    """As in: Usually buys every 12 days; last order 31 days ago: 2.6 times the usual gap."""
    last = ngettext("last order %(n)s day ago", "last order %(n)s days ago", verdict.days) % {
        "n": verdict.days
    }
    if verdict.stage == "first_time":
        return _("Bought for the first time; %(last)s.") % {"last": last}
    if verdict.rhythm is None or verdict.times is None:
        return _("No rhythm is known yet; %(last)s.") % {"last": last}
    words = {"gap": _number(verdict.rhythm), "last": last, "times": _number(verdict.times)}
    return SENTENCES[verdict.whose]() % words


def _number(value: float) -> str:
    digits = 0 if value >= 10 or float(value).is_integer() else 1  # noqa: PLR2004
    return formats.number(value, get_language() or "en", digits=digits)


SENTENCES = {
    "own": lambda: _("Usually buys every %(gap)s days; %(last)s: %(times)s times the usual gap."),
    "mixed": lambda: _(
        "Bought on two days, so half their gap and half everybody's: %(gap)s days; "
        "%(last)s: %(times)s times that."
    ),
    "population": lambda: _(
        "Bought once; others buy again after %(gap)s days; %(last)s: %(times)s times that."
    ),
}
