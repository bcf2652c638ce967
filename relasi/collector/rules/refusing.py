"""What is refused, with which status, and in which words."""

from math import ceil

from .limits import MOST_BYTES, MOST_DEPTH, MOST_EVENT_BYTES, MOST_EVENTS, MOST_RATIO

MB = 1024 * 1024
BUSY_SECONDS = 2


class Refusal(Exception):
    """An answer other than 200: what is wrong, and what to do.

    `code` is also the reason under which it is counted; `retry_after` is in seconds.
    """

    def __init__(
        self, status: int, code: str, wrong: str, to_do: str, *, retry_after: int | None = None
    ) -> None:
        super().__init__(f"{wrong} {to_do}")
        self.status = status
        self.code = code
        self.wrong = wrong
        self.to_do = to_do
        self.retry_after = retry_after


def bad_json(what: str) -> Refusal:
    return Refusal(400, "bad_json", what, "Send one JSON object in UTF-8, plain or as gzip.")


def no_such_address(method: str, path: str) -> Refusal:
    wrong = f"{method} {path} is not an address of the collector."
    return Refusal(
        404, "no_such_address", wrong, "See docs/reference/collector.md for all of them."
    )


def not_supported(path: str, to_do: str) -> Refusal:
    return Refusal(400, "not_supported", f"{path} is not supported.", to_do)


def too_large(what: str) -> Refusal:
    return Refusal(
        413,
        "too_large",
        what,
        f"Send at most {MOST_BYTES // MB} MB (decompressed, at most {MOST_RATIO} times the "
        f"compressed size) and {MOST_EVENT_BYTES // MB} MB an event; split the batch.",
    )


def too_many(events: int) -> Refusal:
    wrong = f"The batch holds {events:,} events."
    return Refusal(413, "too_many", wrong, f"Send at most {MOST_EVENTS:,} at a time.")


def too_deep() -> Refusal:
    wrong = f"An event is nested more than {MOST_DEPTH} levels deep."
    return Refusal(400, "too_deep", wrong, "Send flatter properties.")


def no_key() -> Refusal:
    return Refusal(
        401,
        "no_key",
        "There is no write key in the request.",
        "Send it as the user of Basic authorisation, as X-Write-Key, as ?writeKey= or in the body.",
    )


def unknown_key() -> Refusal:
    return Refusal(
        401,
        "unknown_key",
        "No source has this write key.",
        "Copy the key from Settings, Sources.",
    )


def origin_refused(origin: str) -> Refusal:
    return Refusal(
        403,
        "origin",
        f"{origin} may not send to this source.",
        "Add it to the origins of the source under Settings, Sources.",
    )


def not_json() -> Refusal:
    """Only a script can say that it sends JSON, and a browser asks first whether it may."""
    wrong = "The request does not say that it is JSON."
    return Refusal(400, "bad_json", wrong, "Send it with Content-Type: application/json.")


def not_built() -> Refusal:
    return Refusal(
        503,
        "busy",
        "The tracking script was not built.",
        "Say `make frontend` and start Relasi again.",
    )


def disabled(name: str) -> Refusal:
    wrong = f"The source {name} is switched off."
    return Refusal(404, "disabled", wrong, "Switch it on under Settings, Sources.")


def too_fast(per_second: int, wait: float, *, status: int = 429) -> Refusal:
    return Refusal(
        status,
        "rate",
        f"This source may send {per_second:,} events a second.",
        "Send the same again later, or raise the limit under Settings, Sources.",
        retry_after=max(1, ceil(wait)),
    )


def busy(what: str) -> Refusal:
    to_do = "Nothing of this request was acknowledged; send the same again later."
    return Refusal(503, "busy", what, to_do, retry_after=BUSY_SECONDS)
