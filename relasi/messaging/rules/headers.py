"""What may stand in a header."""

import re
import unicodedata

LONGEST_SUBJECT = 400
LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,64}")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def has_control(text: str) -> bool:
    """Whether a text could end its header line or hide something in it (CWE-93)."""
    return any(unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in text)


def ascii_domain(domain: str) -> str | None:
    """The domain as DNS knows it ("xn--…"), or None when it cannot be one."""
    try:
        encoded = domain.encode("idna").decode("ascii").lower() if domain else ""
    except UnicodeError:
        return None
    labels = encoded.split(".")
    good = len(labels) > 1 and len(encoded) <= 253  # noqa: PLR2004 (RFC 1035 §2.3.4)
    return encoded if good and all(LABEL.fullmatch(label) for label in labels) else None


def wire_address(address: str) -> str | None:
    """The address as it is put into an envelope, or None when it cannot be delivered to.

    The domain becomes ASCII; a local part beyond ASCII stays and needs SMTPUTF8 (RFC 6531).
    """
    local, at, domain = address.strip().rpartition("@")
    encoded = ascii_domain(domain)
    if not at or encoded is None or not LOCAL.fullmatch(local) or has_control(local):
        return None
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return None
    return f"{local}@{encoded}"
