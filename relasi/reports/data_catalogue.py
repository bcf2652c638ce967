"""What reports keep of people."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    WITH_PERSON,
    Category,
    Erased,
    Purpose,
    Store,
    nobody,
    register_stores,
)

C, P = Category, Purpose


def register() -> None:
    register_stores(
        Store(
            "reports.PersonQuality",
            _("What the quality of the list is counted from"),
            P.CUSTOMERS,
            WITH_PERSON,
            {C.TRAITS: "marks lacks", C.LINK: "contact"},
            whose="t.contact_id = ANY(%(ids)s)",
            erased=Erased.GONE,
        ),
        nobody("reports.QualityDay", "on scope name counts score counted_at"),
    )
