"""What a template can say about a person: plain values, read for many people at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from relasi.accounts import public as accounts
from relasi.contacts import public as contacts
from relasi.engine import relations
from relasi.messaging.rules.content import Content

PRODUCTS_EACH = 4
# In the reader's language, not in that of whoever sends.
FOOTER = {
    "en": {"preferences": "Your preferences", "unsubscribe": "Unsubscribe"},
    "id": {"preferences": "Pilihan Anda", "unsubscribe": "Berhenti berlangganan"},
}
NOWHERE = {"preferences": "#", "unsubscribe": "#"}


@dataclass(frozen=True, slots=True)
class Shop:
    """Who writes: the organisation, as mails show it."""

    name: str
    postal_address: str
    currency: str
    language: str
    base_url: str

    def as_words(self) -> dict[str, str]:
        return {"name": self.name, "postal_address": self.postal_address}


def shop() -> Shop:
    card = accounts.organisation()
    return Shop(
        card.name,
        card.postal_address.replace("\n", ", "),
        card.currency,
        card.language,
        settings.BASE_URL.rstrip("/"),
    )


def asks_for_products(content: Content) -> bool:
    texts = [content.subject, content.preheader]
    texts += [value for block in content.blocks for value in block.values()]
    bought = any(block.get("kind") == "bought" for block in content.blocks)
    return bought or any("products" in text for text in texts)


def words_for(
    contact_ids: Sequence[int], of: Shop, *, with_products: bool
) -> dict[int, dict[str, Any]]:
    """The words for each of these contacts; whoever is gone has none."""
    people = contacts.merge_fields(contact_ids)
    products = products_of(people) if with_products else {}
    return {
        contact_id: person_words(person, of, products.get(contact_id, {}))
        for contact_id, person in people.items()
    }


def person_words(
    person: Mapping[str, Any], of: Shop, products: Mapping[str, Any]
) -> dict[str, Any]:
    """One person's words. What is empty is left out, so that a template must say what then."""
    language = language_of(str(person.get("language") or of.language))
    known = {key: value for key, value in person.items() if value not in ("", None)}
    return {
        "contact": known,
        "shop": of.as_words(),
        "currency": of.currency,
        "language": language,
        "words": FOOTER[language],
        "links": NOWHERE,
        "products": products,
    }


def language_of(code: str) -> str:
    return "id" if code.lower().startswith("id") else "en"


def products_of(contact_ids: Iterable[int]) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """By contact: what they bought last, and most often in the category they buy most of."""
    found: dict[int, dict[str, list[dict[str, Any]]]] = {}
    tables = {name: relations.physical(name) for name in ("order_lines", "orders", "products")}
    with connection.cursor() as cursor:
        for key, statement in (("last_bought", LAST), ("favourite_category", FAVOURITE)):
            cursor.execute(statement.format(**tables), [list(contact_ids), PRODUCTS_EACH])
            for contact_id, name, price, currency in cursor.fetchall():
                product = {"name": name, "price": price, "currency": currency}
                found.setdefault(contact_id, {}).setdefault(key, []).append(product)
    return found


BOUGHT = """
    SELECT l.contact_id, l.product_id, p.name, p.price, p.currency, p.category_id,
        max(l.placed_at) AS last_at, count(*) AS times
    FROM {order_lines} l
    JOIN {orders} o ON o.id = l.order_id AND o.status = 'completed'
    JOIN {products} p ON p.id = l.product_id
    WHERE l.contact_id = ANY(%s)
    GROUP BY l.contact_id, l.product_id, p.name, p.price, p.currency, p.category_id
"""
LAST = f"""
WITH bought AS ({BOUGHT}), numbered AS (
    SELECT *, row_number() OVER (
        PARTITION BY contact_id ORDER BY last_at DESC, times DESC, product_id) AS n FROM bought)
SELECT contact_id, name, price, currency FROM numbered WHERE n <= %s ORDER BY contact_id, n
"""  # noqa: S608 - static text
FAVOURITE = f"""
WITH bought AS ({BOUGHT}), favourite AS (
    SELECT DISTINCT ON (contact_id) contact_id, category_id FROM bought
    WHERE category_id IS NOT NULL GROUP BY contact_id, category_id
    ORDER BY contact_id, sum(times) DESC, category_id),
numbered AS (
    SELECT bought.*, row_number() OVER (
        PARTITION BY contact_id ORDER BY times DESC, last_at DESC, product_id) AS n
    FROM bought JOIN favourite USING (contact_id, category_id))
SELECT contact_id, name, price, currency FROM numbered WHERE n <= %s ORDER BY contact_id, n
"""  # noqa: S608 - static text
