"""What `contacts` does when something happens in its own house."""

from relasi.kernel import bus

from .actions.sample import remove_sample
from .events import SampleRemoved


def connect() -> None:
    bus.listen(SampleRemoved, on_sample_removed)


def on_sample_removed(event: SampleRemoved) -> None:
    del event
    remove_sample()
