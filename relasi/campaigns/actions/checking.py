"""Making every mail once before one is sent, to see for whom it would fail."""

from datetime import datetime

from django.db import transaction

from relasi.accounts import public as accounts
from relasi.accounts.public import Actor
from relasi.campaigns.queries.cards import card, get_row
from relasi.campaigns.queries.people import mails_sql
from relasi.campaigns.rules import stages
from relasi.messaging import public as messaging


@transaction.atomic
def check_mails(*, campaign_id: int, by: Actor, now: datetime) -> int | None:
    """Begin the check; the worker makes the mails. None when there is nothing to check yet.

    Raises Refused when a content itself is unfinished.
    """
    row = get_row(campaign_id, lock=True)
    accounts.authorise(by, "edit", "campaigns", owner_id=row.owner_id)
    campaign = card(campaign_id)
    if row.state not in stages.EDITABLE or not campaign.variants or campaign.segment_id is None:
        return None
    if row.preflight_id is not None:
        messaging.drop_preflight(row.preflight_id)
    row.preflight_id = messaging.begin_preflight(
        contents={variant.key: variant.template_id for variant in campaign.variants},
        contacts_sql=mails_sql(campaign),
        by=by,
        now=now,
    )
    row.save(update_fields=["preflight_id"])
    return row.preflight_id
