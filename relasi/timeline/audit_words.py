"""The words of the audit log that the timeline writes."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts


def register() -> None:
    accounts.register_audit_words(
        actions={
            "took a device away": _in("audit", "Took a device away"),
            "gave a device back": _in("audit", "Gave a device back"),
        },
        names={"visitor": _in("audit", "device")},
    )
