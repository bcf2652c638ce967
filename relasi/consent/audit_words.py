"""The words of the audit log that consent writes."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts


def register() -> None:
    accounts.register_audit_words(
        actions={
            "published consent text": _in("audit", "Published a consent text"),
            "restricted": _in("audit", "Restricted the use of data"),
            "released": _in("audit", "Allowed the use of data again"),
        },
        objects={"consent_texts": _in("audit", "Consent texts")},
        names={"text": _in("audit", "text")},
    )
