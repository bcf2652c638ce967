"""What campaigns tells the packages below when it starts."""

from relasi.engine import relations


def register() -> None:
    relations.register("campaigns", "campaigns_campaign")
    relations.register("recipients", "campaigns_recipient")
