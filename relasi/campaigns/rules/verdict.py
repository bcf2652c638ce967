"""The one word a result comes down to; the page says it as a sentence."""

from .effect import Effect

TOO_EARLY = "too_early"  # nobody's mail was due yet
NO_HOLDOUT = "no_holdout"
TOO_FEW = "too_few"  # a group of one
EARNED = "earned"
LOST = "lost"
SAME = "same"


def verdict(*, contacted: int, held_out: int, effect: Effect | None, days: int) -> str:
    if contacted == 0 or days == 0:
        return TOO_EARLY
    if held_out == 0:
        return NO_HOLDOUT
    if effect is None:
        return TOO_FEW
    if not effect.revenue.tells_apart:
        return SAME
    return EARNED if effect.revenue.middle > 0 else LOST
