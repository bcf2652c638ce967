"""Insights, SQL: the question, its answer, and the tables it can be about."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.console import tables
from relasi.console.actions.asking import Shown, show_answer, stop
from relasi.console.models import Question
from relasi.console.queries.questions import latest, statement_of
from relasi.console.queries.saved import newest, saved_card
from relasi.console.rules import FORMS, SCREEN_SECONDS, SHOWN_ROWS
from relasi.console.running.process import Unanswered
from relasi.console.wording import excerpt, sentence
from relasi.kernel.numbers import row_number
from relasi.ui import public as ui
from relasi.ui.public import formats

from .cells import heads, lines

EXAMPLE = """\
SELECT date_trunc('month', placed_at) AS month, count(*) AS orders, sum(total_base) AS revenue
FROM orders
WHERE status = 'completed'
GROUP BY ALL
ORDER BY month DESC
"""
PAGE = "console/console.html"


def show(request: HttpRequest) -> HttpResponse:
    """`saved` or `question` brings back a text; nothing is asked by a link."""
    statement = EXAMPLE
    if saved := row_number(request.GET.get("saved", "")):
        statement = saved_card(saved).statement
    elif asked := row_number(request.GET.get("question", "")):
        statement = statement_of(asked, actor_of(request))
    return render(request, PAGE, _page(request, statement))


def create(request: HttpRequest) -> HttpResponse:
    """Ask."""
    statement = str(request.POST.get("statement", ""))
    found: dict[str, Any]
    try:
        found = _answer(show_answer(statement=statement, by=actor_of(request)), request)
    except Unanswered as why:
        found = problem(statement, why)
    partial = "HX-Request" in request.headers
    context = {"statement": statement, **found}
    if not partial:
        context = _page(request, statement) | context
    # htmx shows what is wrong in the place of the answer.
    status = 422 if found.get("problem") and not partial else 200
    return render(request, f"{PAGE}#answer" if partial else PAGE, context, status=status)


def destroy(request: HttpRequest) -> HttpResponse:
    """Stop what this person waits for."""
    stop(by=actor_of(request))
    return HttpResponse(status=204)


def refused(request: HttpRequest, statement: str, why: Unanswered) -> HttpResponse:
    """The page again, with what is wrong."""
    context = _page(request, statement) | problem(statement, why)
    return render(request, PAGE, context, status=422)


def problem(statement: str, why: Unanswered) -> dict[str, Any]:
    return {"problem": sentence(why), "excerpt": excerpt(statement, why)}


def _answer(shown: Shown, request: HttpRequest) -> dict[str, Any]:
    language = get_language() or "en"
    count = shown.rows.num_rows
    rows = ngettext("%(n)s row", "%(n)s rows", count) % {"n": formats.number(count, language)}
    return {
        "answered": True,
        "rows_said": _("the first %(rows)s") % {"rows": rows} if shown.more else rows,
        "seconds": formats.number(shown.seconds, language, digits=1),
        "heads": heads(shown.schema),
        "lines": lines(shown.rows),
        "more": shown.more,
        "most": SHOWN_ROWS,
        "forms": [(form, str(Question.Form(form).label)) for form in FORMS],
        "exporter": ui.may(request, ("sql", "export")),
    }


def _page(request: HttpRequest, statement: str) -> dict[str, Any]:
    by = actor_of(request)
    return {
        "statement": statement,
        "tables": tables.permitted(by),
        "latest": latest(by),
        "saved": newest(),
        "editor": ui.may(request, ("sql", "edit")),
        "seconds_allowed": SCREEN_SECONDS,
        "saved_url": reverse("console:saved_list"),
    }
