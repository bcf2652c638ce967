"""The words of the audit log that databases write."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts


def register() -> None:
    accounts.register_audit_words(
        actions={
            "saved a database": _in("audit", "Saved a database"),
            "deleted a database": _in("audit", "Deleted a database"),
            "saved a feed": _in("audit", "Saved a feed"),
            "deleted a feed": _in("audit", "Deleted a feed"),
        }
    )
