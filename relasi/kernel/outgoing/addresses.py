"""Where an address that somebody typed may lead: a deny list of our own.

`ipaddress.is_private` and `is_global` do not answer this: the first does not know 100.64.0.0/10,
the second takes 64:ff9b::7f00:1, 2002:7f00:: and ::127.0.0.1 for anybody's. Spelling is of no
help either (127.1, 2130706433, 0x7f.1 and ①②⑦.⓪.⓪.① are all this machine), so what counts is the
address that the name resolves to, and the connection goes to exactly that one.
"""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _networks(*written: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(each) for each in written)


# IANA's special-purpose registry for IPv4, multicast and what is reserved.
NOT_PUBLIC_4 = _networks(
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
    *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24"),
    *("192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15"),
    *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
)
# Of IPv6 only this is given to anybody, and not all of it.
PUBLIC_6 = _networks("2000::/3")
NOT_PUBLIC_6 = _networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
# Where clouds keep the keys of their machines, and what is not routed: never, whoever asks.
NEVER = _networks(
    *("0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "100.100.100.200/32"),
    *("168.63.129.16/32", "192.0.0.192/32", "fe80::/10", "ff00::/8", "::/128"),
    *("fd00:ec2::254/128", "fd20:ce::254/128"),
)
# IPv4 within IPv6: mapped, compatible, NAT64; 6to4 has it in front.
AT_THE_END = _networks("::ffff:0:0/96", "::/96", "64:ff9b::/96")
SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")


class Unreachable(Exception):
    """`word` is why, for the record: no_address, forbidden_address."""

    def __init__(self, word: str, detail: str) -> None:
        super().__init__(detail)
        self.word = word


@dataclass(frozen=True, slots=True)
class Place:
    """An address that was checked, ready for `socket.connect`."""

    family: socket.AddressFamily
    sockaddr: tuple[Any, ...]


def places(host: str, port: int, *, private: bool = False) -> list[Place]:
    """What the name leads to now, checked. With one address that it may not lead to, none.

    `private` lets networks of a house be reached (databases live there). Raises Unreachable.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError) as error:
        raise Unreachable("no_address", f"“{host}” leads to no address.") from error
    for _family, _type, _protocol, _name, sockaddr in found:
        address = ipaddress.ip_address(str(sockaddr[0]).partition("%")[0])
        if not is_allowed(address, private=private):
            raise Unreachable(
                "forbidden_address", f"“{host}” leads to {address}, inside a network."
            )
    return [Place(family, sockaddr) for family, _type, _protocol, _name, sockaddr in found]


def is_allowed(address: Address, *, private: bool = False) -> bool:
    """Whether we connect there: what is public, and what the operator said is ours to reach."""
    if _within(address, NEVER) or _within(_embedded(address), NEVER):
        return False
    if private or is_ours(address):
        return True
    if isinstance(address, ipaddress.IPv4Address):
        return not _within(address, NOT_PUBLIC_4)
    return _within(address, PUBLIC_6) and not _within(address, NOT_PUBLIC_6)


def is_ours(address: Address) -> bool:
    """Whether the operator named a network that it lies in (RELASI_PRIVATE_NETWORKS)."""
    return _within(address, settings.PRIVATE_NETWORKS)


def _embedded(address: Address) -> Address | None:
    """The IPv4 address inside an IPv6 one, where it stands for it."""
    if isinstance(address, ipaddress.IPv4Address) or address.is_loopback:
        return None
    number = int(address)
    if _within(address, AT_THE_END):
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    if address in SIX_TO_FOUR:
        return ipaddress.IPv4Address(number >> 80 & 0xFFFFFFFF)
    return None


def _within(address: Address | None, networks: Iterable[Network]) -> bool:
    return address is not None and any(address in network for network in networks)
