"""What `contacts` does when something happens in its own house."""

from relasi.kernel import bus

from .actions.sample import remove_sample
from .checking import listeners as checking
from .events import ContactsMerged, ImportFinished, MergeUndone, SampleRemoved
from .matching import listeners as matching


def connect() -> None:
    bus.listen(SampleRemoved, on_sample_removed)
    bus.listen(ContactsMerged, matching.on_merged)
    bus.listen(MergeUndone, matching.on_taken_apart)
    bus.listen(ImportFinished, matching.on_import_finished)
    bus.listen(ImportFinished, checking.on_import_finished)


def on_sample_removed(event: SampleRemoved) -> None:
    del event
    remove_sample()
