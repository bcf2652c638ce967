"""The door of `reports`: `from relasi.reports import public as reports`."""

from .queries.race import Race, race_of
from .rules import MEASURES, STAGES, Measure, Period, minute_of, of_stage, period

__all__ = [
    "MEASURES",
    "STAGES",
    "Measure",
    "Period",
    "Race",
    "minute_of",
    "of_stage",
    "period",
    "race_of",
]
