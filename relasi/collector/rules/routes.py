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
    ENTRY = auto()
    SETTINGS = auto()
    CODE = auto()
    TYPES = auto()
    COOKIE = auto()
    REFUSED = auto()


class Route(NamedTuple):
    """`key` is the write key, or the file, the path names; `by_uuid`: each event is answered."""

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
        "/r/relasi.d.ts": Route(Does.TYPES),
        "/health": Route(Does.HEALTH),
        "/version": Route(Does.VERSION),
    }


_ANY = Route(Does.ANY, POSTHOG)
POST, GET = _post(), _get()
_SETTINGS = re.compile(r"(?:/v1)?(?:/projects){1,2}/([^/]+)/settings")
_REMOTE = re.compile(r"/array/([^/]+)/config(\.js)?")
_SCRIPT = re.compile(r"/r/(code/)?([^/]+)\.(js|json)")
_COOKIE = re.compile(r"/r/([^/]+)/id")
# The whole of these is ours: a wrong address below them is answered in the clients' words.
_PREFIXES = ("/v1/", "/beacon/", "/pixel/", "/array/", "/projects/", "/i/", "/r/")


def find(method: str, path: str) -> Route | None:
    """What to do with a request, None when there is nothing here by that method."""
    if method == "POST":
        return POST.get(path) or _cookie(path)
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
    return _script(path)


def _script(path: str) -> Route | None:
    """Of our own tracking script: the entry and the settings by write key, the code by its name."""
    found = _SCRIPT.fullmatch(path)
    if found is None or (found[1] and found[3] == "json"):
        return None
    does = Does.CODE if found[1] else Does.ENTRY if found[3] == "js" else Does.SETTINGS
    return Route(does, key=found[2][:MOST_KEY_IN_PATH])


def _cookie(path: str) -> Route | None:
    found = _COOKIE.fullmatch(path)
    return Route(Does.COOKIE, key=found[1][:MOST_KEY_IN_PATH]) if found else None
