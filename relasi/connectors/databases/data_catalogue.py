"""What databases keep: what an error quotes may be a person's; the rows themselves are imports."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    WITH_HOUSE,
    Category,
    Erased,
    Purpose,
    Store,
    nobody,
    register_stores,
)

C, P = Category, Purpose


def register() -> None:
    register_stores(*STORES)


STORES = (
    Store(
        "databases.Reading",
        _("What reading a database came to"),
        P.OPERATION,
        WITH_HOUSE,
        {
            C.WORDS: "problem",
            C.NONE: "feed import_id began_at ended_at rows cursor_before cursor_after",
        },
        mentions="problem",
        erased=Erased.CLEARED,
    ),
    nobody(
        "databases.Database",
        "name kind host port database username password_sealed security created_at",
    ),
    nobody(
        "databases.Feed",
        "database name target statement cursor_column cursor every_hours daily_at next_at"
        " created_at",
    ),
)
