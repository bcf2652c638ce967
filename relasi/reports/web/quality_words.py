"""What parts of the score, notes of people and fields are called, and what each means."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Name, how it is said of the share, what it is.
PARTS: dict[str, tuple[Promise, Promise, Promise]] = {
    "coverage": (
        _("Coverage"),
        _("have an e-mail address"),
        _("Of all people, those with an e-mail address."),
    ),
    "validity": (
        _("Validity"),
        _("of addresses can be right"),
        _(
            "Of people with an address, those whose address nothing speaks against: it did not"
            " bounce, is not marked as not valid, was not mistyped, its domain takes mail, and it"
            " is not one that is thrown away."
        ),
    ),
    "consent": (
        _("Consent"),
        _("of them may be written to"),
        _(
            "Of people with an address, those who agreed to offers by e-mail and did not leave"
            " since."
        ),
    ),
    "freshness": (
        _("Freshness"),
        _("gave a sign of life in a year"),
        _(
            "Of all people, those who visited, opened, clicked, ordered or agreed to something in"
            " the last 365 days. What programs did by themselves does not count."
        ),
    ),
    "completeness": (
        _("Completeness"),
        _("of fields are filled"),
        _(
            "Of eight fields of each person (name, e-mail, phone, city, country, language,"
            " birthday, where they came from), those that are filled."
        ),
    ),
    "uniqueness": (
        _("Uniqueness"),
        _("are here once"),
        _("Of all people, those who are in no pair that is probably one person."),
    ),
}
MARKS: dict[str, Promise] = {
    "email": _("Has an e-mail"),
    "phone": _("Has a phone"),
    "good_email": _("E-mail can be right"),
    "may_write": _("May be written to by e-mail"),
    "alive": _("Sign of life in a year"),
    "single": _("Is here once"),
    "bounced": _("E-mail bounced"),
    "left": _("Left or refused e-mail"),
    "never_asked": _("Has an e-mail and was never asked"),
    "role": _("E-mail of nobody in particular"),
    "disposable": _("E-mail thrown away after use"),
    "typo": _("E-mail probably mistyped"),
    "no_mail": _("E-mail domain takes no mail"),
    "unreadable": _("E-mail is none"),
    "phone_unused": _("Phone number not in use"),
    "phone_allowed": _("May be called"),
    "called_bad": _("An address marked as not valid"),
}
FIELDS: dict[str, Promise] = {
    "name": _("Name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "city": _("City"),
    "country": _("Country"),
    "language": _("Language"),
    "born_on": _("Birthday"),
    "source": _("Came from"),
}
# What is to be put right, and what one does about it.
WORK: dict[str, tuple[Promise, Promise]] = {
    "bounced": (_("E-mail bounced"), _("Ask them for another address.")),
    "no_mail": (
        _("The domain takes no mail"),
        _("Nobody can be reached there. Correct the address or mark it as not valid."),
    ),
    "unreadable": (_("Not an address"), _("Correct it or mark it as not valid.")),
    "typo": (
        _("Probably mistyped"),
        _("Look through what was meant and correct all in one go."),
    ),
    "disposable": (
        _("Thrown away after use"),
        _("Written to once, and never read again. Tag them or leave them out."),
    ),
    "role": (
        _("Mailboxes of nobody in particular"),
        _("Several people read them; one who did not agree complains."),
    ),
    "called_bad": (_("Marked as not valid"), _("Ask them for another address.")),
    "phone_unused": (_("Phone numbers not in use"), _("Correct the number when you talk.")),
    "double": (_("Perhaps here twice"), _("Decide pair by pair whether they are one.")),
    "asleep": (
        _("No sign of life in a year"),
        _("Write to them once more, or stop writing: mails nobody opens harm all others."),
    ),
    "never_asked": (
        _("Have an e-mail and were never asked"),
        _("Ask when they order next; without a yes nothing may be sent."),
    ),
}


def mark_choices() -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in MARKS.items()]


def field_choices() -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in FIELDS.items()]
