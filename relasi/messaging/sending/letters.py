"""The letters of a batch: words for many people in one go, one letter at a time after that."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from relasi.messaging import wording
from relasi.messaging.content.compiling import CannotRender
from relasi.messaging.content.letters import Addressee, NoAddress, Sender, letter
from relasi.messaging.content.words import Shop, asks_for_products, words_for
from relasi.messaging.ledger.claiming import Claimed
from relasi.messaging.models import Mailing
from relasi.messaging.rules.content import Content, content_of
from relasi.messaging.rules.outcomes import FAILED, Outcome
from relasi.messaging.transports import Envelope

Words = Mapping[str, Any]


class Writer:
    """Writes one mailing's letters."""

    def __init__(self, mailing: Mailing, shop: Shop) -> None:
        self._contents: dict[str, Content] = {
            key: content_of(value) for key, value in mailing.contents.items()
        }
        self._shop = shop
        self._with_products = any(map(asks_for_products, self._contents.values()))
        self._sender = Sender(
            mailing.sender_name,
            mailing.sender_address,
            mailing.reply_to,
            f"m{mailing.pk}:c{mailing.campaign_id or 0}:{mailing.purpose}:relasi",
        )

    def words(self, batch: Sequence[Claimed]) -> list[tuple[Claimed, Words | None]]:
        """The words for each message, read in one go; None for a contact that is gone."""
        ids = [message.contact_id for message in batch]
        found = words_for(ids, self._shop, with_products=self._with_products)
        return [(message, found.get(message.contact_id)) for message in batch]

    def write(self, message: Claimed, words: Words | None, now: datetime) -> Envelope | Outcome:
        """The letter, or the outcome that says why there is none."""
        content = self._contents.get(message.variant)
        if words is None:
            return Outcome(FAILED, "no_contact")
        if content is None:
            return Outcome(FAILED, "no_content", message.variant)
        to = Addressee(message.id, message.address, message.message_id)
        try:
            return letter(content, words, to=to, sender=self._sender, shop=self._shop, now=now)
        except CannotRender as problem:
            detail = f"{wording.where(problem)}: {wording.broken(problem)}"
            return Outcome(FAILED, "template", detail)
        except NoAddress:
            return Outcome(FAILED, "bad_address", message.address)
