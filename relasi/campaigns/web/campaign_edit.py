"""Making a draft ready: whom, what, how many are held out, when, from whom."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.campaigns.actions.checking import check_mails
from relasi.campaigns.actions.drafting import change_campaign, choose_contents
from relasi.campaigns.queries.cards import CampaignCard, card_for
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.kernel.numbers import row_number
from relasi.ui import public as ui

from .campaign_reach import reach_of
from .forms import (
    DraftForm,
    VariantRow,
    attempt,
    draft_form,
    rows_of,
    rows_typed,
    segment_choices,
    template_choices,
    variants_of,
)


def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = card_for(accounts.actor_of(request), campaign_id, action="edit")
    if not campaign.is_draft:
        return redirect("campaigns:campaign", campaign_id)
    return _page(request, campaign, draft_form(campaign), rows_of(campaign))


def update(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Save; or only add, remove or move a line of the contents and show the form again."""
    by = accounts.actor_of(request)
    campaign = card_for(by, campaign_id, action="edit")
    form, rows = DraftForm(request.POST), rows_typed(request.POST)
    if "line" in request.POST:
        version = row_number(request.POST.get("version", ""))
        lines = _rearranged(rows, request.POST["line"])
        return _page(request, campaign, form, lines, version=version)
    version = row_number(request.POST.get("version", ""))
    attempt(form, lambda: _save(campaign, form, rows, by, version))
    if form.errors:
        return _page(request, campaign, form, rows, status=422)
    if "review" in request.POST:
        with suppress(Refused):  # the review page names what is unfinished
            check_mails(campaign_id=campaign_id, by=by, now=clock.now())
        return redirect("campaigns:campaign_review", campaign_id)
    ui.toast(request, _("The draft is saved."))
    return redirect("campaigns:campaign_edit", campaign_id)


@transaction.atomic
def _save(
    campaign: CampaignCard,
    form: DraftForm,
    rows: list[VariantRow],
    by: accounts.Actor,
    version: int | None,
) -> None:
    """Refused when somebody, or another tab, changed it since `version` was opened."""
    now = clock.now()
    change_campaign(
        campaign_id=campaign.id,
        changes=form.changes,
        by=by,
        now=now,
        expected_version=version,
    )
    choose_contents(campaign_id=campaign.id, variants=variants_of(rows), by=by, now=now)


def _rearranged(rows: list[VariantRow], asked: str) -> list[VariantRow]:
    """`asked` is "add", or "remove:1" and "up:1" by the position of a line."""
    *lines, for_all = rows
    verb, _colon, place = asked.partition(":")
    found = row_number(place)
    at = -1 if found is None else found
    if verb == "add":
        lines.append(VariantRow("", ""))
    elif verb == "remove" and 0 <= at < len(lines):
        del lines[at]
    elif verb == "up" and 0 < at < len(lines):
        lines[at - 1], lines[at] = lines[at], lines[at - 1]
    else:
        raise Refused(_("This line is gone. Reload the page."))
    return [*lines, for_all]


def _page(  # noqa: PLR0913 - the parts of one page
    request: HttpRequest,
    campaign: CampaignCard,
    form: DraftForm,
    rows: list[VariantRow],
    *,
    version: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """`version` is the one whoever writes has seen; without it, the newest."""
    context: dict[str, Any] = {
        "version": version or campaign.version,
        "campaign": campaign,
        "form": form,
        "lines": rows[:-1],
        "for_all": rows[-1],
        "segments": segment_choices(),
        "templates": template_choices(),
        "zone": accounts.organisation().time_zone.replace("_", " "),
        "reach": reach_of(campaign, any_content=True),
    }
    return render(request, "campaigns/campaign_edit.html", context, status=status)
