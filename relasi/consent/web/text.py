"""One thing people are asked for: its words in each language, and every version of them."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts import public as accounts
from relasi.consent.actions.publishing import LONGEST, publish_text
from relasi.consent.models import Channel, Purpose
from relasi.consent.queries.texts import LANGUAGES, TextCard, house_words, newest_texts, versions_of
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui

NAMES = {"en": gettext_lazy("English"), "id": gettext_lazy("Indonesian")}


class WordsForm(forms.Form):
    language = forms.ChoiceField(choices=[(one, one) for one in LANGUAGES])
    words = forms.CharField(
        label=gettext_lazy("What they are shown"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )


@dataclass(frozen=True, slots=True)
class Section:
    """One language: what is shown now, and the form to publish other words."""

    language: str
    label: str
    card: TextCard | None
    words: str
    form: WordsForm | None


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    words: str
    published_at: datetime | None
    by: str
    holds: bool


def show(request: HttpRequest, channel: str, purpose: str) -> HttpResponse:
    return _page(request, channel, purpose)


def create(request: HttpRequest, channel: str, purpose: str) -> HttpResponse:
    versions_of(channel, purpose)
    form = WordsForm(request.POST, auto_id=f"id_{request.POST.get('language', '')[:2]}_%s")
    if form.is_valid():
        try:
            name = publish_text(
                channel=channel,
                purpose=purpose,
                by=accounts.actor_of(request),
                now=clock.now(),
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            ui.toast(request, _("From now on they are shown %(name)s.") % {"name": name})
            return redirect("consent:text", channel, purpose)
    return _page(request, channel, purpose, form)


def _page(
    request: HttpRequest, channel: str, purpose: str, refused: WordsForm | None = None
) -> HttpResponse:
    versions = versions_of(channel, purpose)
    newest = newest_texts()
    editor = ui.may(request, ("settings", "edit"))
    sections = [
        _section(newest.get((channel, purpose, one)), channel, purpose, one, refused, editor=editor)
        for one in LANGUAGES
    ]
    called = accounts.staff_names({int(v.published_by[6:]) for v in versions if _by_staff(v)})
    holding = {section.card.name for section in sections if section.card}
    context = {
        "about": f"{Channel(channel).label}: {Purpose(purpose).label}",
        "key": f"{channel}.{purpose}",
        "channel": channel,
        "purpose": purpose,
        "sections": sections,
        "versions": [_line(card, called, holding) for card in versions],
    }
    return render(request, "consent/text.html", context, status=422 if refused else 200)


def _section(  # noqa: PLR0913 - the sides of one language
    card: TextCard | None,
    channel: str,
    purpose: str,
    language: str,
    refused: WordsForm | None,
    *,
    editor: bool,
) -> Section:
    words = card.words if card else house_words(channel, purpose, language)
    form = None
    if editor:
        theirs = refused is not None and refused.data.get("language") == language
        initial = {"language": language, "words": words}
        form = refused if theirs else WordsForm(initial=initial, auto_id=f"id_{language}_%s")
    return Section(language, str(NAMES[language]), card, words, form)


def _by_staff(card: TextCard) -> bool:
    return card.published_by.startswith("staff:")


def _line(card: TextCard, called: dict[int, str], holding: set[str]) -> Line:
    by = called.get(int(card.published_by[6:])) if _by_staff(card) else None
    by = by or accounts.actor_called(card.published_by)
    return Line(card.name, card.words, card.published_at, by, card.name in holding)
