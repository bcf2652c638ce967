"""Each address of each client leads where it should, by the right method alone."""

import json

import pytest

from relasi.collector.rules.pixels import event_in
from relasi.collector.rules.refusing import Refusal
from relasi.collector.rules.routes import GET, POST, Does, find, is_ours


@pytest.mark.parametrize(
    ("path", "does", "family", "kind"),
    [
        ("/v1/track", Does.ONE, "segment", "track"),
        ("/v1/alias", Does.ONE, "segment", "alias"),
        ("/v1/s", Does.ONE, "segment", "screen"),
        ("/i", Does.ONE, "segment", "identify"),
        ("/batch", Does.BATCH, "segment", ""),
        ("/v1/batch/b", Does.BATCH, "segment", ""),
        ("/beacon/v1/batch", Does.BATCH, "segment", ""),
        ("/batch/", Does.ANY, "posthog", ""),
        ("/e/", Does.ANY, "posthog", ""),
        ("/i/v0/e/", Does.ANY, "posthog", ""),
        ("/track/", Does.ANY, "posthog", ""),
        ("/engage/", Does.ANY, "posthog", "engage"),
    ],
)
def test_where_events_are_sent(path, does, family, kind):
    route = find("POST", path)

    assert route
    assert (route.does, route.family, route.kind) == (does, family, kind)
    assert is_ours(path)


@pytest.mark.parametrize(
    "path",
    ["/v1/projects/k1/settings", "/projects/k1/settings", "/v1/projects/projects/k1/settings"],
)
def test_settings_are_found_under_each_address_hosts_are_configured_to(path):
    route = find("GET", path)

    assert route
    assert (route.does, route.key) == (Does.SEGMENT_SETTINGS, "k1")


@pytest.mark.parametrize(
    ("method", "path", "does", "key"),
    [
        ("GET", "/r/rl_k-1.js", Does.ENTRY, "rl_k-1"),
        ("GET", "/r/rl_k-1.json", Does.SETTINGS, "rl_k-1"),
        ("GET", "/r/code/0a1b.js", Does.CODE, "0a1b"),
        ("GET", "/r/relasi.d.ts", Does.TYPES, ""),
        ("POST", "/r/rl_k-1/id", Does.COOKIE, "rl_k-1"),
    ],
)
def test_where_our_own_script_is(method, path, does, key):
    route = find(method, path)

    assert route
    assert (route.does, route.key) == (does, key)
    assert is_ours(path)


def test_a_method_or_a_path_that_is_not_there_leads_nowhere():
    assert find("GET", "/v1/track") is None
    assert find("PUT", "/v1/batch") is None
    assert find("POST", "/health") is None
    assert find("GET", "/array/a/b/config") is None
    assert all(is_ours(path) for path in (*POST, *GET))
    for page in ("/", "/people/", "/health/", "/api/v1/contacts", "/o/token.gif", "/c/token"):
        assert not is_ours(page)


def test_a_pixel_writes_its_event_in_the_address():
    event = event_in(
        {
            "writeKey": "k1",
            "anonymousId": "a1",
            "event": "Opened",
            "properties": '{"mail": 7}',
            "context.page.url": "https://shop.example",
            "note": "[not json",
        }
    )

    assert json.loads(event) == {
        "anonymousId": "a1",
        "event": "Opened",
        "properties": {"mail": 7},
        "context": {"page": {"url": "https://shop.example"}},
        "note": "[not json",
    }


@pytest.mark.parametrize("query", [{"a": "1", "a.b": "2"}, {"a." * 100 + "b": "1"}])
def test_a_pixel_that_contradicts_itself_or_goes_too_deep_is_refused(query):
    with pytest.raises(Refusal):
        event_in(query)
