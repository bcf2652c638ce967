"""Secrets that we must be able to read again, encrypted for the database.

A stolen dump without the installation's key (RELASI_SECRET or the file `secret`) tells
nothing. What we need not read again (passwords, keys, links) is stored hashed instead.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .errors import RelasiError


class WrongKey(RelasiError):
    """The secret was sealed by another installation's key."""

    code = "wrong_key"


def seal(purpose: str, secret: str) -> str:
    """Encrypt; what was sealed for one purpose does not open for another."""
    return _fernet(purpose).encrypt(secret.encode()).decode()


def unseal(purpose: str, sealed: str) -> str:
    """The secret again. Raises WrongKey."""
    try:
        return _fernet(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise WrongKey(
            "This secret was stored with another RELASI_SECRET. Set the old one, or enter it anew."
        ) from error


def key_for(purpose: str) -> bytes:
    """32 bytes that only this installation has, others for each purpose."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"relasi.{purpose}".encode())
    return derive.derive(settings.SECRET_KEY.encode())


def _fernet(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key_for(purpose)))
