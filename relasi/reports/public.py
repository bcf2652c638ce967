"""The door of `reports`: `from relasi.reports import public as reports`."""

from .queries.race import Race, race_of
from .rules import MEASURES, STAGES, Measure, Period, minute_of, of_stage, period
from .web.race import Tile, tile

__all__ = [
    "MEASURES",
    "STAGES",
    "Measure",
    "Period",
    "Race",
    "Tile",
    "minute_of",
    "of_stage",
    "period",
    "race_of",
    "tile",
]
