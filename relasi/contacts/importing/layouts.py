"""Exports of other programs, known by their headers, and what their rows mean.

Where the headers are documented or written: docs/reference/import-layouts.md. A layout states
what its file proves and nothing beside it: that somebody signed up is a yes, that a row stands
in a list is none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from .rules import plain_words
from .targets import ImportField

Get = Callable[[str], str]
TRUE = frozenset({"1", "true", "yes", "y", "t"})
NOTHING = ("", "", "")

# Columns that a layout adds: what the cells of a row mean together.
BY_MAIL, BY_PHONE, SINCE, DEAD = "consent.email", "consent.phone", "consent.at", "consent.dead"
LABELS = {
    BY_MAIL: _("Said about mails"),
    BY_PHONE: _("Said about calls"),
    SINCE: _("Said at"),
    DEAD: _("Address is dead"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """A file is one when it has all of `marks` and one of `among` (if any are named), as plain
    words. `columns` say what a header fills. `means` gives a cell for each of `adds`.
    """

    key: str
    label: str
    marks: frozenset[str]
    columns: Mapping[str, str]
    among: frozenset[str] = frozenset()
    adds: tuple[str, ...] = ()
    means: Callable[[Get, frozenset[str]], tuple[str, ...]] = field(
        default=lambda _get, _header: ()
    )

    def fits(self, header: frozenset[str]) -> bool:
        return self.marks <= header and (not self.among or bool(self.among & header))

    @property
    def more(self) -> list[str]:
        """The headers of the columns that are added."""
        return [str(LABELS[key]) for key in self.adds]

    def mapping(self, header: list[str], fields: Mapping[str, ImportField]) -> dict[str, str]:
        """A field for each column, by its place; the added ones stand at the end."""
        own = len(header) - len(self.adds)
        keys = [self.columns.get(plain_words(name), "") for name in header[:own]]
        found: dict[str, str] = {}
        for place, key in enumerate([*keys, *self.adds]):
            if key in fields and (key not in found.values() or fields[key].many):
                found[str(place)] = key
        return found

    def meaning(self, header: list[str]) -> Callable[[list[str]], list[str]]:
        """What a row of a file with this header is given beside its own cells."""
        places: dict[str, int] = {}
        for place, name in enumerate(header):
            places.setdefault(plain_words(name), place)
        names = frozenset(places)

        def more(cells: list[str]) -> list[str]:
            def get(name: str) -> str:
                place = places.get(name)
                return cells[place].strip() if place is not None and place < len(cells) else ""

            return list(self.means(get, names))

        return more


def layout_of(target: str, header: list[str]) -> Layout | None:
    """The layout that a list of people is written in; none that we know for other lists."""
    if target != "contacts":
        return None
    names = frozenset(plain_words(name) for name in header)
    return next((layout for layout in LAYOUTS if layout.fits(names)), None)


def layout_called(key: str) -> str:
    return next((layout.label for layout in LAYOUTS if layout.key == key), "")


def meaning_of(key: str, header: list[str]) -> Callable[[list[str]], list[str]] | None:
    """The same for a run that has its header already, added columns included."""
    layout = next((layout for layout in LAYOUTS if layout.key == key), None)
    if layout is None:
        return None
    return layout.meaning(header[: len(header) - len(layout.adds)])


def added_by(key: str) -> int:
    """How many columns a layout adds to those of its file."""
    return next((len(layout.adds) for layout in LAYOUTS if layout.key == key), 0)


def _mailchimp(get: Get, header: frozenset[str]) -> tuple[str, ...]:
    """Three files: subscribed, unsubscribed, cleaned. OPTIN_TIME is when somebody signed up
    themselves; CONFIRM_TIME also stands where the list's owner put them in, so it proves nothing.
    """
    if left := get("unsub time"):
        return ("no", left, "")
    if get("clean time"):
        return ("", "", "yes")
    joined = get("optin time")
    if joined and not header & {"unsub time", "clean time"}:
        return ("yes", joined, "")
    return NOTHING


def _listmonk(get: Get, header: frozenset[str]) -> tuple[str, ...]:
    """Which lists somebody is on is not in the file, so `enabled` is no yes."""
    del header
    if get("status").casefold() in {"blocklisted", "blacklisted"}:
        return ("no", get("updated at"))
    return ("", "")


def _hubspot(get: Get, header: frozenset[str]) -> tuple[str, ...]:
    del header
    out = get("unsubscribed from all email").casefold() in TRUE
    return ("no" if out else "", "yes" if get("email hard bounce reason") else "")


def _salesforce(get: Get, header: frozenset[str]) -> tuple[str, ...]:
    del header
    out = get("has opted out of email").casefold() in TRUE
    silent = get("do not call").casefold() in TRUE
    return (
        "no" if out else "",
        "no" if silent else "",
        "yes" if get("email bounced date") else "",
    )


_SALESFORCE = {
    "id": "external_id", "first name": "given_name", "last name": "family_name",
    "email": "email", "phone": "phone", "mobile phone": "phone", "title": "job_title",
    "lead source": "source",
}  # fmt: skip
LAYOUTS = (
    Layout(
        "mailchimp",
        "Mailchimp",
        frozenset({"email address", "member rating", "leid", "euid"}),
        {
            "email address": "email", "first name": "given_name", "last name": "family_name",
            "phone number": "phone", "timezone": "time_zone", "cc": "country",
            "region": "region", "tags": "tags", "birthday": "born_on", "company": "company",
        },
        adds=(BY_MAIL, SINCE, DEAD),
        means=_mailchimp,
    ),
    Layout(
        "listmonk",
        "listmonk",
        frozenset({"uuid", "email", "name", "attributes", "status", "created at", "updated at"}),
        {"uuid": "external_id", "email": "email", "name": "name"},
        adds=(BY_MAIL, SINCE),
        means=_listmonk,
    ),
    Layout(
        "hubspot",
        "HubSpot",
        frozenset({"record id", "email"}),
        {
            "record id": "external_id", "first name": "given_name", "last name": "family_name",
            "email": "email", "phone number": "phone", "mobile phone number": "phone",
            "job title": "job_title", "company name": "company", "street address": "street",
            "city": "city", "state region": "region", "postal code": "postal_code",
            "country region": "country", "country": "country", "preferred language": "language",
            "time zone": "time_zone", "date of birth": "born_on", "original source": "source",
        },
        among=frozenset(
            {"lifecycle stage", "lead status", "contact owner", "create date",
             "marketing contact status", "unsubscribed from all email"}
        ),
        adds=(BY_MAIL, DEAD),
        means=_hubspot,
    ),
    Layout(
        "salesforce_contacts",
        "Salesforce",
        frozenset({"id", "account id", "last name", "has opted out of email"}),
        {
            **_SALESFORCE,
            "birthdate": "born_on", "mailing street": "street", "mailing city": "city",
            "mailing state": "region", "mailing postal code": "postal_code",
            "mailing country": "country",
        },
        adds=(BY_MAIL, BY_PHONE, DEAD),
        means=_salesforce,
    ),
    Layout(
        "salesforce_leads",
        "Salesforce",
        frozenset({"id", "last name", "company", "is converted", "has opted out of email"}),
        {
            **_SALESFORCE,
            "company": "company", "street": "street", "city": "city", "state": "region",
            "postal code": "postal_code", "country": "country",
        },
        adds=(BY_MAIL, BY_PHONE, DEAD),
        means=_salesforce,
    ),
    Layout(
        "mautic",
        "Mautic",
        frozenset({"firstname", "lastname", "email", "points"}),
        {
            "id": "external_id", "firstname": "given_name", "lastname": "family_name",
            "email": "email", "mobile": "phone", "phone": "phone", "company": "company",
            "position": "job_title", "address1": "street", "city": "city", "state": "region",
            "zipcode": "postal_code", "country": "country", "preferred locale": "language",
            "timezone": "time_zone", "tags": "tags",
        },
        among=frozenset({"last active", "attribution", "preferred locale", "date identified"}),
    ),
)  # fmt: skip
