"""What the operator says in the environment, refused in words when it cannot be meant."""

import ipaddress
import os

from .errors import RelasiError

MOST = 1_000_000


class BadSetting(RelasiError):
    """A RELASI_… variable says something that cannot be."""

    code = "bad_setting"


def flag(name: str, *, default: bool) -> bool:
    """Yes or no: `1` or `0`."""
    value = os.environ.get(name, "") or str(int(default))
    if value not in {"0", "1"}:
        raise BadSetting(f"{name}={value} is neither 0 nor 1. See docs/reference/settings.md.")
    return value == "1"


def number(name: str, default: int, *, least: int = 0, most: int = MOST) -> int:
    """A whole number between `least` and `most`."""
    value = os.environ.get(name, "") or str(default)
    if not (value.isascii() and value.isdigit()) or not least <= int(value) <= most:
        raise BadSetting(
            f"{name}={value} is not a whole number from {least} to {most}. "
            "See docs/reference/settings.md."
        )
    return int(value)


def networks(name: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Networks between commas, as in 10.0.0.0/8."""
    try:
        return tuple(ipaddress.ip_network(word) for word in words(name))
    except ValueError as error:
        raise BadSetting(
            f"{name}: {error}. Write networks as 10.0.0.0/8, commas between them."
        ) from error


def words(name: str) -> list[str]:
    """Words between commas; none when it is not set."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]
