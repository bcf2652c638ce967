"""Toasts: what was done, with a way back. Errors are no toasts: they stay where they happened."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Toast:
    sentence: str
    undo_url: str = ""


def toast(request: HttpRequest, sentence: str, undo_url: str | None = None) -> None:
    """Tell on this page or the next one; `undo_url` is posted to by its Undo."""
    messages.success(request, sentence, extra_tags=undo_url or "")


def take(request: HttpRequest) -> list[Toast]:
    """The toasts to show now; each is shown once."""
    return [
        Toast(str(message.message), message.extra_tags or "")
        for message in messages.get_messages(request)
    ]
