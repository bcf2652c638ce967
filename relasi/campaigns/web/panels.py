"""What the customer page and Today show of campaigns."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.campaigns.queries.of_contact import Decision, decisions_of

from . import words


def why_and_why_not(request: HttpRequest, contact_id: int) -> SafeString | None:
    """Each campaign this person was drawn for, and what became of it for them."""
    owners = accounts.visible_owners(accounts.actor_of(request), "view", "campaigns")
    found = decisions_of(contact_id, owners=owners, limit=6)
    if not found:
        return None
    lines = [
        {"decision": decision, "is_sent": decision.state == "sent", "sentence": said(decision)}
        for decision in found
    ]
    return render_to_string("campaigns/customer_panel.html", {"lines": lines}, request)


def said(decision: Decision) -> str:
    """One sentence: what happened and why."""
    if decision.group == "held_out":
        return _("Held out by lot, to see what the mail earns.")
    if decision.group == "unreachable":
        return _("Not written to: %(why)s.") % {"why": words.reason(decision.reason)}
    if not decision.state and decision.reason:
        return _("Not written to: %(why)s.") % {"why": words.reason(decision.reason)}
    sentences = {
        "sent": _("Was written to."),
        "in_doubt": _("In doubt: the server did not say whether it took the mail."),
        "cancelled": _("Not written to: the campaign was stopped before."),
        "": _("Will be written to."),
    }
    if decision.state in {"failed", "suppressed"}:
        why = decision.detail or words.reason(decision.reason)
        return _("Not written to: %(why)s.") % {"why": why.rstrip(".")}
    return sentences.get(decision.state, _("Waits for its turn."))
