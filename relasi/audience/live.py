"""How many, who, and whom one can reach, while a segment is being edited.

Each condition is asked once and kept for a minute as a set of people; everything else is
set algebra, so changing one line costs one question. Saved members never come from here:
`refreshing` compiles the whole tree. A property test holds the two together.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
import numpy as np
import numpy.typing as npt

from .compiling.people import SAME
from .compiling.running import Ids, ids
from .compiling.selections import selection
from .compiling.situation import Situation
from .rules.tree import Address, Channel, Condition, Consent, Group, Node, Path

Mask = npt.NDArray[np.bool_]
REACH: tuple[Channel, ...] = ("email", "whatsapp", "sms")
KEPT_SECONDS = 60.0
MOST_KEPT = 48


class Memory:
    """Sets of people that were asked for lately, in this process; oldest out first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, tuple[float, Ids | Mask]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: bytes) -> Ids | Mask | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None or time.monotonic() - found[0] > KEPT_SECONDS:
                return None
            self._kept.move_to_end(key)
            return found[1]

    def keep(self, key: bytes, value: Ids | Mask) -> None:
        with self._lock:
            self._kept[key] = (time.monotonic(), value)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()


class People:
    """Everybody, and for each condition which of them it fits."""

    def __init__(self, situation: Situation, memory: Memory | None = None) -> None:
        self.situation = situation
        self._memory = memory or Memory()
        self.everybody = self._everybody()

    def mask(self, node: Node, skip: frozenset[Path] = frozenset(), path: Path = ()) -> Mask:
        """Whom the node fits; conditions at the places in `skip` are not asked."""
        if not isinstance(node, Group):
            return self.condition(node)
        parts = [
            self.mask(child, skip, (*path, i))
            for i, child in enumerate(node.of)
            if (*path, i) not in skip
        ]
        if not parts:
            return np.ones(len(self.everybody), np.bool_)
        if node.how == "all":
            everything: Mask = np.logical_and.reduce(parts)
            return everything
        fits: Mask = np.logical_or.reduce(parts)
        return ~fits if node.how == "none" else fits

    def condition(self, condition: Condition) -> Mask:
        key = msgspec.json.encode(condition)
        kept = self._memory.find(key)
        if kept is None or len(kept) != len(self.everybody):
            picked = selection(condition, self.situation)
            kept = self._members(ids(picked.ids, self.situation))
            kept = ~kept if picked.negated else kept
            self._memory.keep(key, kept)
        return kept.astype(np.bool_, copy=False)

    def reached(self) -> dict[str, Mask]:
        """Who may be written to by each channel: consent to offers and a usable address."""
        return {
            channel: self.condition(Consent(channel, "granted"))
            & self.condition(Address(channel, "usable"))
            for channel in REACH
        }

    def _everybody(self) -> Ids:
        kept = self._memory.find(b"everybody")
        if kept is None:
            session = self.situation.session
            used = session.table("contacts").anti_join(session.table("restricted"), SAME)
            kept = np.sort(ids(used.select(contact_id=used.id), self.situation))
            self._memory.keep(b"everybody", kept)
        return kept.astype(np.int64, copy=False)

    def _members(self, found: Ids) -> Mask:
        """Ids as positions among everybody; someone who came since is left out."""
        mask = np.zeros(len(self.everybody), np.bool_)
        if len(self.everybody) and len(found):
            places = np.searchsorted(self.everybody, found)
            places = np.minimum(places, len(self.everybody) - 1)
            mask[places[self.everybody[places] == found]] = True
        return mask


@dataclass(frozen=True, slots=True)
class Picture:
    """`left` are the people left after each line; `reach` the reachable ones by channel."""

    total: int
    size: int
    left: Mapping[Path, int]
    reach: Mapping[str, int]
    members: Mask = field(repr=False)
    missed: Mask = field(repr=False)


def picture(tree: Group, people: People, skip: frozenset[Path] = frozenset()) -> Picture:
    """Everything the editor shows about a tree; `skip` are the lines that are not finished."""
    lines = Lines(people, skip)
    members = lines.after(tree, (), np.ones(len(people.everybody), np.bool_))
    return Picture(
        total=len(people.everybody),
        size=int(members.sum()),
        left=lines.left,
        reach={name: int((mask & members).sum()) for name, mask in people.reached().items()},
        members=members,
        missed=_missed(tree, people, skip),
    )


class Lines:
    """Counts the people left after each line, from the top down."""

    def __init__(self, people: People, skip: frozenset[Path]) -> None:
        self.people, self.skip = people, skip
        self.left: dict[Path, int] = {}

    def after(self, node: Node, path: Path, before: Mask) -> Mask:
        """Those of `before` whom the node fits; an unfinished line changes nothing."""
        if path in self.skip:
            return before
        if isinstance(node, Group):
            held = {"all": self._all, "any": self._any, "none": self._none}[node.how](
                node, path, before
            )
        else:
            held = before & self.people.condition(node)
        self.left[path] = int(held.sum())
        return held

    def _all(self, group: Group, path: Path, before: Mask) -> Mask:
        for i, child in enumerate(group.of):
            before = self.after(child, (*path, i), before)
        return before

    def _any(self, group: Group, path: Path, before: Mask) -> Mask:
        """Each line shows how many it fits by itself, of those who came this far."""
        asked = [(i, c) for i, c in enumerate(group.of) if (*path, i) not in self.skip]
        if not asked:
            return before
        fits = [self.after(child, (*path, i), before) for i, child in asked]
        found: Mask = np.logical_or.reduce(fits)
        return found

    def _none(self, group: Group, path: Path, before: Mask) -> Mask:
        """Each line takes people out; it shows who is left."""
        for i, child in enumerate(group.of):
            here = (*path, i)
            if here not in self.skip:
                before = before & ~self.after(child, here, before)
                self.left[here] = int(before.sum())
        return before


def _missed(tree: Group, people: People, skip: frozenset[Path]) -> Mask:
    """Who would be in but for one line of the root."""
    lines = [(i, child) for i, child in enumerate(tree.of) if (i,) not in skip]
    if tree.how == "any" or not lines:
        return ~people.mask(tree, skip)
    failed = np.zeros(len(people.everybody), np.int16)
    for i, child in lines:
        fits = people.mask(child, skip, (i,))
        failed += fits if tree.how == "none" else ~fits
    return np.asarray(failed == 1, np.bool_)


def some(mask: Mask, people: People, *, many: int, seed: int) -> list[int]:
    """A few of them, by chance but the same for the same seed."""
    found = people.everybody[mask]
    order = np.random.default_rng(seed).permutation(len(found))[:many]
    return sorted(int(one) for one in found[order])
