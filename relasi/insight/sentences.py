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
    last = _last(verdict.days)
    if verdict.stage == "first_time":
        return _("Bought for the first time; %(last)s.") % {"last": last}
    if verdict.rhythm is None or verdict.times is None:
        return _("No rhythm is known yet; %(last)s.") % {"last": last}
    words = {"gap": _gap(verdict.rhythm), "last": last, "held": _held(verdict.times)}
    return SENTENCES[verdict.whose]() % words


def _last(days: int) -> str:
    if days < 1:
        return _("last order today")
    return ngettext("last order %(n)s day ago", "last order %(n)s days ago", days) % {"n": days}


def _gap(days: float) -> str:
    """Part of a day more is a plural: 1.5 days."""
    return ngettext("%(n)s day", "%(n)s days", 1 if days == 1 else 2) % {"n": _number(days)}


def _held(times: float) -> str:
    """Before the usual gap is over there is nothing to multiply."""
    if times < 1:
        return _("the usual gap is not over")
    shown = _number(times)
    plural = 1 if shown == "1" else 2
    return ngettext("%(times)s time the usual gap", "%(times)s times the usual gap", plural) % {
        "times": shown
    }


def _number(value: float) -> str:
    """One digit after the mark where it says something; 1.04 is 1."""
    exact = round(value, 1)
    digits = 0 if exact >= 10 or float(exact).is_integer() else 1  # noqa: PLR2004
    return formats.number(exact, get_language() or "en", digits=digits)


SENTENCES = {
    "own": lambda: _("Usually buys every %(gap)s; %(last)s: %(held)s."),
    "mixed": lambda: _(
        "Bought on two days, so half their gap and half everybody's, %(gap)s; %(last)s: %(held)s."
    ),
    "population": lambda: _("Bought once; others buy again after %(gap)s; %(last)s: %(held)s."),
}
