"""Settings, Data catalogue: what is held of people, why, for how long, and what becomes of it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from relasi.accounts import public as accounts
from relasi.kernel import clock
from relasi.kernel.catalogue import Archive, Category, Erased, Store, archives, stores
from relasi.privacy.queries.cards import RetentionCard, retention
from relasi.privacy.words import CATEGORIES, ERASED, PURPOSES, WHYS, term_of
from relasi.ui import public as ui
from relasi.ui.public import Cell, Column, Filter, FilterValue, ListSpec, ListState, Row

One = Store | Archive
HEADER = ("store", "called", "package", "purpose", "kept", "field", "category", "erased", "because")
SORTS: dict[str, Callable[[One], Any]] = {
    # What holds nothing of customers stands at the end.
    "name": lambda one: (one.erased is Erased.NOBODY, str(one.label).casefold()),
    "purpose": lambda one: str(PURPOSES[one.purpose]).casefold(),
    "kept": lambda one: term_of(one.kept).casefold(),
}
TAGS = {
    Erased.GONE: "good",
    Erased.CLEARED: "good",
    Erased.NAMELESS: "info",
    Erased.KEPT: "warn",
    Erased.NOBODY: "",
}
READ: dict[str, Callable[[One], set[str]]] = {
    "package": lambda one: {one.package},
    "category": lambda one: {category.value for category in one.holds},
    "purpose": lambda one: {one.purpose.value},
    "erased": lambda one: {one.erased.value},
}


def _every() -> list[One]:
    return [*stores(), *archives()]


def _packages() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted({one.package for one in _every()})]


def _choices(words: dict[str, Any]) -> Callable[[], list[tuple[str, str]]]:
    return lambda: [(str(key), str(label)) for key, label in words.items()]


def catalogue_spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="data_catalogue",
        title=gettext_lazy("Data catalogue"),
        columns=(
            Column("name", gettext_lazy("What")),
            Column("holds", gettext_lazy("Holds"), sortable=False, wide_only=True),
            Column("purpose", gettext_lazy("For"), wide_only=True),
            Column("kept", gettext_lazy("Kept"), wide_only=True),
            Column("erased", gettext_lazy("When somebody is erased"), sortable=False, figure=True),
            Column("ran", gettext_lazy("Last emptied"), "date", sortable=False, wide_only=True),
        ),
        filters=(
            Filter("category", gettext_lazy("Holds"), "choice", _choices(CATEGORIES)),
            Filter("purpose", gettext_lazy("For"), "choice", _choices(PURPOSES)),
            Filter("erased", gettext_lazy("When somebody is erased"), "choice", _choices(ERASED)),
            Filter("package", gettext_lazy("Package"), "choice", _packages),
        ),
        default_sort="name",
        export_name="data-catalogue" if ui.may(request, ("privacy", "export")) else "",
    )


def show(request: HttpRequest) -> HttpResponseBase:
    spec = catalogue_spec(request)
    state = ui.list_state(request, spec)
    found = sorted(
        (one for one in _every() if _fits(one, state)), key=SORTS[state.sort],
        reverse=state.descending,
    )  # fmt: skip
    if ui.wants_csv(request):
        actor = accounts.actor_of(request)
        accounts.authorise(actor, "export", "privacy")
        accounts.record(actor, "exported", "data catalogue", at=clock.now(), query=state.asked_by)
        return ui.csv_stream("data-catalogue", HEADER, _exported(found))
    ran = retention()
    page = [_row(one, ran) for one in found[state.offset : state.offset + state.limit]]
    return ui.render_list(
        request,
        spec,
        state,
        page,
        len(found),
        foot=_(
            "Each package names the fields of its tables here; a field without purpose and term is"
            " refused by a test."
        ),
    )


def _fits(one: One, state: ListState) -> bool:
    text = f"{one.label} {one.key} {' '.join(one.holds.values())}".casefold()
    return state.search.casefold() in text and all(_meets(one, value) for value in state.filters)


def _meets(one: One, value: FilterValue) -> bool:
    said = READ[value.key](one)
    return {
        "is": value.value in said,
        "is_not": value.value not in said,
        "set": True,
        "not_set": False,
    }[value.relation]


def _row(one: One, ran: dict[str, RetentionCard]) -> Row:
    last = ran.get(one.key)
    holds = [str(CATEGORIES[category]) for category in one.holds if category is not Category.NONE]
    term = term_of(one.kept)
    return Row(
        one.key,
        f"{reverse('privacy:catalogue')}?q={one.key}",
        {
            "name": str(one.label),
            "holds": ", ".join(holds),
            "purpose": str(PURPOSES[one.purpose]),
            "kept": term,
            "erased": Cell(str(ERASED[one.erased]), tag=TAGS[one.erased]),
            "ran": Cell(last.ran_at, note=last.problem or _rows(last.rows)) if last else None,
        },
        beneath=f"{PURPOSES[one.purpose]} · {term}",
        selectable=False,
    )


def _rows(count: int) -> str:
    return ngettext("%(n)d row", "%(n)d rows", count) % {"n": count}


def _exported(found: list[One]) -> Iterator[tuple[str, ...]]:
    """A line for each field."""
    for one in found:
        for category, names in one.holds.items():
            for name in names.split():
                yield (
                    one.key,
                    str(one.label),
                    one.package,
                    str(PURPOSES[one.purpose]),
                    term_of(one.kept),
                    name,
                    str(CATEGORIES[category]),
                    str(ERASED[one.erased]),
                    str(WHYS[one.why]) if one.why else "",
                )
