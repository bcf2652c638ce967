"""The words of the audit log that commerce writes."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts

ACTIONS = {
    "completed": _in("audit", "Completed"),
    "took goods back": _in("audit", "Took goods back"),
    "set exchange rate": _in("audit", "Set an exchange rate"),
    "removed exchange rate": _in("audit", "Removed an exchange rate"),
}
NAMES = {
    "since": _in("audit", "from the day"),
    "rate": _in("audit", "rate"),
    "returns": _in("audit", "returns"),
    "sku": _in("audit", "product number"),
    "category_id": _in("audit", "category"),
    "brand": _in("audit", "brand"),
    "price": _in("audit", "price"),
    "is_active": _in("audit", "whether it is sold"),
}


def register() -> None:
    accounts.register_audit_words(
        actions=ACTIONS,
        names=NAMES,
        values={"since": accounts.as_day, "rate": accounts.as_number},
    )
