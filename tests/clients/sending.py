"""Run with the Python of the clients: `sending.py CLIENT BASE KEY SCENARIO`.

Sends what the scenario says by the genuine client and writes what the client reported to its
`on_error` as JSON: [[status, how many messages], …].
"""

import json
import sys
from datetime import UTC, datetime

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MANY = 250
errors = []


def failed(problem, batch):
    errors.append([getattr(problem, "status", None), len(batch)])


def segment(base, key, **options):
    from segment.analytics.client import Client

    return Client(key, host=base, on_error=failed, max_retries=6, **options)


def rudder(base, key, **options):
    from rudderstack.analytics.client import Client

    return Client(key, host=base, on_error=failed, max_retries=6, **options)


def segment_kinds(client):
    """One of each kind; RudderStack's client has the same calls."""
    context = {"ip": "1.2.3.4", "page": {"url": "https://shop.example/?utm_source=x"}}
    client.identify("u1", {"email": "ann@example.org", "name": "Ann ☕"}, context, timestamp=AT)
    client.track("u1", "Coffee Tasted", {"total": 75000.5, "none": None}, timestamp=AT)
    client.page("u1", "shop", "Home", {"url": "https://shop.example"}, timestamp=AT)
    client.screen("u1", "app", "Start", {"n": 1}, timestamp=AT)
    client.group("u1", "g1", {"name": "PT Kopi"}, timestamp=AT)
    client.alias("a1", "u1", timestamp=AT)


def segment_many(client):
    for number in range(MANY):
        client.track(f"u{number}", "Counted", {"number": number})


def segment_large(client):
    client.track("u1", "Large", {"text": "x" * 2_000_000})


def posthog(base, key, **options):
    from posthog import Posthog

    return Posthog(key, host=base, on_error=failed, max_retries=6, flush_interval=0.3, **options)


def posthog_kinds(client):
    client.capture("coffee tasted", distinct_id="u1", properties={"total": 75000.5}, timestamp=AT)
    client.set(distinct_id="u1", properties={"email": "ann@example.org", "name": "Ann ☕"})
    client.alias("a1", "u1")
    client.group_identify("company", "g1", {"name": "PT Kopi"})


def posthog_many(client):
    for number in range(MANY):
        client.capture("counted", distinct_id=f"u{number}", properties={"number": number})


CLIENTS = {
    "segment": (segment, {}),
    "segment-gzip": (segment, {"gzip": True}),
    "rudder": (rudder, {}),
    "rudder-plain": (rudder, {"gzip": False}),
    "posthog": (posthog, {}),
    "posthog-gzip": (posthog, {"gzip": True}),
    "posthog-v1": (posthog, {"capture_mode": "v1"}),
}
SCENARIOS = {
    ("segment", "kinds"): segment_kinds,
    ("segment", "many"): segment_many,
    ("segment", "large"): segment_large,
    ("posthog", "kinds"): posthog_kinds,
    ("posthog", "many"): posthog_many,
}


def main():
    name, base, key, scenario = sys.argv[1:]
    make, options = CLIENTS[name]
    client = make(base, key, **options)
    family = "posthog" if make is posthog else "segment"
    SCENARIOS[family, scenario](client)
    client.shutdown()
    sys.stdout.write(json.dumps(errors))


main()
