"""What the rest of the house shows and reads of consent."""

from relasi.engine import relations


def register() -> None:
    relations.register("permissions", "consent_permission")
    relations.register("suppressions", "consent_suppression")
