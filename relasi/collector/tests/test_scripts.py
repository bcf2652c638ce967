"""The tracking script as it is handed out: small, kept for ever or for minutes, and by whom."""

import gzip
import json
import re

import pytest

MOST = 5 * 1024
PACKED = {"accept-encoding": "br, gzip"}


@pytest.fixture
def code(collector, make_source):
    """Where the code of now is."""
    said = collector.ask("GET", f"/r/{make_source()}.json").json
    return f"/r/code/{said['code']}.js"


def test_entry_and_code_together_weigh_no_more_than_five_kilobytes(collector, make_source, code):
    entry, whole = (
        collector.ask("GET", at, headers=PACKED) for at in (f"/r/{make_source()}.js", code)
    )

    assert {answer.headers["content-encoding"] for answer in (entry, whole)} == {"gzip"}
    assert len(whole.body) + len(entry.body) <= MOST + 150  # the settings are written in
    assert len(whole.body) < 4_950


def test_the_entry_says_the_settings_and_is_asked_for_again_after_minutes(collector, make_source):
    key = make_source(consent_mode="required")

    entry = collector.ask("GET", f"/r/{key}.js")
    settings = collector.ask("GET", f"/r/{key}.json")

    assert settings.json.keys() == {"id", "key", "consent", "code"}
    assert (settings.json["key"], settings.json["consent"]) == (key, "required")
    assert settings.body in entry.body
    assert entry.headers["content-type"] == "application/javascript"
    for answer in (entry, settings):
        assert answer.headers["cache-control"] == "public, max-age=300"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    again = {"if-none-match": entry.headers["etag"]}
    same = collector.ask("GET", f"/r/{key}.js", headers=again)
    assert (same.status, same.body) == (304, b"")
    assert collector.ask("GET", f"/r/{make_source()}.js", headers=again).status == 200


def test_the_code_is_kept_for_ever_under_the_name_of_its_bytes_alone(collector, code):
    now = collector.ask("GET", code)
    packed = collector.ask("GET", code, headers=PACKED)
    of_another_version = collector.ask("GET", "/r/code/0123456789abcdef.js")

    assert now.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert gzip.decompress(packed.body) == now.body == of_another_version.body
    assert packed.headers["vary"] == "Accept-Encoding"
    assert of_another_version.headers["cache-control"] == "no-store"


def test_the_code_evaluates_no_text_and_asks_nobody_else(collector, code):
    text = collector.ask("GET", code).body.decode()

    assert (
        re.findall(r"\beval\b|new Function|innerHTML|document\.write|document\.cookie", text) == []
    )
    assert re.findall(r"https?://", text) == []


def test_the_types_are_there_to_be_copied(collector):
    types = collector.ask("GET", "/r/relasi.d.ts")

    assert (types.status, types.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert b"export interface Relasi" in types.body


def test_a_key_nobody_has_and_a_source_that_is_off_are_said(collector, make_source):
    off = make_source(is_enabled=False)

    for end in ("js", "json"):
        assert collector.ask("GET", f"/r/nobody.{end}").code == (401, "unknown_key")
        assert collector.ask("GET", f"/r/{off}.{end}").code == (404, "disabled")
    for wrong in ("/r/", "/r/a/b.js", "/r/code/x.json", "/r/code/.js"):
        assert collector.ask("GET", wrong).code == (404, "no_such_address")


def test_a_browser_is_told_when_to_come_again(collector, make_source):
    key = make_source(per_second=1)
    body = {"batch": [{"type": "track", "event": "x", "anonymousId": "a"}] * 50}
    collector.post("/v1/batch", body, key, origin="https://shop.example")

    refused = collector.post("/v1/batch", body, key, origin="https://shop.example")

    assert refused.status == 429
    assert refused.headers["access-control-expose-headers"] == "retry-after"
    assert json.loads(refused.body)["code"] == "rate"
