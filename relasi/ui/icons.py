"""Lucide icons as inline SVG, read once from what the front-end build wrote."""

import json
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS: Final = Path(__file__).parent / "static" / "dist" / "icons.json"


@cache
def _shapes() -> dict[str, str]:
    """The drawing inside each icon's <svg>, by name."""
    try:
        return dict(json.loads(ICONS.read_text()))
    except FileNotFoundError:
        sentence = "The front end is not built yet. Run `make frontend`."
        raise RuntimeError(sentence) from None


@cache
def icon(name: str, css: str = "") -> SafeString:
    """An icon in the colour of the text around it; hidden from screen readers."""
    shapes = _shapes()
    if name not in shapes:
        raise LookupError(f"There is no icon called {name!r}; see https://lucide.dev/icons.")
    return format_html(
        '<svg class="icon {}" aria-hidden="true" viewBox="0 0 24 24" fill="none" '
        'stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">{}</svg>',
        css,
        mark_safe(shapes[name]),  # noqa: S308  # lucide's own drawing, from our build
    )
