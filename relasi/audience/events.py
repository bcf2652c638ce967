"""What others may hear about segments."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SegmentChanged:
    """People entered or left when the members were brought up to date; `size` are in now."""

    segment_id: int
    entered: int
    left: int
    size: int
