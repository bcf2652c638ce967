"""The words of the audit log that webhooks write."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts


def register() -> None:
    accounts.register_audit_words(
        actions={
            "renewed a webhook's secret": _in("audit", "Renewed a webhook’s secret"),
            "switched off a webhook that is gone": _in(
                "audit", "Switched off a webhook that is gone"
            ),
            "sent webhooks again": _in("audit", "Sent webhooks again"),
        },
        names={"deliveries": _in("audit", "messages"), "url": _in("audit", "address"),
               "kinds": _in("audit", "kinds")},
        values={"deliveries": accounts.as_number},
    )  # fmt: skip
