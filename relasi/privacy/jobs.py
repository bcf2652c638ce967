"""What the worker does for privacy."""

import logging
from datetime import timedelta

from relasi.kernel import clock
from relasi.kernel.catalogue import Busy
from relasi.kernel.jobs import job, later, periodic

from .actions.asking import lock_of, take_up_again
from .actions.erasing import erase
from .actions.exporting import drop_expired, export
from .actions.exporting import lock_of as export_lock_of
from .actions.exporting import take_up_again as take_exports_up_again
from .actions.retaining import let_go
from .actions.troubles import note_trouble

logger = logging.getLogger(__name__)
SOON = timedelta(seconds=15)

__all__ = ["drop", "erase_one", "export_lock_of", "export_one", "let_go_of_due", "resume"]


@job("privacy.erase")
def erase_one(*, erasure_id: int) -> None:
    try:
        erase(erasure_id=erasure_id, clock=clock.now)
    except Busy:
        later(erase_one, at=clock.now() + SOON, lock=lock_of(erasure_id), erasure_id=erasure_id)
    except Exception as error:
        note_trouble(erasure_id, error)
        raise


@job("privacy.export")
def export_one(*, export_id: int) -> None:
    export(export_id=export_id, clock=clock.now)


@periodic("*/10 * * * *", "privacy.resume")
def resume() -> None:
    """What was given up after many failures is tried again: it was promised."""
    take_up_again()
    take_exports_up_again()


@periodic("7 * * * *", "privacy.drop_exports")
def drop() -> None:
    drop_expired(clock.now())


@periodic("47 2 * * *", "privacy.let_go")
def let_go_of_due() -> None:
    for store, rows in let_go(clock.now()).items():
        logger.info("Retention: %s rows of %s were due and are gone.", rows, store)
