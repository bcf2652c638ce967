"""Passwords at rest: sealed with a key that is made from the installation's secret."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused


def seal(text: str) -> bytes:
    return _key().encrypt(text.encode())


def open_sealed(sealed: bytes | memoryview) -> str:
    """Raises Refused when the secret is not the one it was sealed with."""
    try:
        return _key().decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise Refused(
            _(
                "The mail server's password cannot be read with this installation's secret."
                " Type it in again."
            )
        ) from error


def _key() -> Fernet:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"relasi mail server password")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
