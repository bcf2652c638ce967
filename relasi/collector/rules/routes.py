"""Which addresses are the collector's, and what each of them is for.

Whoever sends with a genuine client sends to these. Some are there because hosts are
configured wrongly in the wild (`/v1/batch/b`, `/v1/projects/projects/…`); they are answered
as what was meant. `/batch` is Segment's, `/batch/` PostHog's, as their clients write them.
"""

import re
from enum import Enum, auto
from typing import NamedTuple

SEGMENT, POSTHOG = "segment", "posthog"
KINDS = ("identify", "track", "page", "screen", "group", "alias")
MOST_KEY_IN_PATH = 64


class Does(Enum):
    """What an address is for."""

    ONE = auto()
    BATCH = auto()
    ANY = auto()
    PIXEL = auto()
    METRICS = auto()
    SEGMENT_SETTINGS = auto()
    SOURCE_CONFIG = auto()
    FLAGS = auto()
    REMOTE_CONFIG = auto()
    REMOTE_SCRIPT = auto()
    SURVEYS = auto()
    EXPERIMENTS = auto()
    HEALTH = auto()
    VERSION = auto()
    REFUSED = auto()


class Route(NamedTuple):
    """`key` is the write key the path names; `by_uuid`: the answer lists each event."""

    does: Does
    family: str = SEGMENT
    kind: str = ""
    key: str = ""
    by_uuid: bool = False


def _post() -> dict[str, Route]:
    one = {f"/v1/{kind}": Route(Does.ONE, kind=kind) for kind in KINDS}
    short = {f"{at}/{k[0]}": Route(Does.ONE, kind=k) for at in ("", "/v1") for k in KINDS}
    batches = ("/v1/batch", "/v1/b", "/v1/batch/b", "/b", "/batch", "/beacon/v1/batch")
    posthog = ("/e", "/capture", "/track", "/i/v0/e")
    return {
        **one,
        **short,
        **dict.fromkeys(batches, Route(Does.BATCH)),
        **dict.fromkeys((f"{at}{end}" for at in posthog for end in ("", "/")), _ANY),
        "/batch/": _ANY,
        **dict.fromkeys(("/engage", "/engage/"), _ANY._replace(kind="engage")),
        **dict.fromkeys(
            ("/i/v1/analytics/events", "/i/v1/analytics/events/"), _ANY._replace(by_uuid=True)
        ),
        **dict.fromkeys(("/flags", "/flags/", "/decide", "/decide/"), Route(Does.FLAGS, POSTHOG)),
        **dict.fromkeys(("/v1/m", "/m"), Route(Does.METRICS)),
        **dict.fromkeys(("/v1/merge", "/v1/import"), Route(Does.REFUSED)),
    }


def _get() -> dict[str, Route]:
    ends = ("", "/")
    return {
        "/pixel/v1/track": Route(Does.PIXEL, kind="track"),
        "/pixel/v1/page": Route(Does.PIXEL, kind="page"),
        **{f"{at}{end}": _ANY for at in ("/e", "/track", "/capture") for end in ends},
        **{f"/sourceConfig{end}": Route(Does.SOURCE_CONFIG) for end in ends},
        **{f"/api/surveys{end}": Route(Does.SURVEYS, POSTHOG) for end in ends},
        **{f"/api/web_experiments{end}": Route(Does.EXPERIMENTS, POSTHOG) for end in ends},
        "/health": Route(Does.HEALTH),
        "/version": Route(Does.VERSION),
    }


_ANY = Route(Does.ANY, POSTHOG)
POST, GET = _post(), _get()
_SETTINGS = re.compile(r"(?:/v1)?(?:/projects){1,2}/([^/]+)/settings")
_REMOTE = re.compile(r"/array/([^/]+)/config(\.js)?")
# The whole of these is ours: a wrong address below them is answered in the clients' words.
_PREFIXES = ("/v1/", "/beacon/", "/pixel/", "/array/", "/projects/", "/i/")


def find(method: str, path: str) -> Route | None:
    """What to do with a request, None when there is nothing here by that method."""
    if method == "POST":
        return POST.get(path)
    if method != "GET":
        return None
    return GET.get(path) or _named(path)


def is_ours(path: str) -> bool:
    """Whether the collector answers this path at all, by whatever method."""
    return path in POST or path in GET or path.startswith(_PREFIXES)


def _named(path: str) -> Route | None:
    if settings := _SETTINGS.fullmatch(path):
        return Route(Does.SEGMENT_SETTINGS, key=settings[1][:MOST_KEY_IN_PATH])
    if remote := _REMOTE.fullmatch(path):
        does = Does.REMOTE_SCRIPT if remote[2] else Does.REMOTE_CONFIG
        return Route(does, POSTHOG, key=remote[1][:MOST_KEY_IN_PATH])
    return None
