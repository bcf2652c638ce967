"""The door of ui: what other packages register, lists, toasts, charts and formats."""

from . import charts, formats
from .components import tag, tint
from .lists.bulk import BulkChoice, bulk_choice
from .lists.cells import Cell, Row
from .lists.export import csv_lines, csv_stream, wants_csv
from .lists.rendering import list_context, render_list
from .lists.spec import Action, BulkAction, Column, EmptyState, Filter, ListSpec
from .lists.state import FilterValue, ListState, list_state
from .lists.views import SavedView, ViewStore, set_view_store
from .navigation import NavAction, NavItem, register_action, register_nav
from .panels import Panel, panels, register_panel
from .searching import SearchHit, SearchProvider, register_search
from .shell import THEME_COOKIE, shell
from .toasts import toast
from .unkept import unkept
from .viewing import Banner, Person, may, register_banner, set_actor, set_gate, set_person

__all__ = [
    "THEME_COOKIE",
    "Action",
    "Banner",
    "BulkAction",
    "BulkChoice",
    "Cell",
    "Column",
    "EmptyState",
    "Filter",
    "FilterValue",
    "ListSpec",
    "ListState",
    "NavAction",
    "NavItem",
    "Panel",
    "Person",
    "Row",
    "SavedView",
    "SearchHit",
    "SearchProvider",
    "ViewStore",
    "bulk_choice",
    "charts",
    "csv_lines",
    "csv_stream",
    "formats",
    "list_context",
    "list_state",
    "may",
    "panels",
    "register_action",
    "register_banner",
    "register_nav",
    "register_panel",
    "register_search",
    "render_list",
    "set_actor",
    "set_gate",
    "set_person",
    "set_view_store",
    "shell",
    "tag",
    "tint",
    "toast",
    "unkept",
    "wants_csv",
]
