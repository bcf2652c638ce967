"""Products and categories."""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from relasi.commerce.models import Category, Product
from relasi.commerce.values import CategoryCard, ProductCard
from relasi.kernel.errors import NotFound


def categories() -> tuple[CategoryCard, ...]:
    """The whole tree, parents before children, each level by name."""
    rows = {row.pk: row for row in Category.objects.all()}
    paths = {key: _path(key, rows) for key in rows}
    cards = [CategoryCard(key, row.name, row.parent_id, paths[key]) for key, row in rows.items()]
    return tuple(sorted(cards, key=lambda card: card.path))


def _path(key: int | None, rows: dict[int, Category]) -> tuple[str, ...]:
    names: list[str] = []
    while key is not None:
        names.insert(0, rows[key].name)
        key = rows[key].parent_id
    return tuple(names)


def products(search: str = "", *, limit: int = 50) -> list[ProductCard]:
    """Products in use whose name or number contains the words, by name."""
    found = matching(Product.objects.filter(is_active=True), search)
    return [card_of(row) for row in found.select_related("category").order_by("name")[:limit]]


def matching(rows: QuerySet[Product], search: str) -> QuerySet[Product]:
    for word in search.split():
        rows = rows.filter(Q(name__icontains=word) | Q(sku__istartswith=word))
    return rows


def product_card(product_id: int) -> ProductCard:
    row = Product.objects.select_related("category").filter(pk=product_id).first()
    if row is None:
        raise NotFound(_("This product is gone."))
    return card_of(row)


def find_product(sku: str) -> int | None:
    return Product.objects.filter(sku=sku).values_list("pk", flat=True).first()


def ids_by_sku(skus: Collection[str]) -> dict[str, int]:
    """Those of these numbers that are products."""
    return dict(Product.objects.filter(sku__in=set(skus)).values_list("sku", "pk"))


def product_names(ids: Collection[int]) -> dict[int, str]:
    return dict(Product.objects.filter(pk__in=ids).values_list("pk", "name"))


def card_of(row: Product) -> ProductCard:
    return ProductCard(
        id=row.pk,
        sku=row.sku,
        name=row.name,
        category_id=row.category_id,
        category=row.category.name if row.category else "",
        brand=row.brand,
        price=row.price,
        currency=row.currency,
        is_active=row.is_active,
        version=row.version,
    )
