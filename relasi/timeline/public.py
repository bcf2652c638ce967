"""The door of `timeline`: `from relasi.timeline import public as timeline`."""

from .actions.forgetting import forget, forget_select
from .actions.lake.rebuilding import rebuild_lake
from .actions.lake.tidying import compact_lake
from .actions.lake.verifying import verify_lake
from .actions.partitioning import ensure_partitions
from .actions.recording import record, record_many, record_select
from .queries.events import counts_by_channel, page_of
from .registry import (
    register_order_problems,
    register_products,
    register_sentence,
    register_sentences,
    sentences,
)
from .rules import CHANNELS
from .rules.arriving import ToldLine, ToldOrder
from .values import Cursor, EventCard, NewEvent, Sentence

__all__ = [
    "CHANNELS",
    "Cursor",
    "EventCard",
    "NewEvent",
    "Sentence",
    "ToldLine",
    "ToldOrder",
    "compact_lake",
    "counts_by_channel",
    "ensure_partitions",
    "forget",
    "forget_select",
    "page_of",
    "rebuild_lake",
    "record",
    "record_many",
    "record_select",
    "register_order_problems",
    "register_products",
    "register_sentence",
    "register_sentences",
    "sentences",
    "verify_lake",
]
