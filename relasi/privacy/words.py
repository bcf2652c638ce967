"""What the codes of the catalogue are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.utils.translation import pgettext_lazy as _in

from relasi.kernel.catalogue import Category, Erased, Kept, Purpose, Term, Why

CATEGORIES: dict[str, str | Promise] = {
    Category.IDENTITY: _("Who they are"),
    Category.TRAITS: _("What is known of them"),
    Category.BEHAVIOUR: _("What they did"),
    Category.PURCHASES: _("What they bought"),
    Category.CONSENT: _("What they allowed"),
    Category.WORDS: _("Free words"),
    Category.TECHNICAL: _("Devices and network"),
    Category.LINK: _("A number that leads to them"),
    Category.STAFF: _("Colleagues"),
    Category.SECRET: _("Keys and hashes"),
    Category.NONE: _("Nothing of anybody"),
}
PURPOSES: dict[str, str | Promise] = {
    Purpose.CUSTOMERS: _("Serving customers"),
    Purpose.ACCOUNTING: _("Orders and accounts"),
    Purpose.MARKETING: _("Offers and news"),
    Purpose.MEASURING: _("Measuring visits"),
    Purpose.PROOF: _("Proof of what was done"),
    Purpose.OPERATION: _("Running Relasi"),
    Purpose.ACCESS: _("Access of colleagues"),
}
ERASED: dict[str, str | Promise] = {
    Erased.GONE: _in("erased", "Deleted"),
    Erased.CLEARED: _in("erased", "Emptied"),
    Erased.NAMELESS: _in("erased", "Stays without a name"),
    Erased.KEPT: _in("erased", "Stays"),
    Erased.NOBODY: _in("erased", "Nobody is in it"),
}
WHYS: dict[str, str | Promise] = {
    Why.FIGURES: _("Accounts and results must still add up; nothing says whose it was."),
    Why.PROOF: _("It must be possible to show that it was done."),
    Why.NUMBERS: _("Only numbers, which lead to nobody any more."),
}
TERMS: dict[str, str | Promise] = {
    Term.PERSON: _("As long as the person is here"),
    Term.ACCOUNTS: _("As long as accounts must be kept"),
    Term.HOUSE: _("As long as Relasi is used"),
    Term.WORK: _("Until the work is done"),
}


def term_of(kept: Kept) -> str:
    if kept.term is Term.DAYS:
        return ngettext("%(n)d day", "%(n)d days", kept.days) % {"n": kept.days}
    return str(TERMS[kept.term])
