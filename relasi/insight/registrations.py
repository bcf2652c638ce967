"""What the rest of the house shows and reads of insight, and where the engine finds PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from relasi import engine
from relasi.contacts import public as contacts
from relasi.engine import relations
from relasi.engine.session import connection_string
from relasi.ui import public as ui

from .models import Lifecycle, Score
from .sentences import stage_word
from .web import panels

WORDS = ("dbname", "user", "password", "host", "port")
VIEW = ("insight", "view")
# Key, label, kind, column; each is sorted by its index.
FIGURES = (
    ("value", _("Value so far"), "money", "revenue"),
    ("orders", _("Orders"), "number", "orders"),
    ("last_order", _("Last order"), "date", "last_order_at"),
)
# The figure that is there from the first day, on a phone too.
SHOWN = "value"
QUINTILES = (("r", _("Recency score")), ("f", _("Frequency score")), ("m", _("Money score")))
FILTER_KINDS = {"money": "number", "number": "number", "date": "date"}


def register() -> None:
    engine.addressed_by(address)
    relations.register("returns", "commerce_return")
    relations.register("scores", "insight_score")
    relations.register("purchase_changes", "insight_purchasechange")
    relations.register("sampled_categories", "insight_sampledcategory")
    contacts.register_derived("insight_score", "contact_id")
    contacts.register_derived("insight_purchasechange", "contact_id")
    contacts.register_derived("insight_sampledcategory", "contact_id")
    _navigation()
    _columns()
    ui.register_panel("customer.strip", ui.Panel("lifecycle", 20, VIEW, panels.figure))
    ui.register_panel("customer.side", ui.Panel("rfm", 20, VIEW, panels.side))
    ui.register_panel("today.main", ui.Panel("stages", 10, VIEW, panels.stages))


def address() -> str:
    """The database this process works with (a test's, in tests), in the form of libpq."""
    params = connection.get_connection_params()
    return connection_string({word: str(params[word]) for word in WORDS if params.get(word)})


def _navigation() -> None:
    for key, label, url_name, icon, order in (
        ("rfm", _("Recency, frequency, money"), "insight:rfm", "grid-3x3", 20),
        ("lifecycle", _("Lifecycle"), "insight:lifecycle", "refresh-cw", 30),
    ):
        ui.register_nav(ui.NavItem("insights", key, label, url_name, icon, VIEW, order))


def _columns() -> None:
    for key, label, kind, column in FIGURES:
        listed = ui.Filter(key, label, kind=FILTER_KINDS[kind])  # type: ignore[arg-type]
        contacts.register_column(
            contacts.ListColumn(
                key,
                label,
                kind,
                "insight_score",
                column,
                listed,
                default=key == SHOWN,
                wide_only=key != SHOWN,
            )
        )
    contacts.register_column(
        contacts.ListColumn(
            "lifecycle",
            _("Stage"),
            filter=ui.Filter("lifecycle", _("Stage"), kind="choice", choices=_stages),
            condition=_in_stage,
            cells=_stage_cells,
            default=True,
            wide_only=False,
        )
    )
    for key, label in QUINTILES:
        listed = ui.Filter(key, label, kind="number")
        contacts.register_column(
            contacts.ListColumn(key, label, "number", "insight_score", key, listed)
        )
    contacts.register_column(
        contacts.ListColumn(
            "categories",
            _("Categories"),
            "number",
            "insight_score",
            "category_count",
            ui.Filter("categories", _("Categories"), kind="number"),
        )
    )
    moved = ui.Filter("stage_before", _("Came from stage"), kind="choice", choices=_stages)
    contacts.register_filter(contacts.ListFilter(moved, _came_from))
    since = ui.Filter("stage_since", _("In this stage since"), kind="date")
    contacts.register_filter(contacts.ListFilter(since, _since))


def _stages() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Lifecycle.choices]


SCORED = "EXISTS (SELECT FROM insight_score s WHERE s.contact_id = c.id AND {})"
SINCE = {"after": ">", "before": "<", "is": "="}


def _in_stage(value: ui.FilterValue) -> tuple[str, Sequence[Any]]:
    """A prospect is whoever has no score; so everybody has a stage."""
    if value.relation in {"set", "not_set"}:
        return ("TRUE" if value.relation == "set" else "FALSE"), []
    if value.value == Lifecycle.PROSPECT:
        text, arguments = f"NOT {SCORED.format('TRUE')}", []
    else:
        text, arguments = SCORED.format("s.lifecycle = %s"), [value.value]
    return (f"NOT ({text})" if value.relation == "is_not" else text), arguments


def _came_from(value: ui.FilterValue) -> tuple[str, Sequence[Any]]:
    before = "" if value.value == Lifecycle.PROSPECT else value.value
    if value.relation in {"set", "not_set"}:
        text, arguments = SCORED.format("TRUE"), []
    else:
        text, arguments = SCORED.format("s.lifecycle_before = %s"), [before]
    turned = value.relation in {"is_not", "not_set"}
    return (f"NOT {text}" if turned else text), arguments


def _since(value: ui.FilterValue) -> tuple[str, Sequence[Any]]:
    if value.relation in {"set", "not_set"}:
        text = SCORED.format("TRUE")
        return (text if value.relation == "set" else f"NOT {text}"), []
    return SCORED.format(f"s.lifecycle_since::date {SINCE[value.relation]} %s"), [value.on]


def _stage_cells(ids: Sequence[int]) -> Mapping[int, str]:
    found = dict(Score.objects.filter(pk__in=ids).values_list("pk", "lifecycle"))
    return {one: stage_word(found.get(one, Lifecycle.PROSPECT)) for one in ids}
