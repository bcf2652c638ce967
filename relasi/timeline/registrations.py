"""What the rest of the house shows and reads of the timeline."""

from relasi.engine import relations


def register() -> None:
    relations.register("events", "timeline_event")
