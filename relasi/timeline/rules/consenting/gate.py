"""What may be done with an event: by what it says, by what holds for the person, by the source.

What the event says was said last, so it counts; then the newest statement of the person or the
visitor; then what the operator decided for a source where nobody was asked.
"""

from dataclasses import dataclass
from enum import StrEnum

from .stating import Stated


class Mode(StrEnum):
    """What a source does where nobody said anything."""

    REQUIRED = "required"  # nothing is kept
    COOKIELESS = "cookieless"  # it is counted, and nobody can be followed
    GRANTED = "granted"  # the operator answers for it


@dataclass(frozen=True, slots=True)
class Held:
    """What holds for a person or a visitor by what they stated before; None for never asked."""

    collect: bool | None = None
    profile: bool | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """`keep`: it may be stored. `follow`: under an id that lasts. `know`: under the person."""

    keep: bool
    follow: bool
    know: bool


NO_TRACE = Allowed(keep=False, follow=False, know=False)
COUNTED = Allowed(keep=True, follow=False, know=False)


def allowed(said: Stated, held: Held, mode: Mode) -> Allowed:
    """A signal against profiles turns what nobody was asked about into a no."""
    unasked = mode is Mode.GRANTED and not said.signal
    collect = _first(said.collect, held.collect)
    if collect is None:
        collect = unasked or None
    if not collect:
        return NO_TRACE if collect is False or mode is Mode.REQUIRED else COUNTED
    know = _first(said.profile, held.profile)
    return Allowed(keep=True, follow=True, know=unasked if know is None else know)


def _first(*answers: bool | None) -> bool | None:
    return next((answer for answer in answers if answer is not None), None)
