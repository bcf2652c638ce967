"""Whether an address belonged to somebody who was erased."""

import hmac
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.db import connection

from relasi.kernel import sealing

Address = tuple[str, str]


def digest_of(kind: str, value: str) -> str:
    """A stolen dump cannot try addresses out: the key is made of the installation's secret."""
    said = f"{kind}\n{value}".encode("utf-8", "replace")
    return hmac.digest(_key(settings.SECRET_KEY), said, "sha256").hex()


@cache
def _key(secret: str) -> bytes:
    del secret  # the key follows from it
    return sealing.key_for("erased-address")


def anybody_erased() -> bool:
    """Asked before many addresses are hashed: most installations never erased anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM contacts_erasedaddress)")
        return bool(cursor.fetchone()[0])


def erased_among(addresses: Iterable[Address]) -> set[Address]:
    """Those of these (kind, normalised value) that nobody may be known by again."""
    if not anybody_erased():
        return set()
    digests = {digest_of(kind, value): (kind, value) for kind, value in addresses}
    with connection.cursor() as cursor:
        # An array is one value, where a list of thousands of them is read anew each time.
        cursor.execute(
            "SELECT digest FROM contacts_erasedaddress WHERE digest = ANY(%s)", [list(digests)]
        )
        return {digests[digest] for (digest,) in cursor.fetchall()}
