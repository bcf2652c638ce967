"""Everything that happened: the lake's events, and the visits they belong to."""

from django.utils.translation import gettext_lazy as _

from .parts import Column, Table, plain

VIEW = ("contacts", "view")
EVENTS = "events"
# As the lake keeps them, with their kinds; whose an event is, is said beside it.
IN_THE_LAKE = {
    "id": ("e.id", "BIGINT"),
    "contact_id": ("w.contact_id", "BIGINT"),
    "profile_id": ("e.profile_id", "BIGINT"),
    "happened_at": ("e.happened_at", "TIMESTAMPTZ"),
    "name": ("e.name", "VARCHAR"),
    "channel": ("e.channel", "VARCHAR"),
    "source": ("e.source", "VARCHAR"),
    "session": ("e.session", "BIGINT"),
    "url": ("e.url", "VARCHAR"),
    "product_id": ("e.product_id", "BIGINT"),
    "order_id": ("e.order_id", "BIGINT"),
    "campaign_id": ("e.campaign_id", "BIGINT"),
    "revenue": ("e.revenue", "DECIMAL(18,2)"),
    "by_machine": ("e.by_machine", "BOOLEAN"),
    "properties": ("e.properties", "VARCHAR"),
    "is_sample": ("e.is_sample", "BOOLEAN"),
}
TABLES = (
    Table(
        EVENTS,
        _("All history, out of the lake; the last quarter of an hour may be missing."),
        VIEW,
        EVENTS,
        (
            Column("id"),
            Column("contact_id", _("whose it is; empty for a visitor nobody knows")),
            Column("profile_id", _("of whom it was told: a person or a browser"), "t.contact_id"),
            Column("happened_at", _("ask for a span of it: other months are not read"), "t.at"),
            *plain("name channel source"),
            Column("session", _("the visit it belongs to: visits.id")),
            *plain("url product_id order_id campaign_id"),
            Column("revenue", _("in the base currency")),
            Column("by_machine", _("a program did it, not a person")),
            Column(
                "properties",
                _("everything else, as JSON: properties->>'key'"),
                "t.properties::text",
            ),
            Column("is_sample", _("of the sample company")),
        ),
        whose="t.contact_id",
    ),
    Table(
        "visits",
        _("Visits of the web site and the app, of the months that PostgreSQL has."),
        VIEW,
        "visits",
        (
            *plain("id contact_id visitor_id started_at last_at landing referrer source medium"),
            *plain("campaign term content channel device browser system country region city"),
            *plain("events pages"),
            Column("is_machine", _("a program did it, not a person")),
            Column("is_sample", _("of the sample company")),
        ),
        whose="t.contact_id",
    ),
)
