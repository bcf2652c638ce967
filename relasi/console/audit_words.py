"""The words of the audit log that the console writes."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts


def register() -> None:
    accounts.register_audit_words(
        actions={
            "asked in SQL": _in("audit", "Asked in SQL"),
            "saved a query": _in("audit", "Saved a query"),
            "deleted a query": _in("audit", "Deleted a query"),
        },
        names={"form": _in("audit", "as"), "print": _in("audit", "SHA-256 of the text")},
    )
