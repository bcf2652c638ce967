"""The words of the audit log that the sample company writes."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts


def register() -> None:
    accounts.register_audit_words(objects={"sample company": _in("audit", "Sample company")})
