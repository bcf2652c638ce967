"""Browsers by the names people know."""

import pytest

from relasi.ui.devices import device, is_phone

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
SEEN = {
    f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/120.0 Safari/537.36": "Chrome · Linux",
    f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/120 Safari/537 Edg/120": "Edge · Windows",
    "Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/17 Safari/604": "Safari · iPhone",
    "Mozilla/5.0 (Android 14; Mobile) Gecko/121.0 Firefox/121.0": "Firefox · Android",
    "curl/8.5.0": "curl/8.5.0",
    "": "",
}


@pytest.mark.parametrize("user_agent", SEEN)
def test_a_browser_is_called_as_people_call_it(user_agent):
    assert device(user_agent) == SEEN[user_agent]


def test_what_is_held_in_a_hand_is_a_phone():
    assert [name for seen, name in SEEN.items() if is_phone(seen)] == [
        "Safari · iPhone",
        "Firefox · Android",
    ]
