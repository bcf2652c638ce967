"""What requests keep of people: that they asked, and what became of it."""

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
        "requests.Request",
        _("Requests about somebody’s data"),
        P.PROOF,
        WITH_HOUSE,
        {
            C.IDENTITY: "address",
            C.WORDS: "wish",
            C.LINK: "contact_id",
            C.CONSENT: "kind state via law proof received_at due_at extended_at proven_at"
            " closed_at",
            C.NONE: "erasure_id export_id",
        },
        whose="t.contact_id = ANY(%(ids)s)",
        erased=Erased.NAMELESS,
        why=Why.PROOF,
        mentions="address wish",
    ),
    Store(
        "requests.Step",
        _("Steps of requests"),
        P.PROOF,
        WITH_HOUSE,
        {C.WORDS: "said", C.LINK: "request", C.STAFF: "by", C.NONE: "what at"},
        whose="t.request_id IN (SELECT r.id FROM requests_request r"
        " WHERE r.contact_id = ANY(%(ids)s))",
        erased=Erased.NAMELESS,
        why=Why.PROOF,
        mentions="said",
    ),
    Store(
        "requests.Passed",
        _("Requests that came by OpenDSR"),
        P.PROOF,
        WITH_HOUSE,
        {C.LINK: "request number", C.STAFF: "controller", C.NONE: "callbacks"},
        whose="t.request_id IN (SELECT r.id FROM requests_request r"
        " WHERE r.contact_id = ANY(%(ids)s))",
        erased=Erased.NAMELESS,
        why=Why.PROOF,
    ),
    nobody(
        "requests.Callback",
        "passed url status due_at attempts told_at problem",
        purpose=P.PROOF,
    ),
    Store(
        "requests.SigningKey",
        _("The key of OpenDSR answers"),
        P.OPERATION,
        WITH_HOUSE,
        {C.SECRET: "key_sealed", C.NONE: "certificate made_at"},
    ),
)
