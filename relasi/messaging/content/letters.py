"""From a claimed message to bytes that can leave: words, links, headers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from relasi.messaging.rules.content import Content
from relasi.messaging.rules.headers import wire_address
from relasi.messaging.transports import Envelope

from . import mime, tracking
from .compiling import Filled, compiled
from .words import Shop


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose mail it is, and what it belongs to for those who watch over mail (Feedback-ID).

    `service` is a letter of the house: it tracks nobody, and there is nothing to leave.
    """

    name: str
    address: str
    reply_to: str = ""
    feedback_id: str = ""
    service: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """One message: `delivery_id` 0 is a test mail, which tracks nobody."""

    delivery_id: int
    address: str
    message_id: str


class NoAddress(Exception):
    """What we have is not an address that mail can be sent to."""


def letter(  # noqa: PLR0913 - what goes into one message
    content: Content,
    words: Mapping[str, Any],
    *,
    to: Addressee,
    sender: Sender,
    shop: Shop,
    now: datetime,
) -> Envelope:
    """The finished message. Raises CannotRender, NoAddress."""
    recipient = wire_address(to.address)
    if recipient is None:
        raise NoAddress(to.address)
    links = tracking.links_of(to.delivery_id, shop.base_url)
    if sender.service:
        del links["unsubscribe"]
    filled = compiled(content).fill({**words, "links": links})
    page = filled.html
    if to.delivery_id and not sender.service:
        page = tracking.tracked(page, to.delivery_id, shop.base_url)
    headers = _headers(filled, recipient, links.get("unsubscribe"), to, sender, now)
    data = mime.message(headers, text=filled.text, html=page)
    return Envelope(sender.address, recipient, data, to.message_id)


def _headers(  # noqa: PLR0913, PLR0917 - the parts of one head
    filled: Filled, recipient: str, leave: str | None, to: Addressee, sender: Sender, now: datetime
) -> list[tuple[str, str]]:
    name = mime.header_text("From", sender.name) if not sender.name.isascii() else sender.name
    headers = [
        ("From", mime.mailbox(name, sender.address)),
        ("To", f"<{recipient}>"),
        ("Subject", mime.header_text("Subject", filled.subject)),
        ("Date", mime.date_text(now.timestamp())),
        ("Message-ID", f"<{to.message_id}>"),
    ]
    if leave is None:
        headers.append(("Auto-Submitted", "auto-generated"))
    else:
        headers += [
            ("List-Unsubscribe", f"<{leave}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ]
    if sender.reply_to:
        headers.append(("Reply-To", sender.reply_to))
    if sender.feedback_id:
        headers.append(("Feedback-ID", sender.feedback_id))
    return headers
