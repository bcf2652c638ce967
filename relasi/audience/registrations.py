"""What the rest of the house shows and reads of audience."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from relasi.accounts import public as accounts
from relasi.accounts.public import Actor
from relasi.contacts import public as contacts
from relasi.engine import relations
from relasi.ui import public as ui

from .queries.segments import rows, segments, segments_of

VIEW = ("segments", "view")


def register() -> None:
    relations.register("segments", "audience_segment")
    relations.register("memberships", "audience_membership")
    contacts.register_derived("audience_membership", "contact_id")
    ui.register_nav(
        ui.NavItem(
            job="customers",
            key="segments",
            label=_("Segments"),
            url_name="audience:segment_list",
            icon="circle-dot-dashed",
            rights=VIEW,
            order=30,
        )
    )
    ui.register_action(
        ui.NavAction(
            "new_segment",
            _("New segment"),
            "audience:segment_new",
            "plus",
            ("segments", "edit"),
        )
    )
    ui.register_search(ui.SearchProvider("segments", _("Segments"), VIEW, _found))
    ui.register_panel("customer.side", ui.Panel("segments", 40, VIEW, _panel))
    contacts.register_filter(contacts.ListFilter(_filter(), _in_segment))


def _filter() -> ui.Filter:
    return ui.Filter("segment", _("Segment"), kind="choice", choices=_choices)


def _choices() -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in segments()]


def _in_segment(value: ui.FilterValue) -> tuple[str, Sequence[Any]]:
    """Whether c.id is in the segment, or in any at all."""
    member = "EXISTS (SELECT FROM audience_membership m WHERE m.contact_id = c.id{})"
    if value.relation in {"set", "not_set"}:
        text, arguments = member.format(""), []
    else:
        text, arguments = member.format(" AND m.segment_id = %s"), [int(value.value)]
    turned = value.relation in {"is_not", "not_set"}
    return (f"NOT {text}" if turned else text), arguments


def _found(actor: object, text: str, limit: int) -> list[ui.SearchHit]:
    if not isinstance(actor, Actor):
        return []
    found = rows().filter(name__icontains=text)
    owners = accounts.visible_owners(actor, "view", "segments")
    if owners is not None:
        found = found.filter(owner_id__in=owners)
    return [
        ui.SearchHit(row.name, "", reverse("audience:segment", args=[row.pk]), "circle-dot-dashed")
        for row in found.order_by("name")[:limit]
    ]


def _panel(request: HttpRequest, contact_id: int) -> SafeString | None:
    found = segments_of(contact_id)
    if not found:
        return None
    context = {"segments": found, "contact_id": contact_id, "total": rows().count()}
    return render_to_string("audience/parts/panel.html", context, request)
