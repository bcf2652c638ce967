"""What the console keeps: texts in which somebody may have written an address."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    WITH_HOUSE,
    Category,
    Erased,
    Purpose,
    Store,
    for_days,
    register_stores,
)

from .rules import KEPT_DAYS

C, P = Category, Purpose


def register() -> None:
    register_stores(*STORES)


STORES = (
    Store(
        "console.Question",
        _("What was asked in SQL"),
        P.OPERATION,
        for_days(KEPT_DAYS, "t.asked_at"),
        {
            C.WORDS: "statement problem",
            C.STAFF: "asked_by",
            C.NONE: "asked_at form state rows seconds stop_requested",
        },
        mentions="statement problem",
        erased=Erased.CLEARED,
    ),
    Store(
        "console.SavedQuery",
        _("Saved queries"),
        P.OPERATION,
        WITH_HOUSE,
        {C.WORDS: "statement", C.STAFF: "author_id", C.NONE: "name saved_at"},
        mentions="statement",
        erased=Erased.CLEARED,
    ),
)
