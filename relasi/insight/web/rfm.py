"""Recency, frequency and money: the table of buyers, and the borders it is made of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relasi.accounts.public import actor_of, may, organisation
from relasi.commerce import public as commerce
from relasi.insight.computing.borders import Cuts
from relasi.insight.queries.cells import cells
from relasi.insight.queries.runs import RunCard, last_attempt, newest_run


def show(request: HttpRequest) -> HttpResponse:
    run = newest_run()
    categories = [(one.id, " / ".join(one.path)) for one in commerce.categories()]
    chosen = request.GET.get("category", "")
    category = int(chosen) if chosen.isdecimal() and int(chosen) in dict(categories) else None
    context = {
        "run": run,
        "attempt": last_attempt(),
        "rows": cells() if run else [],
        "cuts": _cuts(run, category) if run else None,
        "categories": categories,
        "category": category,
        "category_name": dict(categories).get(category or 0, ""),
        "currency": organisation().currency,
        "editor": may(actor_of(request), "edit", "insight"),
    }
    return render(request, "insight/rfm.html", context)


def _cuts(run: RunCard, category: int | None) -> Cuts:
    return run.cuts if category is None else run.categories.get(category, Cuts())
