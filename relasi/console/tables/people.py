"""People, how they are reached, what they allowed, and which segments they are in."""

from django.utils.translation import gettext_lazy as _

from .parts import Column, Table, plain

VIEW = ("contacts", "view")
TABLES = (
    Table(
        "people",
        _("One row for each person."),
        VIEW,
        "contacts",
        (
            Column("id", _("the person; contact_id in other tables")),
            *plain("name given_name family_name job_title"),
            Column("company_id", _("the company they work for")),
            *plain("street postal_code city region country language time_zone born_on"),
            Column("source", _("where they came from first")),
            Column("fields", _("your own fields, as JSON: fields->>'key'"), "t.fields::text"),
            *plain("created_at updated_at"),
            Column("is_sample", _("of the sample company")),
        ),
        whose="t.id",
        where="t.erased_at IS NULL",
    ),
    Table(
        "addresses",
        _("E-mail addresses, phone numbers and other ways people are known by."),
        ("contacts", "export"),
        "identities",
        (
            Column("contact_id"),
            Column("kind", _("email, phone, whatsapp, external_id …")),
            Column("value", _("as it is compared")),
            Column("shown", _("as it was written")),
            Column("is_primary", _("the one that is written to")),
            *plain("validity created_at"),
        ),
        whose="t.contact_id",
    ),
    Table(
        "companies",
        _("The companies people work for."),
        ("companies", "view"),
        "companies",
        (
            *plain("id name domain external_id industry city country"),
            Column("fields", _("your own fields, as JSON: fields->>'key'"), "t.fields::text"),
            *plain("created_at updated_at"),
            Column("is_sample", _("of the sample company")),
        ),
    ),
    Table(
        "tags",
        _("The tags of people."),
        VIEW,
        "contact_tags",
        (Column("contact_id"), Column("tag", "", "g.name"), Column("tagged_at")),
        whose="t.contact_id",
        joins="JOIN {tags} g ON g.id = t.tag_id",
    ),
    Table(
        "permissions",
        _("What holds for each person, channel and purpose: the newest answer."),
        ("consent", "view"),
        "permissions",
        (
            *plain("contact_id channel purpose"),
            Column("granted", _("yes or no; no row is never asked")),
            *plain("stated_at source"),
        ),
        whose="t.contact_id",
    ),
    Table(
        "segments",
        _("Segments that are not put away."),
        ("segments", "view"),
        "segments",
        (
            *plain("id name description"),
            Column("size", _("when last counted")),
            *plain("refreshed_at"),
        ),
        where="t.archived_at IS NULL",
    ),
    Table(
        "members",
        _("Who is in which segment, as last counted."),
        ("segments", "view"),
        "memberships",
        (*plain("segment_id contact_id entered_at"),),
        whose="t.contact_id",
    ),
)
