"""Who looks at the page and what they may see.

`ui` stands below `accounts` and cannot ask it; `accounts` answers through these hooks.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

Right = tuple[str, str]  # object, action: ("contacts", "view")
Gate = Callable[[HttpRequest, str, str], bool]


@dataclass(frozen=True, slots=True)
class Person:
    """The signed-in staff member as the shell shows them."""

    id: int
    name: str
    organisation: str
    role: str = ""
    theme: str = ""  # light, dark or system as stored with the person; a cookie goes before it


@dataclass(frozen=True, slots=True)
class Banner:
    """One line above every page: the sample company, a mail server that is missing."""

    sentence: str
    action_label: str = ""
    action_url: str = ""
    posts: bool = False
    icon: str = "flask-conical"


_gates: list[Gate] = []
_actors: list[Callable[[HttpRequest], object | None]] = []
_person: list[Callable[[HttpRequest], Person | None]] = []
_banners: list[Callable[[HttpRequest], Banner | None]] = []


def set_gate(gate: Gate) -> None:
    """Let `gate(request, object, action)` decide what navigation and panels show."""
    _gates[:] = [gate]


def set_person(person: Callable[[HttpRequest], Person | None]) -> None:
    _person[:] = [person]


def set_actor(actor: Callable[[HttpRequest], object | None]) -> None:
    """Who search providers look things up for: what `accounts` calls an Actor."""
    _actors[:] = [actor]


def register_banner(banner: Callable[[HttpRequest], Banner | None]) -> None:
    if banner not in _banners:
        _banners.append(banner)


def may(request: HttpRequest, rights: Right | None) -> bool:
    """Whether this page may show what needs `rights`; without a gate, nothing that needs one."""
    if rights is None:
        return True
    return any(gate(request, *rights) for gate in _gates)


def person_of(request: HttpRequest) -> Person | None:
    return next((found for ask in _person if (found := ask(request))), None)


def actor_of(request: HttpRequest) -> object | None:
    return next((found for ask in _actors if (found := ask(request))), None)


def banners(request: HttpRequest) -> list[Banner]:
    return [found for ask in _banners if (found := ask(request))]
