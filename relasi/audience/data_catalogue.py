"""What audience keeps of people: in which segments they are."""

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


def register() -> None:
    register_stores(*STORES)


STORES = (
    Store(
        "audience.Segment",
        _("Segments"),
        P.MARKETING,
        WITH_HOUSE,
        {
            C.WORDS: "name description tree",
            C.STAFF: "owner",
            C.NONE: "size refreshed_at refresh_seconds problem archived_at is_sample created_at"
            " updated_at version",
        },
        mentions="description tree",
        erased=Erased.CLEARED,
    ),
    Store(
        "audience.Membership",
        _("Who is in which segment"),
        P.MARKETING,
        WITH_PERSON,
        {C.TRAITS: "segment", C.LINK: "contact", C.NONE: "entered_at"},
        whose="t.contact_id = ANY(%(ids)s)",
        erased=Erased.GONE,
        told="(SELECT s.name FROM audience_segment s WHERE s.id = t.segment_id) AS segment",
    ),
)
