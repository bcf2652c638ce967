"""How audit entries hang together, and the signed head that is kept outside the database."""

import fcntl
import hashlib
import json
import os
from datetime import UTC
from pathlib import Path
from typing import Any

from django.conf import settings

from relasi.kernel import tokens

from .models import AuditEntry

GENESIS = "0" * 64
PURPOSE = "audit-head"


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over everything the entry says and the hash before it, as canonical JSON."""
    said = [
        entry.pk,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.actor_name,
        entry.action,
        entry.object,
        entry.object_id,
        as_stored(entry.detail),
        entry.previous_hash,
    ]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def as_stored(value: Any) -> Any:
    """As PostgreSQL gives it back: it writes 1e16 as a whole number and knows no minus zero."""
    if isinstance(value, dict):
        return {key: as_stored(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_stored(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def head_path() -> Path:
    return Path(settings.HOME) / "audit-head"


def anchor(number: int, seal: str) -> None:
    """Sign how far the log goes.

    An older head never replaces a newer one, and a head the log no longer contains is kept:
    it is the proof that entries were taken away.
    """
    path = head_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = anchored()
        if known is not None and (known[0] >= number or not _contains(*known)):
            return
        fresh = path.with_suffix(".new")
        with fresh.open("w") as file:
            file.write(tokens.sign(PURPOSE, [number, seal]))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


def _contains(number: int, seal: str) -> bool:
    return AuditEntry.objects.filter(pk=number, hash=seal).exists()


def anchored() -> tuple[int, str] | None:
    """The number and hash of the last entry that was signed. Raises BadToken if forged."""
    path = head_path()
    if not path.exists():
        return None
    number, seal = tokens.unsign(PURPOSE, path.read_text())
    return int(number), str(seal)
