"""What the customer page shows of consent."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from relasi.consent.queries.permissions import permissions_of, suppressed
from relasi.consent.queries.wishes import restriction_of
from relasi.contacts import public as contacts
from relasi.ui import public as ui

from .wording import reaches


def section(request: HttpRequest, contact_id: int) -> SafeString:
    """The left column: what each channel allows."""
    context = {
        "contact_id": contact_id,
        "reaches": reaches(permissions_of(contact_id)),
        "suppressed": suppressed("email", contacts.card(contact_id).emails),
        "restriction": restriction_of(contact_id),
        "linked": ui.may(request, ("consent", "view")),
    }
    return render_to_string("consent/section.html", context, request)


def figure(request: HttpRequest, contact_id: int) -> SafeString:
    """The strip: an icon for each channel."""
    found = {reach.channel: reach.state for reach in reaches(permissions_of(contact_id))}
    return render_to_string("consent/figure.html", {"reach": found}, request)
