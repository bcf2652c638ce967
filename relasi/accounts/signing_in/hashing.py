"""Passwords: Argon2id with OWASP's parameters, a few at a time."""

import os
from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

# Each takes 19 MiB and a core for some 30 ms: a flood of sign-ins must not take the machine.
AT_ONCE = max(2, (os.cpu_count() or 2) // 2)
_turn = BoundedSemaphore(AT_ONCE)


class Argon2id(Argon2PasswordHasher):
    """OWASP Password Storage Cheat Sheet: m=19456 (19 MiB), t=2, p=1."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _turn:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _turn:
            return super().verify(password, encoded)
