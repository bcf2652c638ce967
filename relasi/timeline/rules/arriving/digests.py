"""One short number for each message, so that the same one is known again."""

from hashlib import blake2b

DIGITS = 32


def digest_of(source_id: int, message_id: str) -> str:
    """The first 16 bytes of BLAKE2b of the source and the message id: a uuid in plain digits."""
    text = f"{source_id}:{message_id}".encode("utf-8", "replace")
    return blake2b(text).hexdigest()[:DIGITS]


def made_id(body: str, received_at: str) -> str:
    """A message id for an event that came without one: what it says and when it came."""
    told = blake2b(f"{received_at}\n{body}".encode("utf-8", "replace"), digest_size=16)
    return f"made:{told.hexdigest()}"
