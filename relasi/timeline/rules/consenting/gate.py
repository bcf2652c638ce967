"""What may be done with an event: by what it says, by what holds for the person, by the source.

A no counts whoever says it. A yes that a browser repeats with every page does not undo a no that
was said elsewhere since, on the preference page or to a colleague; and a browser, which anybody
may be, speaks for nobody but itself (decision 0014).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .stating import Stated


class Mode(StrEnum):
    """What a source does where nobody said anything."""

    REQUIRED = "required"  # nothing is kept
    COOKIELESS = "cookieless"  # it is counted, and nobody can be followed
    GRANTED = "granted"  # the operator answers for it


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds for a person and one purpose. `heard`: it came with an event, as this one, from
    the browser of this anonymous id.
    """

    granted: bool
    at: datetime
    heard: bool
    browser: str = ""


@dataclass(frozen=True, slots=True)
class Allowed:
    """`keep`: it may be stored. `follow`: under an id that lasts. `know`: under the person.

    `why` it is not kept, as a code (reasons.py).
    """

    keep: bool
    follow: bool
    know: bool
    why: str = ""


REFUSED = Allowed(keep=False, follow=False, know=False, why="consent_refused")
NOT_ASKED = Allowed(keep=False, follow=False, know=False, why="not_asked")
COUNTED = Allowed(keep=True, follow=False, know=False)
FOLLOWED = Allowed(keep=True, follow=True, know=False)
KNOWN = Allowed(keep=True, follow=True, know=True)


def allowed(said: Stated, held: Mapping[str, Answer], mode: Mode) -> Allowed:
    """`held` is by purpose. A signal against profiles turns what nobody was asked about into a
    no.
    """
    collect = newest(said.collect, said.at, held.get("collect"))
    if collect is False:
        return REFUSED
    unasked = mode is Mode.GRANTED and not said.signal
    if not collect and not unasked:
        return NOT_ASKED if mode is Mode.REQUIRED else COUNTED
    profile = newest(said.profile, said.at, held.get("profile"))
    return KNOWN if (unasked if profile is None else profile) else FOLLOWED


def believed(said: Stated, held: Mapping[str, Answer], browser: str) -> Stated:
    """What a browser says in the name of somebody known, without each yes that would undo a no
    which was not given there.
    """
    against = {purpose for purpose, answer in held.items() if not answer.granted}
    own = {purpose for purpose in against if browser and held[purpose].browser == browser}
    said_of = said.says()
    mute = {purpose for purpose in against - own if said_of.get(purpose)}
    return said.only(said_of.keys() - mute) if mute else said


def newest(  # what was said is a value here, not a switch
    said: bool | None,  # noqa: FBT001
    at: datetime | None,
    answer: Answer | None,
) -> bool | None:
    """Of what the event says and what holds."""
    if answer is None:
        return said
    if said is None or answer.granted:
        return answer.granted and said is not False
    return said and (answer.heard if at is None else at > answer.at)
