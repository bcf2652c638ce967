"""The door of `insight`: `from relasi.insight import public as insight`."""

from .actions.recomputing import SCORING, recompute
from .purchases import counted_lines, counted_orders
from .queries.runs import RunCard, newest_run
from .queries.scores import CategoryCard, ScoreCard, cards, categories_of, scores_of
from .queries.within import category_scores
from .sentences import stage_reason, stage_word

__all__ = [
    "SCORING",
    "CategoryCard",
    "RunCard",
    "ScoreCard",
    "cards",
    "categories_of",
    "category_scores",
    "counted_lines",
    "counted_orders",
    "newest_run",
    "recompute",
    "scores_of",
    "stage_reason",
    "stage_word",
]
