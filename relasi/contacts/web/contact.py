"""The customer page, and the same person beside a list."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.contacts.queries.cards import ContactCard
from relasi.contacts.queries.companies import CompanyCard, company_card
from relasi.contacts.queries.fields import shown_fields
from relasi.contacts.queries.merging import merges_of
from relasi.contacts.queries.notes import pinned_notes
from relasi.contacts.queries.tags import tags
from relasi.contacts.sources import source_called
from relasi.kernel import clock
from relasi.ui import public as ui

from . import fields, words
from .guarding import reached

MONTHS = 12
DAYS_OF_MONTH = 30.4375


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of "About"; `second` is said in the second voice, `url` makes it a link, `claimed`
    is the number of an address that nobody confirmed.
    """

    label: str
    value: str
    second: bool = False
    url: str = ""
    warning: str = ""
    claimed: int = 0


def show(request: HttpRequest, contact_id: int) -> HttpResponse:
    return page(request, contact_id)


def page(request: HttpRequest, contact_id: int, **problem: str) -> HttpResponse:
    """The whole page; `problem` is what could not be done from it, and what was typed."""
    card = reached(request, "view", contact_id)
    with_empty = request.GET.get("empty") == "1"
    context = _person(request, card) | {
        "facts": facts(card, with_empty=with_empty),
        "with_empty": with_empty,
        "known_as": known_as(card),
        "claimed_ids": [i for i in card.addresses("external") if i.is_claimed],
        "merges": merges_of(contact_id),
        "notes": pinned_notes(contact_id),
        "left": ui.panels("customer.left", request, contact_id),
        "timeline": ui.panels("customer.timeline", request, contact_id),
        "side": ui.panels("customer.side", request, contact_id),
        "erasable": _may_erase(request, card),
        "all_tags": tags() if ui.may(request, ("contacts", "edit")) else (),
    }
    status = 422 if problem else 200
    return render(request, "contacts/contact.html", context | problem, status=status)


def show_aside(request: HttpRequest, contact_id: int) -> HttpResponse:
    """The same person, narrow, beside the list."""
    card = reached(request, "view", contact_id)
    context = _person(request, card) | {
        "facts": facts(card, with_empty=False)[:8],
        "left": ui.panels("customer.left", request, contact_id),
        "latest": ui.panels("customer.latest", request, contact_id),
    }
    return render(request, "contacts/contact_aside.html", context)


def _person(request: HttpRequest, card: ContactCard) -> dict[str, object]:
    return {
        "card": card,
        "company": _company(card),
        "since": since(card),
        "strip": _strip(request, card.id),
        "editor": _may_edit(request, card),
    }


def _company(card: ContactCard) -> CompanyCard | None:
    return company_card(card.company_id) if card.company_id else None


def _may_edit(request: HttpRequest, card: ContactCard) -> bool:
    actor = accounts.actor_of(request)
    may_edit = accounts.may(actor, "edit", "contacts", owner_id=card.owner_id)
    return may_edit and card.erased_at is None


def _may_erase(request: HttpRequest, card: ContactCard) -> bool:
    actor = accounts.actor_of(request)
    may_delete = accounts.may(actor, "delete", "contacts", owner_id=card.owner_id)
    return may_delete and card.erased_at is None


def _strip(request: HttpRequest, contact_id: int) -> list[SafeString]:
    return ui.panels("customer.strip", request, contact_id)


def since(card: ContactCard) -> str:
    """How long we have known them: "3 y 8 m"."""
    months = int((clock.now() - card.created_at) / timedelta(days=DAYS_OF_MONTH))
    if months < 1:
        return _("new")
    years, rest = divmod(months, MONTHS)
    parts = [_("%(n)d y") % {"n": years}] if years else []
    parts += [_("%(n)d m") % {"n": rest}] if rest else []
    return " ".join(parts)


def facts(card: ContactCard, *, with_empty: bool) -> list[Fact]:
    """What we know about somebody, line by line; without what is empty unless asked for."""
    found = [
        *_addresses(card, "email", _("E-mail")),
        *_addresses(card, "phone", _("Phone")),
        *_addresses(card, "handle", _("Handle")),
        Fact(_("Position"), card.job_title),
        Fact(_("Lives in"), _place(card)),
        Fact(_("Street"), " ".join(filter(None, (card.street, card.postal_code)))),
        Fact(_("Language"), words.language_name(card.language) if card.language else ""),
        Fact(_("Born"), _day(card)),
        Fact(_("Time zone"), card.time_zone),
        *(Fact(f.label, fields.shown(f, v)) for f, v in shown_fields("contact", card.fields)),
        Fact(_("Came from"), source_called(card.source)),
        Fact(_("Owner"), _owner(card)),
    ]
    return [fact for fact in found if fact.value or with_empty]


def _addresses(card: ContactCard, kind: str, label: str) -> list[Fact]:
    found = card.addresses(kind)
    scheme = {"email": "mailto:", "phone": "tel:"}.get(kind, "")
    return [
        Fact(
            label if number == 0 else "",
            address.shown or address.value,
            second=number > 0,
            url=f"{scheme}{address.value}" if scheme else "",
            warning=_("not valid") if address.validity == "invalid" else address.label,
            claimed=address.id if address.is_claimed else 0,
        )
        for number, address in enumerate(found)
    ] or [Fact(label, "")]


def _place(card: ContactCard) -> str:
    return ", ".join(filter(None, (card.city, card.region, words.country_name(card.country))))


def _day(card: ContactCard) -> str:
    return ui.formats.day(card.born_on, get_language() or "en") if card.born_on else ""


def _owner(card: ContactCard) -> str:
    return accounts.staff_names([card.owner_id])[card.owner_id] if card.owner_id else ""


def known_as(card: ContactCard) -> list[str]:
    """How many ways there are to this person: 2 e-mails, 1 phone, @putrimhr."""
    emails, phones = len(card.emails), len(card.phones)
    found = []
    if emails:
        found.append(ngettext("%(n)d e-mail", "%(n)d e-mails", emails) % {"n": emails})
    if phones:
        found.append(ngettext("%(n)d phone", "%(n)d phones", phones) % {"n": phones})
    found += [f"@{handle.partition(':')[2]}" for handle in card.handles]
    return found + [_("id %(id)s") % {"id": value} for value in card.values("external")]
