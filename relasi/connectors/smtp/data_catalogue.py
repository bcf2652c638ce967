"""What mail servers and the Outbox keep of people."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    WITH_HOUSE,
    Category,
    Erased,
    Purpose,
    Store,
    for_days,
    register_stores,
)

C, P = Category, Purpose


def register() -> None:
    register_stores(*STORES)


STORES = (
    Store(
        "smtp.CaughtMail",
        _("Mails in the Outbox"),
        P.MARKETING,
        for_days(90, "t.caught_at"),
        {
            C.IDENTITY: "recipient",
            C.WORDS: "subject source",
            C.NONE: "message_id sender for_staff caught_at",
        },
        whose="lower(t.recipient) = ANY(%(words)s)",
        erased=Erased.GONE,
    ),
    Store(
        "smtp.MailServer",
        _("Mail servers"),
        P.OPERATION,
        WITH_HOUSE,
        {
            C.SECRET: "password_sealed",
            C.STAFF: "confirmed_by",
            C.NONE: "name host port security username staff_sender connections is_sink is_active"
            " confirmed_at created_at",
        },
    ),
)
