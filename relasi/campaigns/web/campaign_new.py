"""A new campaign: its name and whom it is for; the rest follows on its page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from relasi.accounts import public as accounts
from relasi.campaigns.actions.drafting import add_campaign
from relasi.kernel import clock

from .forms import NewForm, attempt


def show(request: HttpRequest) -> HttpResponse:
    first = {"segment_id": request.GET.get("segment", "")}
    return _page(request, NewForm(initial=first), 200)


def create(request: HttpRequest) -> HttpResponse:
    form = NewForm(request.POST)
    by, now = accounts.actor_of(request), clock.now()
    organisation = accounts.organisation()
    campaign_id = attempt(
        form,
        lambda: add_campaign(
            name=form.cleaned_data["name"],
            segment_id=form.cleaned_data["segment_id"],
            sender_name=organisation.name[:120],
            by=by,
            now=now,
        ),
    )
    if campaign_id is None:
        return _page(request, form, 422)
    return redirect("campaigns:campaign_edit", campaign_id)


def _page(request: HttpRequest, form: NewForm, status: int) -> HttpResponse:
    return render(request, "campaigns/campaign_new.html", {"form": form}, status=status)
