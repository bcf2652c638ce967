"""An invented person to look at a mail with, while nobody is chosen."""

from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from .words import Shop, language_of, person_words

# What a bag of coffee and a pack of filters cost, where money is counted in larger numbers.
USUAL_PRICES: Final = (Decimal("12.50"), Decimal("4.80"))
PRICES: Final = {
    "IDR": (Decimal(98000), Decimal(35000)),
    "VND": (Decimal(180000), Decimal(60000)),
    "KRW": (Decimal(18000), Decimal(6500)),
    "JPY": (Decimal(1800), Decimal(650)),
}


def example_words(shop: Shop) -> dict[str, Any]:
    """Words of a person with every field filled in."""
    beans, papers = PRICES.get(shop.currency, USUAL_PRICES)
    product = {"name": _("Arabica, whole beans"), "price": beans, "currency": shop.currency}
    other = {"name": _("Filter papers"), "price": papers, "currency": shop.currency}
    person = {
        "id": 0,
        "name": "Putri Wulandari",
        "given_name": "Putri",
        "family_name": "Wulandari",
        "email": "putri@example.org",
        "phone": "+62 812 0000 0000",
        "city": "Bandung",
        "region": "Jawa Barat",
        "country": "ID",
        "company": "Kedai Pagi",
        "job_title": "Barista",
        "language": language_of(shop.language),
        "born_on": "1994-04-21",
        "time_zone": "Asia/Jakarta",
        "fields": {},
    }
    products = {"last_bought": [product, other], "favourite_category": [product]}
    return person_words(person, shop, products)
