"""The words of the audit log that audience writes."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts


def register() -> None:
    accounts.register_audit_words(
        actions={
            "segment added": _in("audit", "Added a segment"),
            "segment changed": _in("audit", "Changed a segment"),
            "segment archived": _in("audit", "Put away a segment"),
            "segment restored": _in("audit", "Restored a segment"),
        }
    )
