"""What the rest of the house shows and reads of consent."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from relasi.contacts import public as contacts
from relasi.engine import relations
from relasi.ui import public as ui

from .importing import BESIDE_PEOPLE, CONSENTS
from .joining import widened
from .models import Permission
from .web import panels

VIEW = ("contacts", "view")
SOURCES = {"asked by a colleague": pgettext_lazy("source", "asked by a colleague")}
EMAIL = "SELECT FROM consent_email m WHERE m.contact_id = c.id"
STATES = {
    "granted": f"EXISTS ({EMAIL} AND m.granted)",
    "refused": f"EXISTS ({EMAIL} AND NOT m.granted)",
    "never": f"NOT EXISTS ({EMAIL})",
}


def register() -> None:
    ui.register_nav(
        ui.NavItem(
            job="settings",
            key="consent_texts",
            label=gettext_lazy("Consent texts"),
            url_name="consent:text_list",
            icon="signature",
            rights=("consent", "view"),
            order=82,
            group="privacy",
        )
    )
    contacts.register_sources(SOURCES)
    contacts.register_import_target(CONSENTS)
    contacts.register_import_extra(BESIDE_PEOPLE)
    contacts.register_derived("consent_permission", "contact_id")
    contacts.register_conflict(widened)
    contacts.register_left_out("consent_restricted")
    relations.register("permissions", "consent_permission")
    relations.register("suppressions", "consent_suppression")
    relations.register("restricted", "consent_restricted")
    ui.register_panel("customer.left", ui.Panel("consent", 20, VIEW, panels.section))
    ui.register_panel("customer.strip", ui.Panel("consent", 90, VIEW, panels.figure))
    contacts.register_holding(contacts.Holding("consent_consent", _statements, stays=False))
    contacts.register_column(
        contacts.ListColumn(
            key="email_consent",
            label=gettext_lazy("E-mail consent"),
            filter=ui.Filter("email_consent", gettext_lazy("E-mail consent"), "choice", _choices),
            condition=_condition,
            cells=_cells,
            default=True,
        )
    )


def _statements(count: int) -> str:
    return ngettext("%(n)d statement of consent", "%(n)d statements of consent", count) % {
        "n": count
    }


def _choices() -> list[tuple[str, str]]:
    return [("granted", _("Agreed")), ("refused", _("Refused")), ("never", _("Never asked"))]


def _condition(value: ui.FilterValue) -> tuple[str, Sequence[object]]:
    if value.relation in {"set", "not_set"}:
        return STATES["never"] if value.relation == "not_set" else f"NOT {STATES['never']}", []
    asked = STATES[value.value]
    return asked if value.relation == "is" else f"NOT {asked}", []


def _cells(contact_ids: Sequence[int]) -> dict[int, SafeString | str]:
    rows = Permission.objects.filter(
        contact_id__in=contact_ids, channel="email", purpose="marketing"
    ).values_list("contact_id", "granted")
    words = {True: ui.tag(_("Agreed"), "good"), False: ui.tag(_("Refused"), "bad")}
    return {contact_id: words[granted] for contact_id, granted in rows}
