"""Links that packages above put on the preference page."""

from django.urls import reverse
from django.utils.functional import Promise

_links: dict[str, str | Promise] = {}


def register_beside_choices(url_name: str, label: str | Promise) -> None:
    _links[url_name] = label


def beside_choices() -> list[tuple[str, str]]:
    """(label, address) of each."""
    return [(str(label), reverse(name)) for name, label in _links.items()]
