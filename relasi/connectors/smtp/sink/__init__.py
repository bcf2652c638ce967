"""The built-in mail sink: a small SMTP server on this machine that keeps what it is given.

Our own 150 lines rather than aiosmtpd: it has to hold back its 250 until a whole group of
mails is committed, and needs nothing else of a mail server (docs/decisions has the reasons).
"""

from .running import run

__all__ = ["run"]
