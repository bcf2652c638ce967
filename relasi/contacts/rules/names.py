"""How a person is called."""

from collections.abc import Mapping

# What stands for a name that nobody knows, best first; a shop knows its customers' numbers.
INSTEAD = ("email", "phone", "handle", "external")


def full_name(given: str, family: str) -> str:
    """Both names as one; either may be missing, as it is for many Indonesians."""
    return " ".join(part for part in (given.strip(), family.strip()) if part)


def called(name: str, addresses: Mapping[str, str]) -> str:
    """The name, or the best address (by kind) or number that is known, or nothing."""
    known = (name, *(addresses.get(kind, "") for kind in INSTEAD))
    return next((text for text in known if text), "")
