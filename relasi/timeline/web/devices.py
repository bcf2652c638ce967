"""The devices of a person on the customer page; taking one away, giving it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, authorise, may
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.timeline.actions.sightings import restore_sighting, undo_sighting
from relasi.timeline.queries.devices import DeviceCard, devices_of, whose_sighting
from relasi.ui import public as ui


def panel(request: HttpRequest, contact_id: int) -> SafeString | None:
    """The left column; nothing for somebody who was never seen at a device."""
    devices = devices_of(contact_id)
    if not devices:
        return None
    owner_id = contacts.owner_of(contact_id)
    context = {
        "devices": [(device, why(device)) for device in devices],
        "editor": may(actor_of(request), "edit", "contacts", owner_id=owner_id),
    }
    return render_to_string("timeline/devices.html", context, request)


def why(device: DeviceCard) -> str:
    """The evidence in a sentence."""
    said = {"id": device.user_id, "source": device.source or _("a source that is gone")}
    if device.kind in {"identify", "alias"}:
        return _("Said there to be %(id)s, on %(source)s.") % said
    return _("Was signed in there as %(id)s, on %(source)s.") % said


def undo(request: HttpRequest, sighting_id: int) -> HttpResponse:
    """It was somebody else."""
    contact_id = _reached(request, sighting_id)
    try:
        undo_sighting(sighting_id=sighting_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        ui.toast(request, refused.sentence)
    else:
        ui.toast(
            request,
            _("The device is not theirs any more."),
            reverse("timeline:device_back", args=[sighting_id]),
        )
    return redirect("contacts:contact", contact_id)


def restore(request: HttpRequest, sighting_id: int) -> HttpResponse:
    """It was them after all."""
    contact_id = _reached(request, sighting_id)
    try:
        restore_sighting(sighting_id=sighting_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        ui.toast(request, refused.sentence)
    else:
        ui.toast(request, _("The device is theirs again."))
    return redirect("contacts:contact", contact_id)


def _reached(request: HttpRequest, sighting_id: int) -> int:
    contact_id = whose_sighting(sighting_id)
    authorise(actor_of(request), "edit", "contacts", owner_id=contacts.owner_of(contact_id))
    return contact_id
