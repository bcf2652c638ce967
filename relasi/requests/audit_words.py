"""The words of the audit log that requests write."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts


def register() -> None:
    accounts.register_audit_words(
        actions={
            "opened request": _in("audit", "Wrote down a request"),
            "extended request": _in("audit", "Extended the time of a request"),
            "moved request": _in("audit", "Moved a request on"),
        },
        names={"state": _in("audit", "state")},
        objects={"requests": _in("audit", "Privacy requests")},
    )
