"""What messaging keeps of people: what was sent to them, and what they did with it."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    UNTIL_DONE,
    WITH_HOUSE,
    Category,
    Erased,
    Purpose,
    Store,
    Why,
    nobody,
    register_stores,
    register_words,
)

C, P = Category, Purpose
# Also an address that they have given up since.
WORDS = """
SELECT DISTINCT 'email', lower(address) FROM messaging_delivery
WHERE contact_id = ANY(%(ids)s) AND channel = 'email' AND NOT starts_with(address, 'deleted-')
"""
OF_THEIRS = """t.delivery_id IN (SELECT d.id FROM messaging_delivery d
    WHERE d.contact_id = ANY(%(ids)s))"""


def register() -> None:
    register_words(WORDS)
    register_stores(*STORES)


STORES = (
    Store(
        "messaging.Delivery",
        _("Messages that were sent"),
        P.MARKETING,
        WITH_HOUSE,
        {
            C.IDENTITY: "address",
            C.BEHAVIOUR: "mailing channel variant state reason detail message_id due_at sent_at",
            C.LINK: "contact",
            C.NONE: "attempts claim claimed_at updated_at",
        },
        whose="t.contact_id = ANY(%(ids)s)",
        erased=Erased.NAMELESS,
        why=Why.FIGURES,
        told="(SELECT m.name FROM messaging_mailing m WHERE m.id = t.mailing_id) AS mailing",
    ),
    Store(
        "messaging.Hit",
        _("Opens and clicks"),
        P.MARKETING,
        WITH_HOUSE,
        {
            C.BEHAVIOUR: "kind url at",
            C.TECHNICAL: "user_agent by evidence",
            C.LINK: "delivery",
        },
        whose=OF_THEIRS,
        erased=Erased.NAMELESS,
        why=Why.FIGURES,
        cleared="url = split_part(t.url, '?', 1), user_agent = ''",
    ),
    Store(
        "messaging.Unsubscription",
        _("Who left through a link"),
        P.PROOF,
        WITH_HOUSE,
        {C.CONSENT: "via at", C.LINK: "delivery"},
        whose=OF_THEIRS,
        erased=Erased.NAMELESS,
        why=Why.FIGURES,
    ),
    Store(
        "messaging.Letter",
        _("Letters of the house"),
        P.PROOF,
        WITH_HOUSE,
        {C.BEHAVIOUR: "kind", C.LINK: "delivery about"},
        whose=OF_THEIRS,
        erased=Erased.NAMELESS,
        why=Why.FIGURES,
    ),
    Store(
        "messaging.PreflightCase",
        _("Mails looked at before sending"),
        P.MARKETING,
        UNTIL_DONE,
        {C.LINK: "contact_id", C.WORDS: "problem", C.NONE: "preflight variant block"},
        whose="t.contact_id = ANY(%(ids)s)",
        erased=Erased.GONE,
    ),
    Store(
        "messaging.Template",
        _("Templates"),
        P.MARKETING,
        WITH_HOUSE,
        {
            C.WORDS: "name subject preheader blocks",
            C.STAFF: "created_by",
            C.NONE: "is_sample archived_at created_at updated_at version revision",
        },
    ),
    Store(
        "messaging.TemplateRevision",
        _("Templates as they were"),
        P.MARKETING,
        WITH_HOUSE,
        {
            C.WORDS: "subject preheader blocks",
            C.STAFF: "saved_by",
            C.NONE: "template number version saved_at",
        },
    ),
    nobody(
        "messaging.Mailing",
        "name channel purpose sender_name sender_address reply_to contents campaign_id state"
        " state_reason is_sample created_at started_at finished_at",
    ),
    nobody("messaging.Preflight", "contents state total checked started_at finished_at"),
)
