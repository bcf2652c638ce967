"""What the rest of the house shows and reads of audience."""

from relasi.engine import relations


def register() -> None:
    relations.register("memberships", "audience_membership")
    for name, table in (
        ("contacts", "contacts_contact"),
        ("identities", "contacts_identity"),
        ("contact_tags", "contacts_contacttag"),
    ):
        relations.register(name, table)
