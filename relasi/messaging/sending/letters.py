"""The letters of a batch: words for many people in one go, one letter at a time after that."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from relasi.consent.public import SERVICE
from relasi.messaging import wording
from relasi.messaging.content.compiling import CannotRender
from relasi.messaging.content.letters import Addressee, NoAddress, Sender, letter
from relasi.messaging.content.words import FOOTER, Shop, asks_for_products, words_for
from relasi.messaging.house_letters import words_of_letters
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
            service=mailing.purpose == SERVICE,
        )

    def words(self, batch: Sequence[Claimed]) -> list[tuple[Claimed, Words | None]]:
        """The words for each message, read in one go; None for a contact that is gone."""
        ids = [message.contact_id for message in batch]
        found = words_for(ids, self._shop, with_products=self._with_products)
        if self._sender.service:
            own = words_of_letters([m.id for m in batch], self._shop.base_url)
            return [(m, _of_letter(m, found.get(m.contact_id), own)) for m in batch]
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


def _of_letter(
    message: Claimed, person: Words | None, own: Mapping[int, Mapping[str, Any]]
) -> Words | None:
    """The person's words in the letter's language, and those of the letter itself."""
    if person is None or message.id not in own:
        return None
    language = message.variant
    return {**person, "language": language, "words": FOOTER[language], "letter": own[message.id]}
