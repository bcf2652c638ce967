"""How to connect a source: each library's few lines with the real address and key in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.timeline.models import Source
from relasi.timeline.queries.sources import SourceCard, source_card
from relasi.timeline.rules.origins import LOCAL
from relasi.ui import public as ui


@dataclass(frozen=True, slots=True)
class Example:
    """`where` is browser, python, node or shell; `install` the line that brings the library."""

    key: str
    where: str
    install: str


@dataclass(frozen=True, slots=True)
class Snippet:
    key: str
    title: str
    install: str
    code: str


EXAMPLES: dict[str, tuple[Example, ...]] = {
    "relasi": (
        Example("relasi_tag", "tag", ""),
        Example("relasi_calls", "calls", ""),
        Example("relasi_consent", "consent", ""),
    ),
    "segment": (
        Example("segment_browser", "browser", "npm install @segment/analytics-next"),
        Example("segment_python", "python", "pip install segment-analytics-python"),
        Example("segment_node", "node", "npm install @segment/analytics-node"),
    ),
    "rudderstack": (
        Example("rudderstack_browser", "browser", "npm install @rudderstack/analytics-js"),
        Example("rudderstack_python", "python", "pip install rudder-sdk-python"),
    ),
    "posthog": (
        Example("posthog_browser", "browser", "npm install posthog-js"),
        Example("posthog_python", "python", "pip install posthog"),
    ),
    "plain": (Example("plain", "shell", ""),),
}
# Not for a server: what is sent with its key is believed, so the key stands in no page.
IN_BROWSERS = frozenset({"tag", "calls", "consent", "browser"})


def show(request: HttpRequest, source_id: int) -> HttpResponse:
    card = source_card(source_id)
    asked = request.GET.get("with", "")
    examples = _examples(card)
    library = asked if asked in examples else next(iter(examples))
    context = {
        "source": card,
        "tab": "connect",
        "address": settings.BASE_URL,
        "is_local": urlsplit(settings.BASE_URL).hostname in LOCAL,
        "library": library,
        "mode": Source.ConsentMode(card.consent_mode).label,
        "libraries": _libraries(examples),
        "snippets": [_snippet(example, card) for example in examples[library]],
        "editor": ui.may(request, ("sources", "edit")),
    }
    return render(request, "timeline/source_connect.html", context)


def _examples(card: SourceCard) -> dict[str, list[Example]]:
    """By library, the usual one first: our own script for a web site."""
    last = card.kind != Source.Kind.WEBSITE
    order = sorted(EXAMPLES, key=lambda library: last and library == "relasi")
    fitting = {key: [each for each in EXAMPLES[key] if _fits(each, card)] for key in order}
    return {key: examples for key, examples in fitting.items() if examples}


def _fits(example: Example, card: SourceCard) -> bool:
    return card.kind != Source.Kind.SERVER or example.where not in IN_BROWSERS


def _libraries(keys: Iterable[str]) -> list[tuple[str, str]]:
    names = {
        "relasi": "Relasi",
        "segment": "Segment",
        "rudderstack": "RudderStack",
        "posthog": "PostHog",
    }
    return [(key, names.get(key) or _("No library")) for key in keys]


def _snippet(example: Example, card: SourceCard) -> Snippet:
    titles = {
        "tag": _("Into every page"),
        "calls": _("What your pages may tell"),
        "consent": _("From your consent banner"),
        "browser": _("In the browser"),
        "python": "Python",
        "node": "Node.js",
        "shell": _("A plain request"),
    }
    address = urlsplit(settings.BASE_URL)
    words = {
        "key": card.write_key,
        "address": settings.BASE_URL,
        "host": address.netloc,
        "scheme": address.scheme,
        "currency": accounts.organisation().currency,
    }
    code = render_to_string(f"timeline/connect/{example.key}.txt", words).strip()
    return Snippet(example.key, titles[example.where], example.install, code)
