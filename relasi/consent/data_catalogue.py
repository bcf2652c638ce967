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
            C.CONSENT: "channel purpose granted stated_at source text wording proof",
            C.LINK: "contact stated_for",
            C.STAFF: "recorded_by",
            C.NONE: "recorded_at",
            C.SECRET: "seal",
        },
        whose=OF_THEM,
        erased=Erased.GONE,
        # Whoever shows the statement itself, as their export has it, finds its seal in the receipt.
        proof="channel, purpose, granted, stated_at, recorded_at, text_id, seal",
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
        "consent.Ask",
        _("Who was asked by mail to confirm"),
        P.PROOF,
        WITH_PERSON,
        {
            C.IDENTITY: "address",
            C.CONSENT: "about source language outcome",
            C.LINK: "contact",
            C.STAFF: "asked_by",
            C.NONE: "asked_at expires_at closed_at",
        },
        whose=OF_THEM,
        erased=Erased.GONE,
    ),
    Store(
        "consent.Restriction",
        _("Whose data may not be used"),
        P.PROOF,
        WITH_PERSON,
        {
            C.CONSENT: "restricted_at lifted_at",
            C.WORDS: "reason",
            C.LINK: "contact",
            C.STAFF: "restricted_by lifted_by",
        },
        whose=OF_THEM,
        mentions="reason",
        erased=Erased.GONE,
    ),
    Store(
        "consent.Wish",
        _("How often people want to hear from us"),
        P.MARKETING,
        WITH_PERSON,
        {C.CONSENT: "most_a_week source", C.LINK: "contact", C.NONE: "stated_at"},
        whose=OF_THEM,
        erased=Erased.GONE,
    ),
    Store(
        "consent.Text",
        _("Texts of consent"),
        P.PROOF,
        WITH_HOUSE,
        {
            C.STAFF: "published_by",
            C.SECRET: "seal",
            C.NONE: "channel purpose language version words published_at",
        },
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
