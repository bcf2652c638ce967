"""What the operator says in the environment, refused in words when it cannot be meant."""

import ipaddress
import os
import re

from .errors import RelasiError

MOST = 1_000_000
MOST_PORTS = 65_535
V6 = 6
SERVER = re.compile(
    r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<four>[0-9.]+))(?::(?P<port>[0-9]{1,5}))?", re.IGNORECASE
)


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


def name_servers(name: str) -> tuple[str, ...]:
    """Network addresses, each with its port (53 where none is said): 9.9.9.9, [2620:fe::fe]:53."""
    return tuple(_name_server(name, word) for word in words(name))


def _name_server(name: str, word: str) -> str:
    found = SERVER.fullmatch(word)
    port = int(found["port"] or 53) if found else 0
    try:
        host = ipaddress.ip_address((found["six"] or found["four"]) if found else "")
    except ValueError:
        port = 0
    if not 0 < port <= MOST_PORTS:
        raise BadSetting(
            f"{name}={word} is no name server. Write its network address, as 9.9.9.9 or"
            " [2620:fe::fe]:53, commas between several. See docs/reference/settings.md."
        )
    return f"[{host}]:{port}" if host.version == V6 else f"{host}:{port}"


def words(name: str) -> list[str]:
    """Words between commas; none when it is not set."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]
