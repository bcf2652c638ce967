"""Campaigns by cursor."""

from relasi.campaigns.models import Campaign

from .cards import CampaignCard, cards


def newest_campaigns(
    *, owners: frozenset[int] | None, state: str | None, before: int | None, limit: int
) -> list[CampaignCard]:
    """The newest first, older than `before`; `owners` as `accounts.visible_owners` gives them."""
    rows = Campaign.objects.order_by("-pk")
    if owners is not None:
        rows = rows.filter(owner_id__in=owners)
    if state is not None:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    ids = list(rows.values_list("pk", flat=True)[:limit])
    found = cards(ids)
    return [found[pk] for pk in ids]
