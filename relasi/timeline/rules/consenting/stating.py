"""What an event says about consent, in whichever client's words.

Segment's `context.consent.categoryPreferences` (our own script speaks it too, and says when it
was chosen), RudderStack's `context.consentManagement` with allowed and denied ids, a TC string
beside either, and the signal of Global Privacy Control.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from relasi.timeline.rules.arriving.incoming import Unreadable
from relasi.timeline.rules.arriving.json import mapping
from relasi.timeline.rules.arriving.times import moment

from .tcf import purposes_of

# What consent managers call a category, in lower case; a name that is not here says nothing.
CATEGORIES = {
    **dict.fromkeys(
        ("collect", "analytics", "statistics", "performance", "measurement", "c0002"), "collect"
    ),
    **dict.fromkeys(("profile", "marketing", "advertising", "targeting", "c0004"), "profile"),
    **dict.fromkeys(
        ("personalise", "personalize", "personalization", "personalisation", "functional",
         "preferences", "c0003"),
        "personalise",
    ),
}  # fmt: skip
# The framework's purposes that ours needs all of: 1 store on the device, 5 make a profile for
# content, 6 select content by it, 8 measure content.
TCF = {"collect": {1, 8}, "profile": {1, 5}, "personalise": {6}}
_TC_STRINGS = ("tcf", "tcString", "tc_string")


@dataclass(frozen=True, slots=True)
class Stated:
    """True and False as said, None where nothing was. `signal` is Global Privacy Control's.

    `at` is when it was chosen, None where the client does not tell. `by` names whose words they
    are: categories, ids, tcf, or "" for none. `texts` are the versions they saw, as the site names
    them.
    """

    collect: bool | None = None
    profile: bool | None = None
    personalise: bool | None = None
    signal: bool = False
    at: datetime | None = None
    by: str = ""
    texts: tuple[str, ...] = ()

    def text_of(self, purpose: str) -> str:
        """The version they saw for this purpose; where none is for it, whatever was named."""
        named = [name for name in self.texts if name.startswith(f"web.{purpose}.")]
        return named[0] if named else " ".join(self.texts)

    def says(self) -> dict[str, bool]:
        """What was said, by purpose."""
        said = {"collect": self.collect, "profile": self.profile, "personalise": self.personalise}
        return {purpose: yes for purpose, yes in said.items() if yes is not None}

    def by_our_clock(self, received: datetime, sent: datetime | None) -> "Stated":
        """The same with its moment put right by when it was sent; a moment that has not come yet
        is none.
        """
        if self.at is None:
            return self
        try:
            at = self.at if sent is None else self.at + (received - sent)
        except OverflowError:
            at = None
        return replace(self, at=at if at is not None and at <= received else None)

    def only(self, purposes: Collection[str]) -> "Stated":
        """The same, silent about every other purpose."""
        said = {purpose: yes for purpose, yes in self.says().items() if purpose in purposes}
        return replace(
            self,
            collect=said.get("collect"),
            profile=said.get("profile"),
            personalise=said.get("personalise"),
        )


LONGEST_NAME, MOST_NAMES = 60, 3
NOTHING_SAID = Stated()
SIGNALLED = Stated(signal=True)


def stated(context: Mapping[str, Any], *, signal: bool = False) -> Stated:
    """What the context of an event says. What cannot be read says nothing.

    Where one purpose has two categories, one no among them is a no.
    """
    if "consent" not in context and "consentManagement" not in context:
        return SIGNALLED if signal else NOTHING_SAID
    consent, managed = mapping(context.get("consent")), mapping(context.get("consentManagement"))
    signal = signal or consent.get("gpc") is True
    if said := _chosen(mapping(consent.get("categoryPreferences"))):
        at, texts = _moment(consent.get("chosenAt")), _named(consent.get("text"))
        return _stated(said, "categories", signal=signal, at=at, texts=texts)
    if said := _chosen(_by_ids(managed)):
        return _stated(said, "ids", signal=signal)
    return _framework(consent, signal=signal)


def _stated(
    said: Mapping[str, bool],
    by: str,
    *,
    signal: bool,
    at: datetime | None = None,
    texts: tuple[str, ...] = (),
) -> Stated:
    return Stated(
        said.get("collect"), said.get("profile"), said.get("personalise"), signal=signal, at=at,
        by=by, texts=texts,
    )  # fmt: skip


def _named(raw: Any) -> tuple[str, ...]:
    """One name or a few; whatever is longer names nothing."""
    names = [raw] if isinstance(raw, str) else _texts(raw)
    return tuple(name for name in names if len(name) <= LONGEST_NAME)[:MOST_NAMES]


def _chosen(categories: Mapping[str, Any]) -> dict[str, bool]:
    said: dict[str, bool] = {}
    for name, yes in categories.items():
        purpose = CATEGORIES.get(str(name).strip().lower())
        if purpose and isinstance(yes, bool):
            said[purpose] = yes and said.get(purpose, True)
    return said


def _by_ids(managed: Mapping[str, Any]) -> dict[str, bool]:
    return {
        **dict.fromkeys(_texts(managed.get("allowedConsentIds")), True),
        **dict.fromkeys(_texts(managed.get("deniedConsentIds")), False),
    }


def _texts(raw: Any) -> Iterable[str]:
    return [one for one in raw if isinstance(one, str)] if isinstance(raw, list) else []


def _moment(raw: Any) -> datetime | None:
    try:
        return moment(raw, "chosenAt")
    except Unreadable:
        return None


def _framework(consent: Mapping[str, Any], *, signal: bool) -> Stated:
    text = next((consent[key] for key in _TC_STRINGS if isinstance(consent.get(key), str)), "")
    try:
        given, at = purposes_of(text)
    except ValueError:
        return SIGNALLED if signal else NOTHING_SAID
    said = {purpose: needed <= given for purpose, needed in TCF.items()}
    return _stated(said, "tcf", signal=signal, at=at)
