"""The words of the audit log that the mail server's settings write."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts


def register() -> None:
    accounts.register_audit_words(
        actions={
            "mail server changed": _in("audit", "Changed the mail server"),
            "mail server confirmed": _in("audit", "Confirmed the mail server"),
            "mail server removed": _in("audit", "Removed the mail server"),
        },
        names={"host": _in("audit", "server"), "port": _in("audit", "port")},
    )
