"""What is on sale: products and the categories they stand in."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.commerce.models import Category, Product
from relasi.commerce.rules import LARGEST_AMOUNT
from relasi.kernel.errors import Conflict, NotFound, Refused

CHANGEABLE = ("sku", "name", "category_id", "brand", "price", "currency", "is_active")


@transaction.atomic
def add_product(  # noqa: PLR0913 - a verb, all by name
    *,
    sku: str,
    name: str,
    category_id: int | None = None,
    brand: str = "",
    price: Decimal | None = None,
    currency: str = "",
    by: Actor,
    now: datetime,
) -> int:
    """Put a product on sale and return its id. Raises Refused when its number is taken."""
    _check(sku=sku, name=name, price=price, category_id=category_id)
    if Product.objects.filter(sku=sku.strip()).exists():
        raise _taken(sku)
    row = Product.objects.create(
        sku=sku.strip(),
        name=name.strip(),
        category_id=category_id,
        brand=brand.strip(),
        price=price,
        currency=currency,
        created_at=now,
        updated_at=now,
    )
    record(by, "added", "products", row.pk, at=now)
    return row.pk


@transaction.atomic
def change_product(
    *,
    product_id: int,
    changes: dict[str, Any],
    expected_version: int | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Set the fields named in `changes` (see CHANGEABLE)."""
    row = Product.objects.select_for_update().filter(pk=product_id).first()
    if row is None:
        raise NotFound(_("This product is gone."))
    if expected_version is not None and row.version != expected_version:
        raise Conflict(_("A colleague changed this product meanwhile. Look at it again."))
    for field in CHANGEABLE:
        if field in changes:
            setattr(row, field, changes[field])
    _check(sku=row.sku, name=row.name, price=row.price, category_id=row.category_id)
    if Product.objects.filter(sku=row.sku).exclude(pk=row.pk).exists():
        raise _taken(row.sku)
    row.updated_at, row.version = now, row.version + 1
    row.save()
    record(by, "changed", "products", product_id, at=now, keys=sorted(changes))


@transaction.atomic
def ensure_category(path: Sequence[str]) -> int:
    """The id of the category at ("Grocery", "Coffee"), made where it is missing."""
    names = [name.strip() for name in path if name.strip()]
    if not names:
        raise Refused(_("Give the category a name."), field="category")
    parent_id: int | None = None
    for name in names:
        row, _made = Category.objects.get_or_create(name=name, parent_id=parent_id)
        parent_id = row.pk
    assert parent_id is not None
    return parent_id


def _check(*, sku: str, name: str, price: Decimal | None, category_id: int | None) -> None:
    if not sku.strip():
        raise Refused(_("Give the product a number."), field="sku")
    if not name.strip():
        raise Refused(_("Give the product a name."), field="name")
    if price is not None and not 0 <= price <= LARGEST_AMOUNT:
        raise Refused(_("A price is 0 or more."), field="price")
    if category_id is not None and not Category.objects.filter(pk=category_id).exists():
        raise Refused(_("This category is gone. Choose another."), field="category_id")


def _taken(sku: str) -> Refused:
    return Refused(_("%(sku)s already belongs to a product.") % {"sku": sku.strip()}, field="sku")
