"""The form of a draft, and how a refusal comes back beside its field."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from relasi.audience import public as audience
from relasi.campaigns.actions.drafting import VariantIn
from relasi.campaigns.models import Campaign
from relasi.campaigns.queries.cards import CampaignCard
from relasi.kernel.errors import Refused
from relasi.kernel.numbers import row_number
from relasi.messaging import public as messaging

T = TypeVar("T")

# The refusals of the verbs name these by the words of the model.
FIELD_OF = {"send_at_local": "on", "variants": None, "postal_address": None}


def attempt(form: forms.Form, do: Callable[[], T]) -> T | None:
    """Do it if the form is valid; a refusal becomes an error of the field it names."""
    if not form.is_valid():
        return None
    try:
        return do()
    except Refused as refusal:
        field = FIELD_OF.get(refusal.field or "", refusal.field)
        form.add_error(field if field in form.fields else None, refusal.sentence)
        return None


def segment_choices() -> list[tuple[str, str]]:
    found = [(str(segment.id), segment.name) for segment in audience.segments()]
    return [("", _g("Choose a segment")), *found]


def template_choices() -> list[tuple[str, str]]:
    found = [(str(template.id), template.name) for template in messaging.templates()]
    return [("", _g("Choose a template")), *found]


class NewForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    segment_id = forms.TypedChoiceField(
        label=_("To"), coerce=int, empty_value=None, required=False, choices=segment_choices
    )


class DraftForm(forms.Form):
    """Everything but the contents by segment, which are rows of their own (VariantRows)."""

    name = forms.CharField(label=_("Name"), max_length=120)
    segment_id = forms.TypedChoiceField(
        label=_("Segment"), coerce=int, empty_value=None, required=False, choices=segment_choices
    )
    holdout_percent = forms.DecimalField(
        label=_("Held out, in percent"), max_digits=5, decimal_places=2, min_value=0, max_value=50
    )
    window_days = forms.IntegerField(label=_("Measured for, in days"), min_value=1, max_value=180)
    sender_name = forms.CharField(label=_("Sender's name"), max_length=120, required=False)
    sender_address = forms.EmailField(label=_("Sender's address"), required=False)
    reply_to = forms.EmailField(label=_("Answers go to"), required=False)
    when = forms.ChoiceField(
        label=_("When"),
        choices=[("now", _("As soon as it is launched")), ("at", _("At a time"))],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    at = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    zone = forms.ChoiceField(
        label=_("By whose clock"), choices=Campaign.Zone.choices, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") == "at" and "on" in cleaned and "at" in cleaned:
            if cleaned["on"] is None:
                self.add_error("on", _g("Choose the day."))
            if cleaned["at"] is None:
                self.add_error("at", _g("Choose the time."))
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        """What `change_campaign` takes."""
        found = dict(self.cleaned_data)
        when, on, at = found.pop("when"), found.pop("on"), found.pop("at")
        found["send_at_local"] = datetime.combine(on, at, UTC) if when == "at" else None
        return found


def draft_form(campaign: CampaignCard) -> DraftForm:
    wall = campaign.send_at_local
    keys = [key for key in DraftForm.base_fields if hasattr(campaign, key)]
    first = {key: getattr(campaign, key) for key in keys} | {
        "holdout_percent": f"{campaign.holdout_percent.normalize():f}",
        "when": "at" if wall else "now",
        "on": wall.strftime("%Y-%m-%d") if wall else None,
        "at": wall.strftime("%H:%M") if wall else None,
    }
    return DraftForm(initial=first)


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One line of the contents as typed: ids as text, '' for not chosen."""

    segment: str
    template: str


def rows_of(campaign: CampaignCard) -> list[VariantRow]:
    """The contents for segments, and last the one for everybody else."""
    found = [VariantRow(str(v.segment_id or ""), str(v.template_id)) for v in campaign.variants]
    if not found or found[-1].segment:
        found.append(VariantRow("", ""))
    return found


def rows_typed(post: QueryDict) -> list[VariantRow]:
    """The same from a posted form: the last row is for everybody else."""
    pairs = zip(post.getlist("variant_segment"), post.getlist("variant_template"), strict=False)
    found = [VariantRow(segment, template) for segment, template in pairs]
    return [*found, VariantRow("", post.get("variant_else", ""))]


def variants_of(rows: list[VariantRow]) -> list[VariantIn]:
    """Raises Refused when a row for a segment is half filled in."""
    *by_segment, for_all = rows
    chosen = []
    for row in by_segment:
        segment, template = row_number(row.segment), row_number(row.template)
        if segment is None and template is None:
            continue
        if segment is None or template is None:
            raise Refused(_g("Choose a segment and a template in each line."), field="variants")
        chosen.append(VariantIn(template, segment))
    last = row_number(for_all.template)
    return [*chosen, VariantIn(last)] if last is not None else chosen
