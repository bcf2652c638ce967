"""Who hangs together with a pair by other pairs that wait to be looked at."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from relasi.contacts.matching.rules.groups import is_whole
from relasi.contacts.models import MatchProposal
from relasi.kernel.errors import NotFound

MOST = 50
CHAIN = """
WITH RECURSIVE chain(id) AS (
    SELECT unnest(%(start)s::bigint[])
    UNION
    SELECT CASE WHEN p.a_id = chain.id THEN p.b_id ELSE p.a_id END FROM chain
    JOIN contacts_matchproposal p ON p.state = 'open' AND (p.a_id = chain.id OR p.b_id = chain.id)
)
SELECT id FROM chain LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Group:
    """`pairs` by proposal id. `whole`: everybody in it was found to be everybody else."""

    members: tuple[int, ...]
    pairs: dict[tuple[int, int], int]
    whole: bool


def group_of(proposal_id: int) -> Group:
    """Raises NotFound. Of a chain of more than `MOST` people the first ones, never whole."""
    row = MatchProposal.objects.filter(pk=proposal_id).values_list("a_id", "b_id").first()
    if row is None:
        raise NotFound(_("This pair is not here any more. Take the next one."))
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, {"start": list(row), "most": MOST + 1})
        members = sorted(one for (one,) in cursor.fetchall())
    rows = MatchProposal.objects.filter(
        state=MatchProposal.State.OPEN, a_id__in=members, b_id__in=members
    )
    pairs = {(a, b): pk for pk, a, b in rows.values_list("pk", "a_id", "b_id")}
    whole = len(members) <= MOST and is_whole(members, frozenset(pairs))
    return Group(tuple(members), pairs, whole)
