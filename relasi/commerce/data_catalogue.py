"""What commerce keeps of people: their orders, which books need without a name."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    UNTIL_DONE,
    Category,
    Erased,
    Kept,
    Purpose,
    Store,
    Term,
    Why,
    nobody,
    register_stores,
)

C, P = Category, Purpose
BOOKS = Kept(Term.ACCOUNTS)
OF_THEM = "t.contact_id = ANY(%(ids)s)"
OF_THEIR_ORDERS = """t.order_id IN (SELECT o.id FROM commerce_order o
    WHERE o.contact_id = ANY(%(ids)s))"""


def register() -> None:
    register_stores(*STORES)


STORES = (
    Store(
        "commerce.Order",
        _("Orders"),
        P.ACCOUNTING,
        BOOKS,
        {
            C.PURCHASES: "external_id status placed_at currency total total_base returned_base"
            " coupon source",
            C.LINK: "contact",
            C.NONE: "is_sample version",
        },
        whose=OF_THEM,
        erased=Erased.NAMELESS,
        why=Why.FIGURES,
    ),
    Store(
        "commerce.OrderLine",
        _("Lines of orders"),
        P.ACCOUNTING,
        BOOKS,
        {
            C.PURCHASES: "product placed_at quantity amount amount_base number",
            C.LINK: "order contact",
        },
        whose=OF_THEM,
        erased=Erased.NAMELESS,
        why=Why.FIGURES,
        told="(SELECT p.name FROM commerce_product p WHERE p.id = t.product_id) AS product",
    ),
    Store(
        "commerce.Return",
        _("Returns"),
        P.ACCOUNTING,
        BOOKS,
        {
            C.PURCHASES: "line quantity amount amount_base returned_at",
            C.WORDS: "reason",
            C.LINK: "order",
        },
        whose=OF_THEIR_ORDERS,
        erased=Erased.NAMELESS,
        why=Why.FIGURES,
        cleared="reason = ''",
    ),
    Store(
        "commerce.WaitingOrder",
        _("Orders that wait"),
        P.ACCOUNTING,
        UNTIL_DONE,
        {
            C.PURCHASES: "number at source told",
            C.LINK: "contact visitor_id",
            C.NONE: "waits_since",
        },
        whose="t.contact_id = ANY(%(ids)s) OR t.visitor_id = ANY(%(profiles)s)",
        erased=Erased.GONE,
    ),
    nobody("commerce.Category", "name parent is_sample"),
    nobody(
        "commerce.Product",
        "sku name category brand price currency is_active is_sample created_at updated_at version",
    ),
    nobody("commerce.ExchangeRate", "currency since rate"),
)
