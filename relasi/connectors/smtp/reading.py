"""A caught mail as people read it."""

import email
import email.policy
from email.message import EmailMessage

from django.utils.html import urlize

NEW_TAB = '<base target="_blank">'
PAPER = (
    '<body style="margin: 1.5rem; font: 15px/1.5 system-ui, sans-serif; white-space: pre-wrap;'
    ' overflow-wrap: anywhere">'
)
LONGEST_SOURCE = 500_000


def html_of(source: bytes) -> str:
    """The HTML part, its links set to open in a tab of their own; the text where there is none."""
    part = _message(source).get_body(("html",))
    if part is None:
        return f"<!doctype html>{NEW_TAB}{PAPER}{urlize(text_of(source), autoescape=True)}"
    page = str(part.get_content())
    head = page.lower().find("<head>")
    return page[: head + 6] + NEW_TAB + page[head + 6 :] if head >= 0 else NEW_TAB + page


def text_of(source: bytes) -> str:
    part = _message(source).get_body(("plain",))
    return str(part.get_content()) if part else ""


def source_of(source: bytes) -> str:
    return source[:LONGEST_SOURCE].decode("utf-8", "replace")


def _message(source: bytes) -> EmailMessage:
    message = email.message_from_bytes(source, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message
