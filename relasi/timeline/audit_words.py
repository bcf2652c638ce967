"""The words of the audit log that the timeline and its sources write."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts


def register() -> None:
    accounts.register_audit_words(
        actions={
            "renewed a write key": _in("audit", "Renewed a write key"),
            "switched on": _in("audit", "Switched on"),
            "switched off": _in("audit", "Switched off"),
            "sent through again": _in("audit", "Sent through again"),
            "took a device away": _in("audit", "Took a device away"),
            "gave a device back": _in("audit", "Gave a device back"),
            "took a hub apart": _in("audit", "Took apart what a hub had joined"),
            "allowed a hub": _in("audit", "Allowed a hub again"),
            "changed what is a hub": _in("audit", "Changed what counts as a hub"),
            "verified the lake": _in("audit", "Verified the lake"),
            "compacted the lake": _in("audit", "Compacted the lake"),
            "stopped work on the lake": _in("audit", "Stopped work on the lake"),
            "began to learn a plan": _in("audit", "Began to learn a tracking plan"),
            "took a plan": _in("audit", "Took what was learned as the tracking plan"),
            "kept a plan": _in("audit", "Began to keep the tracking plan"),
            "let a plan rest": _in("audit", "Let the tracking plan rest"),
            "changed a plan": _in("audit", "Changed the tracking plan"),
        },
        objects={"quarantine": _in("audit", "Quarantine")},
        names={
            "events": _in("audit", "events"),
            "event": _in("audit", "event"),
            "property": _in("audit", "property"),
            "unplanned_event": _in("audit", "events that are not planned"),
            "unplanned_property": _in("audit", "properties that are not planned"),
            "wrong_value": _in("audit", "values that are not planned"),
            "origins": _in("audit", "origins"),
            "visitor": _in("audit", "device"),
            "joins": _in("audit", "joins"),
            "days": _in("audit", "days"),
            "per_second": _in("audit", "events a second"),
            "work": _in("audit", "work"),
            "consent_mode": _in("audit", "before consent"),
            "unread_days": _in("audit", "days that what cannot be read is kept"),
        },
        values={"events": accounts.as_number},
    )
