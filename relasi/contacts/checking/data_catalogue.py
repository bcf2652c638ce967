"""What is kept of doubtful addresses and of the domains of addresses."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    WITH_PERSON,
    Category,
    Erased,
    Purpose,
    Store,
    for_days,
    nobody,
)

C, P = Category, Purpose
ADDRESSES = (
    Store(
        "contacts.AddressFinding",
        _("Addresses that can hardly be right"),
        P.CUSTOMERS,
        WITH_PERSON,
        {
            C.TRAITS: "kind meant",
            C.LINK: "identity_id",
            C.STAFF: "left_by",
            C.NONE: "found_at left_at",
        },
        whose="""t.identity_id IN (
            SELECT i.id FROM contacts_identity i WHERE i.contact_id = ANY(%(ids)s))""",
        erased=Erased.GONE,
    ),
    Store(
        "contacts.MailExchange",
        _("Which domains take mail"),
        P.OPERATION,
        for_days(60, "t.asked_at"),
        {C.TRAITS: "domain", C.NONE: "answer asked_at"},
        whose="""t.domain IN (SELECT split_part(i.value, '@', 2) FROM contacts_identity i
            WHERE i.contact_id = ANY(%(ids)s))""",
        erased=Erased.GONE,
    ),
    nobody(
        "contacts.AddressCheck",
        "state step addresses domains to_ask asked findings problem cancel_requested asked_at"
        " asked_by finished_at",
    ),
)
