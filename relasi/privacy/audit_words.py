"""The words of the audit log that privacy writes."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts


def register() -> None:
    accounts.register_audit_words(
        actions={
            "asked to erase": _in("audit", "Asked to erase"),
            "erased": _in("audit", "Erased"),
            "allowed again": _in("audit", "Allowed again"),
            "fetched an export": _in("audit", "Fetched an export"),
        },
        objects={
            "erasures": _in("audit", "Erasures"),
            "data catalogue": _in("audit", "Data catalogue"),
        },
        names={
            "erasure_id": _in("audit", "erasure"),
            "export_id": _in("audit", "export"),
            "seal": _in("audit", "seal"),
            "rows": _in("audit", "rows"),
        },
        values={"rows": accounts.as_number},
    )
