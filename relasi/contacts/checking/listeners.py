"""What checking does when people are brought in."""

from relasi.accounts.public import SYSTEM
from relasi.contacts.events import ImportFinished
from relasi.kernel import clock

from .actions.asking import check_soon


def on_import_finished(event: ImportFinished) -> None:
    """New addresses came, or went again."""
    if event.target == "contacts":
        check_soon(by=SYSTEM, now=clock.now())
