"""The door of `audience`: `from relasi.audience import public as audience`."""

from .actions.keeping import add_segment, archive_segment, change_segment, restore_segment
from .actions.refreshing import refresh, refresh_all_soon
from .queries.asking import Audience, size_and_reach, why
from .queries.reasons import WhyNode
from .queries.segments import SegmentCard, card, members_sql, segments, segments_of
from .rules.reading import BadTree
from .rules.reading import read as parse_tree

__all__ = [
    "Audience",
    "BadTree",
    "SegmentCard",
    "WhyNode",
    "add_segment",
    "archive_segment",
    "card",
    "change_segment",
    "members_sql",
    "parse_tree",
    "refresh",
    "refresh_all_soon",
    "restore_segment",
    "segments",
    "segments_of",
    "size_and_reach",
    "why",
]
