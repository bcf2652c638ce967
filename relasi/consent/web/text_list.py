"""Settings, Consent texts: what people are asked for, and the words they are asked with."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext as _in

from relasi.accounts import public as accounts
from relasi.consent.queries.permissions import asked, channels
from relasi.consent.queries.texts import LANGUAGES, TextCard, every_text, newest_texts
from relasi.kernel import clock
from relasi.ui import public as ui
from relasi.ui.public import Cell, Column, Filter, ListSpec, ListState, Row

HEADER = ("text", "channel", "purpose", "language", "version", "words", "published_at",
          "published_by")  # fmt: skip
Newest = dict[tuple[str, str, str], TextCard]


def text_spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="consent_texts",
        title=gettext_lazy("Consent texts"),
        columns=(
            Column("about", gettext_lazy("Asked for"), sortable=False),
            Column("en", gettext_lazy("English"), sortable=False, wide_only=True),
            Column("id", gettext_lazy("Indonesian"), sortable=False, wide_only=True),
            Column("published", gettext_lazy("Last change"), "date", wide_only=True),
        ),
        filters=(
            Filter("channel", gettext_lazy("Channel"), "choice", channels),
            Filter("published", gettext_lazy("Published"), "boolean"),
        ),
        default_sort="published",
        export_name="consent-texts" if ui.may(request, ("consent", "export")) else "",
    )


def show(request: HttpRequest) -> HttpResponseBase:
    spec = text_spec(request)
    state = ui.list_state(request, spec)
    if ui.wants_csv(request):
        actor = accounts.actor_of(request)
        accounts.authorise(actor, "export", "consent")
        accounts.record(actor, "exported", "consent_texts", at=clock.now())
        return ui.csv_stream("consent-texts", HEADER, _exported())
    rows = [row for row in _rows(newest_texts()) if _fits(row, state)]
    if state.sort == "published":
        rows.sort(key=_changed, reverse=state.descending)
    page = [row for row, _facts in rows[state.offset : state.offset + state.limit]]
    return ui.render_list(request, spec, state, page, len(rows))


Found = tuple[Row, dict[str, Any]]


def _rows(newest: Newest) -> Iterator[Found]:
    number = 0
    for channel, channel_label, purposes in asked():
        for purpose, purpose_label in purposes:
            number += 1
            cards = {lang: newest.get((channel, purpose, lang)) for lang in LANGUAGES}
            at = max((c.published_at for c in cards.values() if c and c.published_at), default=None)
            label = f"{channel_label}: {purpose_label}"
            cells = {lang: _version(card) for lang, card in cards.items()}
            url = reverse("consent:text", args=[channel, purpose])
            beneath = " · ".join(f"{lang.upper()}: {cell.value}" for lang, cell in cells.items())
            row = Row(number, url, {"about": label, **cells, "published": at}, beneath=beneath)
            yield row, {"channel": channel, "at": at, "label": label}


def _version(card: TextCard | None) -> Cell:
    if card is None:
        return Cell(_in("consent text", "As the house says it"))
    return Cell(_in("consent text", "Version %(number)d") % {"number": card.version}, tag="good")


def _fits(found: Found, state: ListState) -> bool:
    _row, facts = found
    if state.search.casefold() not in facts["label"].casefold():
        return False
    for value in state.filters:
        fits = {
            "is": facts["channel"] == value.value,
            "is_not": facts["channel"] != value.value,
            "set": True,
            "not_set": False,
        }.get(value.relation, True)
        if value.key == "published":
            fits = (facts["at"] is not None) is value.yes
        if not fits:
            return False
    return True


def _changed(found: Found) -> float:
    at = found[1]["at"]
    return float(at.timestamp()) if at else 0.0


def _exported() -> Iterable[tuple[Any, ...]]:
    for card in every_text():
        said = (card.channel, card.purpose, card.language, card.version, card.words)
        yield (card.name, *said, card.published_at, card.published_by)
