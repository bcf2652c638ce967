"""The verbs of importing."""

from .comparing import LOOKED_AT, Difference, difference
from .forecasting import ask_forecast
from .giving_up import notice_given_up
from .reading_in import begin_import
from .running import cancel_import, resume_import, start_import
from .settling import correct_cell, discard_import, read_again, set_columns
from .undoing import revert_import

__all__ = [
    "LOOKED_AT",
    "Difference",
    "ask_forecast",
    "begin_import",
    "cancel_import",
    "correct_cell",
    "difference",
    "discard_import",
    "notice_given_up",
    "read_again",
    "resume_import",
    "revert_import",
    "set_columns",
    "start_import",
]
