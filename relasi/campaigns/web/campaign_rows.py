"""The people behind one number of a campaign."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from relasi.accounts import public as accounts
from relasi.campaigns.queries import rows
from relasi.campaigns.queries.cards import CampaignCard, card_for
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import NotFound
from relasi.ui import public as ui
from relasi.ui.public import (
    Action,
    Cell,
    Column,
    EmptyState,
    Filter,
    ListSpec,
    ListState,
    Row,
)

from . import words
from .campaign_review import contents_of

# Around the list: where it belongs. What htmx redraws is the list alone.
PAGE = "campaigns/campaign_rows.html"


def spec(request: HttpRequest, campaign: CampaignCard, measure: str) -> ListSpec:
    exports = ui.may(request, ("campaigns", "export"))
    back = Action(_("Back to the campaign"), reverse("campaigns:campaign", args=[campaign.id]))
    return ListSpec(
        key="campaign-rows",
        title=words.MEASURES[measure],
        columns=(
            Column("name", _("Name")),
            Column("group", _("Group")),
            Column("content", _("Content"), sortable=False, wide_only=True, default=False),
            Column("state", _("Mail")),
            Column("why", _("Why"), sortable=False, wide_only=True),
            Column("sent_at", _("Sent"), "date", wide_only=True),
            Column("opened", _("Opened"), sortable=False, wide_only=True),
            Column("clicked", _("Clicked"), sortable=False, wide_only=True),
            Column("orders", _("Orders"), "number", wide_only=True),
            Column("amount", _("Bought for"), "money"),
        ),
        filters=(
            Filter("content", _("Content"), "choice", lambda: content_choices(campaign)),
            Filter("why", _("Why"), "choice", reason_choices),
        ),
        default_sort="-amount" if measure.startswith("bought") else "name",
        export_name=f"campaign-{campaign.id}-{measure}" if exports else "",
        empty=EmptyState(_("Nobody stands behind this number"), words.NOBODY[measure], second=back),
    )


def content_choices(campaign: CampaignCard) -> list[tuple[str, str]]:
    return [
        (content["key"], content["template"].name if content["template"] else content["key"])
        for content in contents_of(campaign)
    ]


def reason_choices() -> list[tuple[str, str]]:
    return [(word, str(label)) for word, label in words.REASONS.items()]


def show(request: HttpRequest, campaign_id: int, measure: str) -> HttpResponseBase:
    if measure not in rows.MEASURES:
        raise NotFound(_g("There is no such number. Go back to the campaign."))
    campaign = card_for(accounts.actor_of(request), campaign_id)
    asked = spec(request, campaign, measure)
    state = ui.list_state(request, asked)
    question = _question(measure, state)
    now = clock.now()
    if ui.wants_csv(request):
        return _export(request, campaign, question)
    found = rows.page(campaign, question, now=now, offset=state.offset, limit=state.limit)
    currency = accounts.organisation().currency
    called = contacts.names(row.contact_id for row in found)
    contents = dict(content_choices(campaign))
    partial = request.headers.get("HX-Request-Type") == "partial"
    response: HttpResponse = ui.render_list(
        request,
        asked,
        state,
        [_row(row, called[row.contact_id], contents, currency) for row in found],
        rows.count(campaign, question, now=now),
        template="ui/list.html" if partial else PAGE,
        extra_context={"campaign": campaign},
    )
    return response


def _question(measure: str, state: ListState) -> rows.Question:
    return rows.Question(
        measure=measure,
        search=state.search,
        narrowed=tuple((value.key, value.relation, value.value) for value in state.filters),
        sort=state.sort if state.sort in rows.SORTS else "name",
        descending=state.descending,
    )


def _row(row: rows.PersonRow, called: str, contents: dict[str, str], currency: str) -> Row:
    return Row(
        row.contact_id,
        reverse("contacts:contact", args=[row.contact_id]),
        {
            "name": Cell(called, who="person"),
            "group": Cell(words.group(row.group), tag=words.GROUP_TAGS[row.group]),
            "content": contents.get(row.variant, ""),
            "state": words.delivery(row.state),
            "why": Cell(row.detail or words.reason(row.reason), _asked_for(row)),
            "sent_at": row.sent_at,
            "opened": _g("yes") if row.opened else "",
            "clicked": _g("yes") if row.clicked else "",
            "orders": row.orders or None,
            "amount": Cell(row.amount, currency=currency) if row.orders else None,
        },
        selectable=False,
    )


def _asked_for(row: rows.PersonRow) -> str:
    """What to ask the mail server's log for, where only it knows whether a mail arrived."""
    return f"Message-ID {row.message_id}" if row.state == "in_doubt" else ""


def _export(
    request: HttpRequest, campaign: CampaignCard, question: rows.Question
) -> HttpResponseBase:
    actor, now = accounts.actor_of(request), clock.now()
    accounts.authorise(actor, "export", "campaigns", owner_id=campaign.owner_id)
    accounts.record(actor, "exported", "campaigns", campaign.id, at=now, measure=question.measure)
    keys = tuple(rows.PersonRow.__dataclass_fields__)

    def lines() -> Iterator[list[Any]]:
        for row in rows.every(campaign, question, now=now):
            yield [getattr(row, key) for key in keys]

    return ui.csv_stream(f"campaign-{campaign.id}-{question.measure}", keys, lines())
