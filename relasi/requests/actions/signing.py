"""The signature of OpenDSR answers and callbacks: RSA over the SHA-256 of the body."""

import base64
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import connection, transaction

from relasi.kernel import sealing
from relasi.requests.models import SigningKey

SEALED_FOR = "opendsr"
BITS, YEARS = 3072, 10
IN_TURN = "SELECT pg_advisory_xact_lock(hashtext('requests_signingkey'))"


def domain() -> str:
    """Where requests are received: what the certificate is for."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def signature(body: bytes, now: datetime) -> str:
    row = signing_key(now)
    pem = sealing.unseal(SEALED_FOR, row.key_sealed).encode()
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return base64.b64encode(key.sign(body, padding.PKCS1v15(), hashes.SHA256())).decode()


@transaction.atomic
def signing_key(now: datetime) -> SigningKey:
    """The installation's, made when it is first needed."""
    row = SigningKey.objects.order_by("-pk").first()
    if row is not None:
        return row
    with connection.cursor() as cursor:
        cursor.execute(IN_TURN)
    return SigningKey.objects.order_by("-pk").first() or _made(now)


def _made(now: datetime) -> SigningKey:
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, domain())])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(domain())]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return SigningKey.objects.create(
        certificate=certificate.public_bytes(serialization.Encoding.PEM).decode(),
        key_sealed=sealing.seal(SEALED_FOR, pem.decode()),
        made_at=now,
    )
