"""What the rest of the house uses of SMTP."""

from relasi.messaging import public as messaging

from .transport import SmtpTransport


def register() -> None:
    messaging.register_transport("email", SmtpTransport())
