"""What to tell a person about a cell, a row or a file that does not fit."""

from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.contacts.rules import Unfit, shown
from relasi.contacts.sentences import sentence as plain_sentence

LONGEST_QUOTE = 60
SENTENCES = {
    "day": gettext_lazy("“%(text)s” is not a date. Write it like 2026-02-28."),
    "month": gettext_lazy(
        "“%(text)s” has no such month. Choose the other order of day and month, or correct it."
    ),
    "century": gettext_lazy("“%(text)s” does not say its century. Write the year in four digits."),
    "clock": gettext_lazy("“%(text)s” has no such time of day. Write it like 14:05."),
    "amount": gettext_lazy("“%(text)s” is not an amount. Write it like 1234.56."),
    "amount_comma": gettext_lazy("“%(text)s” is not an amount. Write it like 1234,56."),
    "quantity": gettext_lazy("“%(text)s” is not a quantity. Write it in figures, like 2 or 1.5."),
    "quantity_comma": gettext_lazy(
        "“%(text)s” is not a quantity. Write it in figures, like 2 or 1,5."
    ),
    "marks_point": gettext_lazy("“%(text)s” does not fit this file, which writes 1,234.56."),
    "marks_comma": gettext_lazy("“%(text)s” does not fit this file, which writes 1.234,56."),
    "amount_large": gettext_lazy("“%(text)s” is too large for an amount."),
    "negative": gettext_lazy("“%(text)s” is less than nothing. Write a number above zero."),
    "phone_without_country": gettext_lazy(
        "“%(text)s” does not say its country. Choose one for the file, under Columns, or for all"
        " under Settings, Organisation."
    ),
    "country": gettext_lazy(
        "“%(text)s” is no country known here. Write its name or two letters, such as ID."
    ),
    "yes_or_no": gettext_lazy("“%(text)s” is neither yes nor no."),
    "nul": gettext_lazy("This holds a character that cannot be stored. Type it again."),
    "encoding": gettext_lazy("This holds letters of another encoding. Type it again."),
    "choice": gettext_lazy("“%(text)s” is not one of the choices."),
    "currency": gettext_lazy("“%(text)s” is not a currency. Write three letters, such as IDR."),
    "missing": gettext_lazy("This is empty, and it is needed."),
    "empty": gettext_lazy("This row is empty."),
    "future": gettext_lazy("“%(text)s” has not come yet. Check the date."),
}


def sentence(unfit: Unfit) -> str:
    """The sentence for a reason, here or among those of contacts."""
    if unfit.reason.startswith("no_day_"):
        return _no_such_day(unfit.reason)
    if (text := SENTENCES.get(unfit.reason)) is not None:
        return str(text) % {"text": quoted(unfit.text)}
    return plain_sentence(unfit)


def _no_such_day(reason: str) -> str:
    day, month, year = (int(part) for part in reason.removeprefix("no_day_").split("_"))
    named = {"day": day, "month": str(MONTHS[month]), "year": year}
    if (day, month) == (29, 2):
        return _("There is no 29 February in %(year)s.") % named
    return _("There is no %(day)s %(month)s.") % named


def quoted(text: str) -> str:
    """A cell inside a sentence: short, and nothing in it that cannot be shown."""
    quote = shown(text.strip())
    return quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE] + "…"


def count(number: int) -> str:
    """12,840 or 12.840."""
    return formats.number_format(number, use_l10n=True, force_grouping=True)
