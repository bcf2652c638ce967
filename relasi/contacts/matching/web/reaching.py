"""Who may look at a pair, and who may decide on it: as with each of the two."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, visible_owners
from relasi.contacts.matching.queries.queue import within
from relasi.contacts.models import Contact, MatchProposal
from relasi.kernel.errors import NotFound


def reached(request: HttpRequest, action: str, proposal_id: int) -> MatchProposal:
    """Raises NotAllowed, and NotFound where one of the two is not theirs to touch.

    Of a pair that was joined one is left, and whose that one is decides.
    """
    owners = visible_owners(actor_of(request), action, "contacts")
    row = MatchProposal.objects.select_related("model").filter(pk=proposal_id).first()
    if row is None or (owners is not None and not _theirs(row, owners)):
        raise NotFound(_("This pair is not here any more. Take the next one."))
    return row


def _theirs(row: MatchProposal, owners: frozenset[int]) -> bool:
    if row.merge_id is None:
        return within(owners).filter(pk=row.pk).exists()
    return Contact.objects.filter(pk__in=(row.a_id, row.b_id), owner_id__in=owners).exists()
