"""What exports keep: the newest file of each; and what a database said of its rows."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    WITH_HOUSE,
    WITH_PERSON,
    Archive,
    Category,
    Erased,
    Purpose,
    Store,
    nobody,
    register_stores,
)

from .actions import erasing

C, P = Category, Purpose


def register() -> None:
    register_stores(*STORES)


STORES = (
    Store(
        "exports.Run",
        _("What became of scheduled exports"),
        P.OPERATION,
        WITH_HOUSE,
        {
            C.WORDS: "problem",
            C.NONE: "export state asked_at ended_at total rows left_out bytes cancel_requested",
        },
        mentions="problem",
        erased=Erased.CLEARED,
    ),
    nobody(
        "exports.Export",
        "name segment_id fields form whom database table way every_hours daily_at next_at"
        " created_at",
    ),
    Archive(
        "scheduled exports",
        _("Files of scheduled exports"),
        P.CUSTOMERS,
        WITH_PERSON,
        {C.IDENTITY: "name email phone", C.TRAITS: "all"},
        count=erasing.count,
        erase=erasing.erase,
        read=erasing.read,
        package="exports",
    ),
)
