"""Web origins as browsers say them: scheme, host, port. No Django here."""

import re
from urllib.parse import urlsplit

LONGEST = 255
LOCAL = ("localhost", "127.0.0.1")
HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
USUAL_PORT = {"https": 443, "http": 80}


def origin_of(text: str) -> str | None:
    """The origin that `text` names, as a browser would send it; None when it names none.

    https only; plain http for this machine itself, where shops are built.
    """
    try:
        parts = urlsplit(text.strip().removesuffix("/"))
        host, port = _host(parts.hostname or ""), parts.port
    except (ValueError, UnicodeError):
        return None
    bare = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    known = parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL)
    if bare or not known or not HOST.fullmatch(host) or parts.netloc.endswith(":"):
        return None
    found = f"{parts.scheme}://{host}"
    if port is not None and port != USUAL_PORT[parts.scheme]:
        found += f":{port}"
    return found if len(found) <= LONGEST else None


def _host(written: str) -> str:
    """In the letters of the wire: kopi-élan.example is xn--kopi-lan-f1a.example."""
    return written.encode("idna").decode() if written else ""
