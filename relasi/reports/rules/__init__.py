"""What reports count and how, without a database: RACE (race), the list's quality (quality)."""

from .race import (
    BY_KEY,
    MEASURES,
    STAGES,
    USUAL_WEEKS,
    WEEKS,
    Facts,
    Kind,
    Measure,
    Period,
    change,
    minute_of,
    of_stage,
    period,
)

__all__ = [
    "BY_KEY",
    "MEASURES",
    "STAGES",
    "USUAL_WEEKS",
    "WEEKS",
    "Facts",
    "Kind",
    "Measure",
    "Period",
    "change",
    "minute_of",
    "of_stage",
    "period",
]
