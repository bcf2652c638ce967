"""Groups are joined: one that a person accepts, and those that are certain by themselves."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import SYSTEM, Actor
from relasi.contacts.matching.conflicts import in_conflict
from relasi.contacts.matching.queries.groups import group_of
from relasi.contacts.matching.rules.groups import Pair, groups, is_whole
from relasi.contacts.models import Contact, MatchProposal
from relasi.kernel.errors import NotFound, Refused

from .deciding import accept

OPEN = MatchProposal.State.OPEN
# Pairs read for one run of joining: more than it may join, because groups are passed over.
READ = 4


@transaction.atomic
def accept_group(*, proposal_id: int, by: Actor, now: datetime) -> int:
    """Join all who hang together by this pair, where every one was found to be every other.

    Returns the id that stays. Raises NotFound, Refused.
    """
    group = group_of(proposal_id)
    if not group.whole:
        sentence = _(
            "Not everybody in this group is alike enough to everybody else. Decide pair by pair."
        )
        raise Refused(sentence)
    return _join(group.members, by, now, automatic=False)


def join_certain(
    *,
    from_probability: float,
    most: int,
    now: datetime,
    go_on: Callable[[], None],
) -> int:
    """Join whole groups of pairs that are at least this probable, the surest first; how many
    people were joined in. Each is a joining of its own and can be undone.

    A group is left to a person where one of its pairs is less probable or was rejected, where
    two have an external id each, and where one allowed what the other did not.
    """
    rows = MatchProposal.objects.filter(state=OPEN, probability__gte=from_probability)
    found = rows.order_by("-probability", "pk").values_list("a_id", "b_id")[: READ * most]
    pairs = frozenset(found)
    undecided = _bridged(pairs) | in_conflict(sorted(pairs))
    joined = 0
    for members in groups(sorted(pairs)):
        own = {(a, b) for a in members for b in members if a < b}
        if joined + len(members) - 1 > most or own & undecided or not is_whole(members, pairs):
            continue
        joined += _join_unless_refused(members, now)
        go_on()
    return joined


def _bridged(pairs: frozenset[Pair]) -> set[Pair]:
    """Pairs one of whose two is, less certainly, somebody else too: whom to join with is open."""
    ids = {one for pair in pairs for one in pair}
    rows = MatchProposal.objects.filter(state=OPEN)
    near = (
        rows.filter(a_id__in=ids)
        .values_list("a_id", "b_id")
        .union(rows.filter(b_id__in=ids).values_list("a_id", "b_id"))
    )
    unsure = {one for pair in near if pair not in pairs for one in pair}
    return {pair for pair in pairs if set(pair) & unsure}


def _join_unless_refused(members: list[int], now: datetime) -> int:
    try:
        with transaction.atomic():
            _join(members, SYSTEM, now, automatic=True)
    except (Refused, NotFound):
        return 0
    return len(members) - 1


def _join(members: Iterable[int], by: Actor, now: datetime, *, automatic: bool) -> int:
    """The one who is known longest stays; the others are joined into them, pair by pair."""
    ordered = list(
        Contact.objects.filter(pk__in=members)
        .order_by("created_at", "pk")
        .values_list("pk", flat=True)
    )
    kept, *others = ordered
    for other in others:
        a, b = sorted((kept, other))
        row = MatchProposal.objects.filter(a_id=a, b_id=b, state=OPEN).values_list("pk", flat=True)
        proposal_id = row.first()
        if proposal_id is None:
            raise Refused(_("One of these pairs was decided meanwhile. Look at the group again."))
        kept = accept(proposal_id=proposal_id, by=by, now=now, automatic=automatic)
    return kept
