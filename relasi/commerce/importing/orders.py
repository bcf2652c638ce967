"""Orders from a file: a row for each line, rows of one order belonging together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts import public as accounts
from relasi.commerce.actions.telling import tell_orders, untell_orders
from relasi.contacts.public import importing
from relasi.kernel.errors import Refused

from .drafts import drafts
from .numbering import numbered, repeats_in_file
from .order_fields import headless, order_fields
from .products import CATEGORY, PRODUCT
from .writing import bring_in


@contextmanager
def told_again(orders_sql: str) -> Iterator[None]:
    """The timeline says what the orders are, before they go and after they changed back."""
    untell_orders(orders_sql)
    yield
    tell_orders(orders_sql)


ORDER = importing.UndoTable(
    "commerce_order",
    gettext_lazy("Order"),
    "t.external_id",
    parts=(("commerce_orderline", "order_id"),),
    around=told_again,
    page="commerce:order",
)
LINE = importing.UndoTable(
    "commerce_orderline", gettext_lazy("Line"), "''", owner=("commerce_order", "order_id")
)


@accounts.remembering()
def known_places(batch: importing.Batch) -> set[int]:
    """Orders that cannot be are refused here too, so that the preview has them."""
    keys = frozenset(batch.headers)
    batch.run = replace(batch.run, prepared=repeats_in_file(keys, [batch]))
    drafts(batch)
    numbers = numbered(batch)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT external_id FROM commerce_order WHERE external_id = ANY(%s)", [numbers]
        )
        known = {row[0] for row in cursor.fetchall()}
    return {place for place, number in enumerate(numbers) if number in known}


def refuse_mapping(keys: frozenset[str], match_by: str) -> None:
    if match_by not in keys:
        sentence = _("Choose the column that says whose order it is, and recognise them by it.")
        raise Refused(sentence, field="match_by")
    if "placed_at" not in keys:
        raise Refused(_("Choose the column that says when the order was placed."), field="mapping")
    if not keys & {"amount", "unit_price"}:
        raise Refused(_("Choose the column that holds the amount."), field="mapping")


ORDERS = importing.ImportTarget(
    key="orders",
    label=gettext_lazy("Orders with lines"),
    fields=order_fields,
    match_by=(
        ("external_id", gettext_lazy("Customer's external id")),
        ("email", gettext_lazy("Customer's e-mail")),
        ("phone", gettext_lazy("Customer's phone")),
    ),
    write=bring_in,
    known=known_places,
    refuse_mapping=refuse_mapping,
    lane_field=numbered,
    required=("placed_at",),
    together=("number", "external_id"),
    tables=(ORDER, LINE, importing.PERSON, importing.ADDRESS, PRODUCT, CATEGORY),
    rights="orders",
    page="commerce:order_list",
    headless=headless,
    prepare=repeats_in_file,
    newcomers=importing.count_new_people,
    order=40,
)
