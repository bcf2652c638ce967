"""What counts as an origin, and how it is kept."""

import pytest

from relasi.timeline.rules.origins import origin_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://shop.example", "https://shop.example"),
        ("  HTTPS://Shop.Example/ ", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("https://kopi-élan.example", "https://xn--kopi-lan-f1a.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
    ],
)
def test_an_origin_is_kept_as_a_browser_says_it(typed, kept):
    assert origin_of(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "shop.example",
        "http://shop.example",
        "ftp://shop.example",
        "https://",
        "https://shop.example/cart",
        "https://shop.example?x=1",
        "https://shop.example#top",
        "https://ann@shop.example",
        "https://*.shop.example",
        "https://shop.example:",
        "https://shop.example:99999",
        "https://shop.example:port",
        "https://shop .example",
        "https://-shop.example",
        "https://[::1",
        "https://" + "a" * 64 + ".example",
        "https://" + ".".join(["a" * 60] * 5),
        "javascript:alert(1)",
        "null",
    ],
)
def test_what_is_no_origin_is_none(typed):
    assert origin_of(typed) is None
