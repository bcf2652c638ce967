"""How a person is called."""


def full_name(given: str, family: str) -> str:
    """Both names as one; either may be missing, as it is for many Indonesians."""
    return " ".join(part for part in (given.strip(), family.strip()) if part)


def called(name: str, *addresses: str) -> str:
    """The name, or the first address that is known, or nothing."""
    return next((text for text in (name, *addresses) if text), "")
