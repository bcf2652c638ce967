"""People are deleted: what they wrote to us goes, that they asked stays."""

from collections.abc import Sequence

from relasi.requests.models import Request, Step


def forget_people(contact_ids: Sequence[int]) -> None:
    """Inside the transaction that deletes them."""
    rows = Request.objects.filter(contact_id__in=contact_ids)
    Step.objects.filter(request__in=rows).update(said="")
    rows.update(address="", wish="")
