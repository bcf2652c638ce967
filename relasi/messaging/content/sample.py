"""An invented person to look at a mail with, while nobody is chosen."""

from typing import Any

from django.utils.translation import gettext as _

from .words import Shop, language_of, person_words


def example_words(shop: Shop) -> dict[str, Any]:
    """Words of a person with every field filled in."""
    product = {"name": _("Arabica, whole beans"), "price": 98000, "currency": shop.currency}
    other = {"name": _("Filter papers"), "price": 35000, "currency": shop.currency}
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
