"""What campaigns keeps of people: their place in the draw."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    WITH_HOUSE,
    Category,
    Erased,
    Purpose,
    Store,
    Why,
    nobody,
    register_stores,
)

C, P = Category, Purpose


def register() -> None:
    register_stores(*STORES)


STORES = (
    Store(
        "campaigns.Recipient",
        _("Who was drawn for a campaign"),
        P.MARKETING,
        WITH_HOUSE,
        {
            C.BEHAVIOUR: "campaign group variant reason due_at",
            C.LINK: "contact",
            C.NONE: "assigned_at",
        },
        whose="t.contact_id = ANY(%(ids)s)",
        erased=Erased.NAMELESS,
        why=Why.FIGURES,
        told="(SELECT c.name FROM campaigns_campaign c WHERE c.id = t.campaign_id) AS campaign",
    ),
    nobody(
        "campaigns.Campaign",
        "name segment holdout_percent sender_name sender_address reply_to send_at_local zone"
        " window_days state mailing seed owner is_sample problem preflight_id created_at starts_at"
        " drawn_at launched_at finished_at version",
        purpose=P.MARKETING,
    ),
    nobody("campaigns.Variant", "campaign key position template segment", purpose=P.MARKETING),
)
