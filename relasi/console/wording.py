"""Why a question has no answer, in sentences."""

from django.utils.translation import gettext as _

from .rules import line_of
from .running.process import Unanswered

MOST_SAID = 600


def sentence(why: Unanswered) -> str:
    said = _sentences().get(why.word)
    if said is None:
        text = why.about.partition("\n\nLINE ")[0].strip()[:MOST_SAID]
        return text or _("The question could not be answered. Ask again.")
    return said % {"about": why.about[:200]}


def excerpt(statement: str, why: Unanswered) -> str:
    """The line at fault with a mark under the place, as the engine draws it; "" when unknown."""
    if why.word == "engine":
        _said, found, drawn = why.about.partition("\n\nLINE ")
        return f"LINE {drawn}"[:MOST_SAID] if found else ""
    place = line_of(statement, why.place)
    if place is None:
        return ""
    line, column = place
    before = f"LINE {line}: "
    text = statement.split("\n")[line - 1][: column + 100]
    return f"{before}{text}\n{' ' * (len(before) + column - 1)}^"


def _sentences() -> dict[str, str]:
    return {
        "nothing": _("Write a question first: SELECT … FROM people."),
        "not_a_select": _("Only one SELECT can be asked here: nothing is written, set or opened."),
        "several": _("One question at a time: take out what stands after the first semicolon."),
        "syntax": _("This cannot be read: %(about)s."),
        "no_table": _("There is no table “%(about)s”. Those there are stand beside the question."),
        "source": _("“%(about)s” cannot stand in a FROM here."),
        "function": _("“%(about)s” cannot be used here: it reaches beyond the tables."),
        "with_name": _(
            "“%(about)s” is no name for a WITH: use letters, digits and _, and do not begin with"
            " relasi_, duckdb_ or pg_."
        ),
        "memory": _(
            "The question needs more memory than it may have. Ask for fewer columns or rows, or"
            " add up earlier."
        ),
        "time": _("The question took too long and was ended. Ask for a shorter span of time."),
        "files": _("Files of the history were replaced meanwhile. Ask again."),
        "stopped": _("Stopped."),
        "busy": _("Other questions are being answered just now. Ask again in a moment."),
        "lost": _("The question was ended before it was answered. Ask again."),
    }
