"""The cursor of a feed moves when its rows are in, and back when they are taken out again."""

from relasi.connectors.databases.models import Feed, Reading
from relasi.contacts import public as contacts
from relasi.contacts.events import ImportFinished
from relasi.kernel import bus


def connect() -> None:
    bus.listen(ImportFinished, on_finished)


def on_finished(event: ImportFinished) -> None:
    reading = Reading.objects.filter(import_id=event.run_id).first()
    if reading is None or reading.cursor_after is None:
        return
    feed = Feed.objects.select_for_update().get(pk=reading.feed_id)
    state = contacts.importing.import_card(event.run_id).state
    if state == "done" and feed.cursor == reading.cursor_before:
        feed.cursor = reading.cursor_after
    elif state == "reverted" and feed.cursor == reading.cursor_after:
        feed.cursor = reading.cursor_before
    feed.save(update_fields=["cursor"])
