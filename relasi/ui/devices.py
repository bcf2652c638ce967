"""What a browser calls itself, in the words of the person who holds it."""

from typing import Final

# The first that is found says it: Edge and Opera also call themselves Chrome, Chrome also Safari.
BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
PHONES: Final = ("iPhone", "Android")


def device(user_agent: str) -> str:
    """Browser and system, "Chrome · Linux"; a program keeps the name it gives itself."""
    known = [_first(user_agent, BROWSERS), _first(user_agent, SYSTEMS)]
    return " · ".join(part for part in known if part) or user_agent[:60]


def is_phone(user_agent: str) -> bool:
    return any(word in user_agent for word in PHONES)


def _first(user_agent: str, words: tuple[tuple[str, str], ...]) -> str:
    return next((name for word, name in words if word in user_agent), "")
