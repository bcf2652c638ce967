"""What the operator says that concerns the collector."""

import os
from dataclasses import dataclass

from relasi.kernel import environment

MOST_PROXIES = 10


@dataclass(frozen=True)
class Settings:
    """`memory` is how many bytes of requests may be held at once, all requests together."""

    database_url: str
    proxies: int = 0
    memory: int = 128 * 1024 * 1024
    refresh_seconds: float = 2.0


def from_environment() -> Settings:
    return Settings(
        database_url=os.environ.get("RELASI_DATABASE_URL", "postgresql:///relasi"),
        proxies=environment.number("RELASI_PROXIES", 0, most=MOST_PROXIES),
    )
