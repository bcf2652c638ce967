"""The tracking plan as a file: JSON Schema goes out, and comes in after a look at what changes."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.kernel.numbers import row_number
from relasi.timeline.actions.planning.changing import plan_from, put_plan
from relasi.timeline.queries.plans import PlanCard, plan_card
from relasi.timeline.queries.sources import source_card
from relasi.timeline.rules.planning import Handling, Plan, as_schema
from relasi.ui import public as ui

LARGEST = 2_000_000
SHOWN = 50


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "JSON with one JSON Schema for each event under “$defs”, as it is exported here. It"
            " takes the place of the plan; what becomes of it is shown first."
        ),
    )


def export(request: HttpRequest, source_id: int) -> HttpResponse:  # noqa: ARG001 - a view
    source, card = source_card(source_id), plan_card(source_id)
    document = as_schema(card.plan, card.handling, source.name)
    response = JsonResponse(document, json_dumps_params={"indent": 2, "ensure_ascii": False})
    name = f"tracking-plan-{slugify(source.name) or source_id}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def show(request: HttpRequest, source_id: int) -> HttpResponse:
    return _page(request, source_id, FileForm())


def create(request: HttpRequest, source_id: int) -> HttpResponse:
    """What a file would change; with `document`, it is brought in."""
    card, form = plan_card(source_id), FileForm(request.POST, request.FILES)
    try:
        text = request.POST.get("document", "")
        if text:
            plan, handling = read_plan(text)
            put_plan(
                source_id=source_id,
                plan=plan,
                handling=handling,
                expected_version=row_number(request.POST.get("version", "")),
                by=actor_of(request),
                now=clock.now(),
            )
            ui.toast(request, _("The plan is brought in."))
            return redirect("timeline:plan", source_id)
        if not form.is_valid():
            return _page(request, source_id, form, status=422)
        text = _text_of(form.cleaned_data["file"])
        plan, handling = read_plan(text)
    except Refused as refused:
        form.errors.clear()
        form.add_error(None, refused.sentence)
        return _page(request, source_id, form, status=422)
    return _preview(request, card, plan, handling, text)


def read_plan(text: str) -> tuple[Plan, Handling | None]:
    """Raises Refused."""
    if len(text) > LARGEST:
        raise Refused(_("The file is too large. A plan is at most 2 MB."))
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        sentence = _("The file is no JSON that can be read. Check how it was saved.")
        raise Refused(sentence) from None
    return plan_from(document)


def _text_of(file: Any) -> str:
    """Raises Refused."""
    if file.size > LARGEST:
        raise Refused(_("The file is too large. A plan is at most 2 MB."))
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        sentence = _("The file is no JSON that can be read. Check how it was saved.")
        raise Refused(sentence) from None


def _page(request: HttpRequest, source_id: int, form: FileForm, status: int = 200) -> HttpResponse:
    source = source_card(source_id)
    context = {
        "source": source,
        "tab": "plan",
        "form": form,
        "editor": ui.may(request, ("sources", "edit")),
    }
    return render(request, "timeline/plan_file.html", context, status=status)


def _preview(
    request: HttpRequest, card: PlanCard, plan: Plan, handling: Handling | None, text: str
) -> HttpResponse:
    changes = _changes(card.plan, plan)
    context = {
        "source": source_card(card.source_id),
        "tab": "plan",
        "changes": changes[:SHOWN],
        "total": len(changes),
        "says_handling": handling is not None and handling != card.handling,
        "document": text,
        "version": card.version,
        "editor": ui.may(request, ("sources", "edit")),
    }
    return render(request, "timeline/plan_file.html", context)


def _changes(before: Plan, after: Plan) -> list[tuple[str, str]]:
    """Each event that is not as before, and what becomes of it."""
    found = []
    for name in sorted({*before.events, *after.events}, key=str.casefold):
        one, other = before.events.get(name), after.events.get(name)
        if one is None:
            found.append((name, _("is added")))
        elif other is None:
            found.append((name, _("is taken out")))
        elif one != other:
            found.append((name, _("is changed")))
    return found
