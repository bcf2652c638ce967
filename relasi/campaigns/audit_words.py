"""The words of the audit log that campaigns writes."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts

from .web.words import MEASURES

ACTIONS = {
    "launched": _in("audit", "Launched"),
    "paused": _in("audit", "Paused"),
    "unscheduled": _in("audit", "Took back to the drafts"),
    "taken up": _in("audit", "Took up again"),
}
NAMES = {
    "measure": _in("audit", "number"),
    "contents": _in("audit", "contents"),
    "segment_id": _in("audit", "segment"),
    "holdout_percent": _in("audit", "percent held out"),
    "sender_name": _in("audit", "sender's name"),
    "sender_address": _in("audit", "sender's address"),
    "reply_to": _in("audit", "where answers go"),
    "send_at_local": _in("audit", "when it is sent"),
    "zone": _in("audit", "by whose clock"),
    "window_days": _in("audit", "days it is measured for"),
}
MEASURED = MEASURES | {"failing mails": _in("audit", "mails that cannot be made")}


def register() -> None:
    accounts.register_audit_words(actions=ACTIONS, names=NAMES, values={"measure": MEASURED})
