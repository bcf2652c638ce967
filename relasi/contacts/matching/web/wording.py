"""What traits, outcomes and weights are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _in

TRAITS = {
    "prior": _("Any two people"),
    "given": _("Given name"),
    "family": _("Family name"),
    "mail": _("E-mail"),
    "phone": _("Phone"),
    "born": _("Birthday"),
    "street": _("Street"),
    "place": _("Place"),
}
OUTCOMES = {
    "": _("before anything is compared"),
    "same": _in("compared", "the same"),
    "swapped": _("given and family name swapped"),
    "close": _in("compared", "nearly the same"),
    "initial": _("the same initial"),
    "like": _in("compared", "alike"),
    "mailbox": _("the same mailbox at another host"),
    "typo": _("a slip of the pen apart"),
    "day_month": _("day and month swapped"),
    "house": _("another house in a like street"),
    "postal": _("the same postal code"),
    "city": _("the same city"),
    "other_city": _("another city, the postal code a slip of the pen apart"),
    "region": _("another city, the same region"),
    "other": _in("compared", "different"),
}
FOR = (
    _("says next to nothing"),
    _("speaks for one person"),
    _("speaks clearly for one person"),
    _("speaks strongly for one person"),
)
AGAINST = (
    _("says next to nothing"),
    _("speaks against it"),
    _("speaks clearly against it"),
    _("speaks strongly against it"),
)
BANDS = {
    "certain": _("Nearly certain (99.99 % and more)"),
    "likely": _("Very likely (99 % and more)"),
    "perhaps": _("Likely (below 99 %)"),
}
