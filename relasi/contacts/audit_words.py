"""The words of the audit log that contacts writes, importing among it."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts
from relasi.kernel.errors import NotFound

from .importing.targets import get_target
from .models import ImportRun

ACTIONS = {
    "added field": _in("audit", "Added a field"),
    "changed field": _in("audit", "Changed a field"),
    "archived field": _in("audit", "Put away a field"),
    "restored field": _in("audit", "Restored a field"),
    "confirmed an address": _in("audit", "Confirmed an address"),
    "changed how people are recognised": _in("audit", "Changed how people are recognised"),
    "blocked a value": _in("audit", "Blocked a value"),
    "unblocked a value": _in("audit", "Allowed a blocked value again"),
    "merged": _in("audit", "Joined two people"),
    "merge undone": _in("audit", "Took two people apart again"),
    "changed note": _in("audit", "Changed a note"),
    "deleted note": _in("audit", "Deleted a note"),
    "tagged": _in("audit", "Tagged"),
    "untagged": _in("audit", "Removed a tag"),
    "renamed tag": _in("audit", "Renamed a tag"),
    "bulk tag": _in("audit", "Tagged many"),
    "bulk untag": _in("audit", "Removed a tag from many"),
    "bulk owner": _in("audit", "Set the owner of many"),
    "bulk field": _in("audit", "Set a field of many"),
    "bulk delete": _in("audit", "Deleted many"),
    "bulk change undone": _in("audit", "Took a change of many back"),
    "uploaded": _in("audit", "Uploaded"),
    "started": _in("audit", "Started"),
    "reverted": _in("audit", "Took back"),
    "searched for duplicates": _in("audit", "Searched for duplicates"),
    "stopped search for duplicates": _in("audit", "Stopped a search for duplicates"),
    "changed limits of duplicates": _in("audit", "Changed the limits for duplicates"),
    "checked addresses": _in("audit", "Checked addresses"),
    "stopped check of addresses": _in("audit", "Stopped a check of addresses"),
    "left addresses": _in("audit", "Left addresses as they are"),
    "took addresses up again": _in("audit", "Took addresses up again"),
    "bulk correct": _in("audit", "Corrected addresses of many"),
    "bulk invalid": _in("audit", "Marked addresses of many as not valid"),
    "accepted proposal": _in("audit", "Said that two people are one"),
    "rejected proposal": _in("audit", "Said that two people are two"),
    "took proposal back": _in("audit", "Took back a decision on two people"),
    "accepted many proposals": _in("audit", "Joined many pairs"),
    "rejected many proposals": _in("audit", "Rejected many pairs"),
    "stopped deciding proposals": _in("audit", "Stopped deciding on many pairs"),
}
DETAILS = {
    "most_external": _in("audit", "customer numbers at most"),
    "most_email": _in("audit", "e-mails at most"),
    "most_phone": _in("audit", "phones at most"),
    "most_anonymous": _in("audit", "devices at most"),
    "change": _in("audit", "change"),
    "people": _in("audit", "people"),
    "for_whom": _in("audit", "for"),
    "gone": _in("audit", "gone"),
    "nameless": _in("audit", "kept without a name"),
    "rest_stays": _in("audit", "the rest stays without a name"),
    "label": _in("audit", "name"),
    "lost": _in("audit", "joined in"),
    "merge": _in("audit", "joining"),
    "note": _in("audit", "note"),
    "tag": _in("audit", "tag"),
    "tag_id": _in("audit", "number of the tag"),
    "file": _in("audit", "file"),
    "target": _in("audit", "list of"),
    "mode": _in("audit", "how"),
    "check": _in("audit", "check"),
    "findings": _in("audit", "findings"),
    "proposal": _in("audit", "pair"),
    "probability": _in("audit", "probability"),
    "other": _in("audit", "and"),
    "run": _in("audit", "search"),
    "sweep": _in("audit", "decision on many"),
    "pairs": _in("audit", "pairs"),
    "propose_from": _in("audit", "proposed from"),
    "join_from": _in("audit", "joined by itself from"),
    "most_joined": _in("audit", "at most in one search"),
}
# What can be changed of a person or a company, besides what accounts names already.
FIELDS = {
    "given_name": _in("audit", "given name"),
    "family_name": _in("audit", "family name"),
    "job_title": _in("audit", "job title"),
    "street": _in("audit", "street"),
    "postal_code": _in("audit", "postal code"),
    "city": _in("audit", "city"),
    "region": _in("audit", "region"),
    "source": _in("audit", "source"),
    "born_on": _in("audit", "birthday"),
    "domain": _in("audit", "domain"),
    "industry": _in("audit", "industry"),
    "company_id": _in("audit", "company"),
    "owner_id": _in("audit", "owner"),
    "emails": _in("audit", "e-mail addresses"),
    "phones": _in("audit", "phone numbers"),
    "handles": _in("audit", "handles"),
    "external_id": _in("audit", "external id"),
    "tags": _in("audit", "tags"),
}


def register() -> None:
    accounts.register_audit_words(
        actions=ACTIONS,
        names=DETAILS | FIELDS,
        values={
            "people": accounts.as_number,
            "mode": dict(ImportRun.Mode.choices),
            "target": _target_called,
            "for_whom": accounts.actor_called,
        },
    )


def _target_called(key: str) -> str:
    try:
        return str(get_target(key).label)
    except NotFound:
        return key
