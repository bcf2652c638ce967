"""What the sources are called that Relasi knows; what a company wrote itself stays as it is.

A source is stored as a short English word. These are usual ones of visits, orders and consents;
packages above add those they write.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _in

_called: dict[str, str | Promise] = {
    "search": _in("source", "search"),
    "direct": _in("source", "direct"),
    "ads": _in("source", "ads"),
    "email": _in("source", "e-mail"),
    "social": _in("source", "social media"),
    "partner": _in("source", "partner"),
    "store": _in("source", "store"),
    "import": _in("source", "import"),
    "sign-up form": _in("source", "sign-up form"),
    "loyalty card form": _in("source", "loyalty card form"),
}


def register_sources(words: Mapping[str, str | Promise]) -> None:
    _called.update(words)


def source_called(source: str) -> str:
    return str(_called.get(source, source))


def sources_called(text: str, *, wholly: bool = False) -> list[str]:
    """The stored words of the sources whose name, as it is read here, contains or is `text`."""
    wanted = text.strip().casefold()
    names = {source: str(label).casefold() for source, label in _called.items()}
    return [
        source
        for source, name in names.items()
        if name == wanted or (not wholly and wanted in name)
    ]
