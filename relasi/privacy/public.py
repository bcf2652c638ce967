"""The door of `privacy`: `from relasi.privacy import public as privacy`."""

from .actions.asking import cancel_erasure, erase_person
from .actions.exporting import export_person, export_token, open_export
from .actions.receipts import verify_receipts
from .queries.cards import ErasureCard, ExportCard, erasure, export_card, receipt
from .queries.holding import Held, StoreRows, held, read_person

__all__ = [
    "ErasureCard",
    "ExportCard",
    "Held",
    "StoreRows",
    "cancel_erasure",
    "erase_person",
    "erasure",
    "export_card",
    "export_person",
    "export_token",
    "held",
    "open_export",
    "read_person",
    "receipt",
    "verify_receipts",
]
