"""Makers for our tests and for those above."""

import time
from datetime import datetime

from relasi.accounts.public import SYSTEM
from relasi.kernel import clock
from relasi.kernel.catalogue import Busy

from .actions.asking import erase_person
from .actions.erasing import erase
from .actions.exporting import export, export_person
from .queries.cards import ErasureCard, ExportCard, erasure, export_card

PATIENCE = 120.0  # tests beside this one have transactions open that the lake waits for


def erase_now(
    contact_id: int, *, reason: str = "asked", now: datetime | None = None
) -> ErasureCard:
    """Ask, and do at once what the worker would."""
    asked = erase_person(
        contact_id=contact_id, reason=reason, asked_by=SYSTEM, now=now or clock.now()
    )
    go_on(asked)
    return erasure(asked)


def go_on(erasure_id: int) -> None:
    """To its end, waiting where it must."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return erase(erasure_id=erasure_id, clock=clock.now)
        except Busy:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def export_now(contact_id: int, *, now: datetime | None = None) -> ExportCard:
    asked = export_person(contact_id=contact_id, asked_by=SYSTEM, now=now or clock.now())
    export(export_id=asked, clock=clock.now)
    return export_card(asked)
