"""The letters of a batch: words for many people in one go, one letter at a time after that."""

from collections.abc import Sequence
from datetime import datetime

from relasi.messaging import wording
from relasi.messaging.content.compiling import CannotRender
from relasi.messaging.content.letters import Addressee, NoAddress, Sender, letter
from relasi.messaging.content.words import Shop, asks_for_products, words_for
from relasi.messaging.ledger.claiming import Claimed
from relasi.messaging.models import Mailing
from relasi.messaging.rules.content import Content, content_of
from relasi.messaging.rules.outcomes import FAILED, Outcome
from relasi.messaging.transports import Envelope

Written = tuple[Claimed, Envelope | Outcome]


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

    def write(self, batch: Sequence[Claimed], now: datetime) -> list[Written]:
        """A letter for each message, or the outcome that says why there is none."""
        ids = [message.contact_id for message in batch]
        words = words_for(ids, self._shop, with_products=self._with_products)
        return [(m, self._one(m, words.get(m.contact_id), now)) for m in batch]

    def _one(
        self, message: Claimed, words: dict[str, object] | None, now: datetime
    ) -> Envelope | Outcome:
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
