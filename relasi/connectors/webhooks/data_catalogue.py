"""What webhooks keep: whoever is told is named by numbers alone."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    Category,
    Erased,
    Purpose,
    Store,
    Why,
    for_days,
    nobody,
    register_stores,
)

C, P = Category, Purpose


def register() -> None:
    register_stores(*STORES)


STORES = (
    Store(
        "webhooks.Message",
        _("What other programs are told"),
        P.OPERATION,
        for_days(90),
        {C.LINK: "body", C.NONE: "uid kind created_at"},
        erased=Erased.KEPT,
        why=Why.NUMBERS,
    ),
    Store(
        "webhooks.Attempt",
        _("What other programs answered"),
        P.OPERATION,
        for_days(90),
        {C.WORDS: "answer", C.NONE: "delivery began_at seconds status word"},
        mentions="answer",
        erased=Erased.CLEARED,
    ),
    nobody("webhooks.Delivery", "message endpoint state failures due_at ended_at"),
    nobody(
        "webhooks.Endpoint",
        "name url kinds secret_sealed previous_sealed previous_until is_enabled gone_at"
        " failing_since version created_at updated_at",
    ),
)
