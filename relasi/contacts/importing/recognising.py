"""By which of its columns the rows of a new file are somebody who is here already."""

from dataclasses import replace

from relasi.contacts.models import ImportRun

from .parsing import Parser
from .reading import Row
from .running.card import card_of, mapping_of
from .targets import get_target

# A household or an office shares one, so it is not what a person is taken for unasked.
SHARED = frozenset({"phone"})


def recognised_by(run: ImportRun, body: list[list[str]]) -> str:
    """The key of the target that finds most of these rows; of equals the one suggested.

    A shop's list of addresses joins the customers its list of purchases brought, although one
    knows them by number and the other by e-mail as well.
    """
    others = {key for key, _label in get_target(run.target).match_by} & {*run.mapping.values()}
    keys = [run.match_by, *sorted(others - SHARED - {run.match_by})]
    if len(keys) < 2:  # noqa: PLR2004  (with one there is nothing to choose)
        return run.match_by
    width = len(run.header)
    rows = [Row(n, (cells + [""] * width)[:width]) for n, cells in enumerate(body, 2)]
    return max(keys, key=lambda key: _known_by(key, run, rows))


def _known_by(key: str, run: ImportRun, rows: list[Row]) -> int:
    card = replace(card_of(run), match_by=key)
    batch = Parser(card, run.header, mapping_of(run), {}).parse(rows)
    return len(get_target(run.target).known(batch))
