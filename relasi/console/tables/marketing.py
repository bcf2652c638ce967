"""Campaigns, what was sent, and what came of it."""

from django.utils.translation import gettext_lazy as _

from .parts import Column, Table, plain

VIEW, SENT = ("campaigns", "view"), ("deliveries", "view")
TABLES = (
    Table(
        "campaigns",
        _("Campaigns, of whatever state."),
        VIEW,
        "campaigns",
        (
            *plain("id name state segment_id"),
            Column("holdout_percent", _("of those who are not written to, to compare with")),
            Column("window_days", _("how long an order counts after it")),
            *plain("launched_at finished_at"),
            Column("is_sample", _("of the sample company")),
        ),
    ),
    Table(
        "recipients",
        _("Who was drawn into a campaign, and into which group."),
        VIEW,
        "recipients",
        (
            *plain("campaign_id contact_id"),
            Column("group_name", _("written to or held out"), 't."group"'),
            *plain("variant reason due_at assigned_at"),
        ),
        whose="t.contact_id",
    ),
    Table(
        "sends",
        _("Every message, with what became of it."),
        SENT,
        "deliveries",
        (
            Column("id", _("delivery_id in hits")),
            Column("campaign_id", "", "m.campaign_id"),
            *plain("contact_id channel variant state reason due_at sent_at"),
        ),
        whose="t.contact_id",
        joins="JOIN {mailings} m ON m.id = t.mailing_id",
    ),
    Table(
        "hits",
        _("Openings and clicks."),
        SENT,
        "hits",
        (
            *plain("delivery_id"),
            Column("contact_id", "", "d.contact_id"),
            *plain("kind url"),
            Column("happened_at", "", "t.at"),
            Column("by_whom", _("a person, or a program that looks at mails"), "t.by"),
        ),
        whose="d.contact_id",
        joins="JOIN {deliveries} d ON d.id = t.delivery_id",
    ),
)
