"""The words of the audit log that exports write."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts


def register() -> None:
    accounts.register_audit_words(
        actions={
            "saved an export": _in("audit", "Saved an export"),
            "deleted an export": _in("audit", "Deleted an export"),
            "let an export go out": _in("audit", "Let an export go out"),
            "fetched a scheduled export": _in("audit", "Fetched the file of an export"),
        }
    )
