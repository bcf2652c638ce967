"""Orders of a batch written: new ones made, known ones compared and changed."""

from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.commerce.actions.telling import tell_orders
from relasi.commerce.events import OrdersRecorded
from relasi.commerce.queries.rates import base_currency
from relasi.commerce.rules import in_base
from relasi.contacts.public import importing
from relasi.kernel import bus, clock

from .catalogue import product_ids
from .drafts import Draft, drafts
from .known import Known, change_order, known_orders

ORDER = (
    "id", "external_id", "contact_id", "status", "placed_at", "currency", "total", "total_base",
    "returned_base", "coupon", "source", "is_sample", "version",
)  # fmt: skip
LINE = (
    "order_id", "contact_id", "product_id", "placed_at", "quantity", "amount", "amount_base",
    "number",
)  # fmt: skip


@accounts.remembering()
def bring_in(batch: importing.Batch) -> importing.Tally:
    found = _with_people(batch, drafts(batch))
    _with_products(batch, found)
    known = known_orders(batch.run.id, [draft.number for draft in found])
    fresh = [draft for draft in found if draft.number not in known]
    tally = importing.Tally()
    if batch.run.mode == "update":
        for draft in fresh:
            _refuse(batch, draft, _("This order is not known, and only known ones were to change."))
    else:
        ids = _add(batch, fresh)
        tally.created = sum(len(draft.lines) for draft in fresh)
        tell_orders("SELECT unnest(%s::bigint[])", [ids])
        numbers = tuple(draft.number for draft in fresh)
        bus.publish(OrdersRecorded(numbers, clock.now()))
    changed = []
    for draft in found:
        if draft.number in known:
            changed += _change(batch, draft, known[draft.number], tally)
    if changed:
        tell_orders("SELECT unnest(%s::bigint[])", [changed])
    return tally


def _change(
    batch: importing.Batch, draft: Draft, known: Known, tally: importing.Tally
) -> list[int]:
    """Bring a known order to what the file says; its id when that was something else."""
    rows = len(draft.lines)
    if batch.run.mode == "create":
        tally.unchanged += rows
        return []
    known.speak_for(draft)
    reason = known.refusal(draft)
    if reason:
        _refuse(batch, draft, reason)
        return []
    if not change_order(batch, draft, known):
        tally.unchanged += rows
        return []
    if known.of_this_run:
        tally.repeated += rows
        for place in draft.places[:1]:
            note = _("More of order %(number)s came before in the file.")
            batch.note(place, "number", note % {"number": draft.number})
    tally.updated += rows
    return [known.id]


def _with_people(batch: importing.Batch, found: list[Draft]) -> list[Draft]:
    """Drafts with their contact; people are made from the first row of an order."""
    if not found:
        return []
    rows = batch.only([draft.lines[0].place for draft in found])
    look = importing.find_people if batch.run.mode == "update" else importing.ensure_people
    kept = []
    for draft, contact in zip(found, look(rows), strict=True):
        if contact:
            kept.append(draft)
            draft.contact_id = contact
        else:
            _refuse(batch, draft, _("Nobody here is known by this, so the order has no owner."))
    batch.remarks += rows.remarks
    return kept


def _with_products(batch: importing.Batch, found: list[Draft]) -> None:
    lines = [line for draft in found for line in draft.lines]
    if not lines:
        return
    rows = batch.only([line.place for line in lines])
    for line, product in zip(lines, product_ids(rows), strict=True):
        line.product_id = product


def _add(batch: importing.Batch, fresh: list[Draft]) -> list[int]:
    ids = importing.new_ids("commerce_order", len(fresh))
    base = base_currency()
    orders, lines = [], []
    for number, draft in zip(ids, fresh, strict=True):
        amounts = [line.amount for line in draft.lines]
        total_base, parts = in_base(amounts, draft.rate, base)
        orders.append(
            (number, draft.number, draft.contact_id, draft.status or "completed", draft.placed_at,
             draft.currency, sum(amounts), total_base, 0, draft.coupon, draft.source or "import",
             False, 1)
        )  # fmt: skip
        lines += [
            (number, draft.contact_id, line.product_id, draft.placed_at, line.quantity,
             line.amount, part, place)
            for place, (line, part) in enumerate(zip(draft.lines, parts, strict=True), start=1)
        ]  # fmt: skip
    importing.copy_values("commerce_order", ORDER, orders)
    importing.copy_values("commerce_orderline", LINE, lines)
    importing.record_made(batch, "commerce_order", ids)
    return ids


def _refuse(batch: importing.Batch, draft: Draft, reason: str) -> None:
    for place in draft.places:
        batch.refuse(place, "number", reason)
