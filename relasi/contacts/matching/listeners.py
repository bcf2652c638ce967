"""What matching does when people are joined, taken apart or brought in."""

from relasi.accounts.public import SYSTEM
from relasi.contacts.events import ContactsMerged, ImportFinished, MergeUndone
from relasi.contacts.models import ImportRun
from relasi.kernel import clock

from .actions.deciding import follow_joining, follow_taking_apart
from .actions.searching import search_newcomers


def on_merged(event: ContactsMerged) -> None:
    follow_joining(event)


def on_taken_apart(event: MergeUndone) -> None:
    follow_taking_apart(event)


def on_import_finished(event: ImportFinished) -> None:
    """Whom a file brought may be somebody we know. What was taken back brings nobody."""
    run = ImportRun.objects.get(pk=event.run_id)
    if run.state == ImportRun.State.REVERTED:
        return
    search_newcomers(by=SYSTEM, now=clock.now(), source_id=event.run_id)
