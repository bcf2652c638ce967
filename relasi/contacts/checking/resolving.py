"""Whether a domain takes mail: asked of the name servers that the operator named, and of no others.

RFC 5321 §5.1: a domain with MX records takes mail there, one without takes it at its own address;
RFC 7505: a single MX "." says that it takes none.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import dns.exception
import dns.name
import dns.resolver
from django.conf import settings

SECONDS = 4.0
AT_ONCE = 16
YES, NO, SILENT = "yes", "no", "silent"


def servers() -> tuple[str, ...]:
    """Network addresses with a port, "9.9.9.9:53"; none when nobody may be asked."""
    named: tuple[str, ...] = settings.RESOLVERS
    return named


def take_mail(domains: Sequence[str], named: Sequence[str]) -> dict[str, str]:
    """By domain "yes", "no" or "silent"; never raises."""
    asker = _asker(named)
    with ThreadPoolExecutor(AT_ONCE, "mail exchange") as pool:
        return dict(
            zip(domains, pool.map(lambda domain: _asked(domain, asker), domains), strict=True)
        )


def _asker(named: Sequence[str]) -> dns.resolver.Resolver:
    asker = dns.resolver.Resolver(configure=False)
    hosts = [server.rsplit(":", 1) for server in named]
    asker.nameservers = [
        dns.nameserver.Do53Nameserver(host.strip("[]"), int(port)) for host, port in hosts
    ]
    asker.timeout, asker.lifetime = SECONDS / 2, SECONDS
    asker.search, asker.cache = [], dns.resolver.LRUCache()
    return asker


def _asked(domain: str, asker: dns.resolver.Resolver) -> str:
    try:
        name = dns.name.from_text(domain, idna_codec=dns.name.IDNA_2008)
    except (dns.exception.DNSException, UnicodeError):
        return NO
    try:
        return _answer(name, asker)
    except dns.resolver.NXDOMAIN:
        return NO
    except (dns.exception.DNSException, OSError):
        return SILENT


def _answer(name: dns.name.Name, asker: dns.resolver.Resolver) -> str:
    exchanges = asker.resolve(name, "MX", raise_on_no_answer=False)
    if exchanges.rrset is not None:
        none = all(record.exchange == dns.name.root for record in exchanges)
        return NO if none else YES
    for kind in ("A", "AAAA"):
        if asker.resolve(name, kind, raise_on_no_answer=False).rrset is not None:
            return YES
    return NO
