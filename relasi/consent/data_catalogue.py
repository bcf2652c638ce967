"""What consent keeps of people."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    WITH_HOUSE,
    WITH_PERSON,
    Category,
    Erased,
    Purpose,
    Store,
    register_stores,
)

C, P = Category, Purpose
OF_THEM = "t.contact_id = ANY(%(ids)s)"


def register() -> None:
    register_stores(*STORES)


STORES = (
    Store(
        "consent.Consent",
        _("Statements of consent"),
        P.PROOF,
        WITH_PERSON,
        {
            C.CONSENT: "channel purpose granted stated_at source wording proof",
            C.LINK: "contact stated_for",
            C.STAFF: "recorded_by",
            C.NONE: "recorded_at",
            C.SECRET: "seal",
        },
        whose=OF_THEM,
        erased=Erased.GONE,
        # Whoever shows the statement itself, as their export has it, finds its seal in the receipt.
        proof="channel, purpose, granted, stated_at, recorded_at, seal",
    ),
    Store(
        "consent.Permission",
        _("What holds of consent"),
        P.PROOF,
        WITH_PERSON,
        {C.CONSENT: "channel purpose granted stated_at source", C.LINK: "contact"},
        whose=OF_THEM,
        erased=Erased.GONE,
    ),
    Store(
        "consent.Suppression",
        _("Addresses nobody may write to"),
        P.MARKETING,
        WITH_HOUSE,
        {
            C.IDENTITY: "address detail",
            C.STAFF: "suppressed_by lifted_by",
            C.NONE: "channel reason is_sample suppressed_at lifted_at",
        },
        whose="lower(t.address) = ANY(%(words)s)",
        erased=Erased.GONE,
    ),
)
