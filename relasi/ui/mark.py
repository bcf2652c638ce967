"""The mark: a ring, the customer, and a square, the firm; each once over and once under."""

from itertools import count
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

_SHAPE: Final = (
    '<svg class="{css}" aria-hidden="true" viewBox="0 0 32 32" fill="none">'
    '<mask id="m{id}r" maskUnits="userSpaceOnUse" x="0" y="0" width="32" height="32">'
    '<rect width="32" height="32" fill="#fff"/>'
    '<path d="M13 16.5V7" stroke="#000" stroke-width="6"/></mask>'
    '<mask id="m{id}s" maskUnits="userSpaceOnUse" x="0" y="0" width="32" height="32">'
    '<rect width="32" height="32" fill="#fff"/>'
    '<path d="M12 28.5A8.5 8.5 0 0 0 17.5 13.5" stroke="#000" stroke-width="6"/></mask>'
    '<rect mask="url(#m{id}s)" x="13" y="3.5" width="15.5" height="15.5" rx="4.5" '
    'stroke="var(--mark-a, #0f5666)" stroke-width="3.7"/>'
    '<circle mask="url(#m{id}r)" cx="12" cy="20" r="8.5" '
    'stroke="var(--mark-b, #dd9c2c)" stroke-width="3.7"/></svg>'
)
_ids = count(1)


def mark(css: str = "") -> SafeString:
    """Each drawing has its own mask ids: a hidden first one would hide the masks of all."""
    return format_html(_SHAPE, css=css, id=next(_ids))
