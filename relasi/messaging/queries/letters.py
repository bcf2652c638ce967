"""Letters of the house, and what became of them."""

from datetime import datetime

from relasi.messaging.models import Letter


def message_id_about(kind: str, about: int) -> str:
    """The Message-ID of the letter about this, empty before it was handed over."""
    rows = Letter.objects.filter(kind=kind, about=about).order_by("-pk")
    return rows.values_list("delivery__message_id", flat=True).first() or ""


def letters_since(kind: str, about: int, since: datetime) -> int:
    """How many letters of this kind were written about this."""
    rows = Letter.objects.filter(kind=kind, about=about)
    return rows.filter(delivery__mailing__created_at__gte=since).count()
