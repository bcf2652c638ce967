"""The organisation: what it is called, where it lives, in which money and time it counts."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts import memory
from relasi.accounts.authorisation import authorise
from relasi.accounts.events import BaseCurrencyChanging
from relasi.accounts.models import Organisation
from relasi.accounts.queries.organisation import OrganisationCard, organisation
from relasi.accounts.rules import Actor
from relasi.accounts.time_zones import is_time_zone
from relasi.kernel import bus
from relasi.kernel.errors import Refused

from .auditing import record

CURRENCY_LETTERS = 3


@transaction.atomic
def change_organisation(*, card: OrganisationCard, by: Actor, now: datetime) -> None:
    """Replace all of it; what changed goes into the audit log."""
    authorise(by, "edit", "settings")
    _check(card)
    Organisation.objects.select_for_update().filter(pk=1).first()
    before = asdict(organisation())
    if before["currency"] != card.currency:
        bus.publish(BaseCurrencyChanging(before["currency"], card.currency))
    Organisation.objects.update_or_create(pk=1, defaults=asdict(card))
    memory.forget("organisation")
    after = asdict(card)
    changed = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    if changed:
        record(by, "changed", "organisation", 1, at=now, **changed)


def _check(card: OrganisationCard) -> None:
    if not card.name.strip():
        raise Refused(_("Enter the organisation's name; it stands in every mail."), field="name")
    currency = card.currency
    if len(currency) != CURRENCY_LETTERS or not (currency.isalpha() and currency.isupper()):
        sentence = _("“%(currency)s” is not a currency. Use three letters, as in EUR or IDR.")
        raise Refused(sentence % {"currency": currency}, field="currency")
    if not is_time_zone(card.time_zone):
        sentence = _("“%(zone)s” is not a time zone. Choose one, as in Asia/Jakarta.")
        raise Refused(sentence % {"zone": card.time_zone}, field="time_zone")
