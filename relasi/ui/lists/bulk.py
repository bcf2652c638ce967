"""Which rows a bulk action is about: the ticked ones, or all that the list's question finds."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused

from .spec import ListSpec
from .state import ListState, state_of

MAX_IDS = 1000


@dataclass(frozen=True, slots=True)
class BulkChoice:
    """`ids` as ticked; with `all_rows` the ids do not count and `state` is the question."""

    ids: tuple[int, ...]
    all_rows: bool
    state: ListState
    confirmed: bool

    @property
    def query_string(self) -> str:
        return self.state.query_string


def bulk_choice(request: HttpRequest, spec: ListSpec) -> BulkChoice:
    """Read what a list posted; Refused when nothing is chosen."""
    state = state_of(QueryDict(request.POST.get("query", "")), spec)
    all_rows = request.POST.get("all") == "1"
    texts = request.POST.getlist("ids")
    if not texts and not all_rows:
        raise Refused(_("Nothing is chosen. Tick at least one row."), field="ids")
    if len(texts) > MAX_IDS or not all(t.isascii() and t.isdigit() and len(t) < 19 for t in texts):  # noqa: PLR2004
        raise Refused(_("The chosen rows could not be read. Choose them again."), field="ids")
    return BulkChoice(
        ids=() if all_rows else tuple(dict.fromkeys(int(text) for text in texts)),
        all_rows=all_rows,
        state=state,
        confirmed=request.POST.get("confirm") == "1",
    )
