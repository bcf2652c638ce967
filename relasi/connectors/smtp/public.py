"""The door of `connectors.smtp`."""

from .queries import sink_in_use
from .transport import SmtpTransport

__all__ = ["SmtpTransport", "sink_in_use"]
