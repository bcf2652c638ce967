"""What to tell a person about a value that does not fit, in their language."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.kernel.errors import Refused

from .rules import Unfit, shown

LONGEST_QUOTE = 60
SENTENCES = {
    "email": gettext_lazy("“%(text)s” is not an e-mail address. Write it like name@example.org."),
    "email_without_at": gettext_lazy("“%(text)s” has no @. Write it like name@example.org."),
    "phone": gettext_lazy(
        "“%(text)s” is not a phone number. Write it with its country: +62 812 5550 0172."
    ),
    "phone_without_country": gettext_lazy(
        "“%(text)s” does not say its country. Write it like +62 812 5550 0172."
    ),
    "handle": gettext_lazy("“%(text)s” does not say its network. Write it like instagram:putri."),
    "external": gettext_lazy("An external id has 1 to 120 printable characters."),
    "text": gettext_lazy("“%(text)s” is not text."),
    "text_long": gettext_lazy("This is too long. Keep it under 2,000 characters."),
    "text_nul": gettext_lazy("This holds a character that cannot be stored. Type it again."),
    "number": gettext_lazy("“%(text)s” is not a number. Write it like 1234.5."),
    "number_large": gettext_lazy("“%(text)s” is too large for a number here."),
    "date": gettext_lazy("There is no date “%(text)s”. Write it like 2026-02-28."),
    "born_on": gettext_lazy("Nobody we know was born on %(text)s. Check the year."),
    "boolean": gettext_lazy("“%(text)s” is neither yes nor no."),
    "choice": gettext_lazy("“%(text)s” is not one of the choices."),
    "unprintable": gettext_lazy("This holds a character that cannot be shown. Type it again."),
    "country": gettext_lazy("“%(text)s” is not a country code. Write two letters, such as ID."),
    "language": gettext_lazy("“%(text)s” is not a language code. Write it like id or en-GB."),
    "time_zone": gettext_lazy("“%(text)s” is not a time zone. Write it like Asia/Jakarta."),
    "domain": gettext_lazy("“%(text)s” is not a domain. Write it like example.org."),
}


class Unacceptable(Refused):
    """Several fields at once: `problems` has a sentence by field, `known` whom it belongs to."""

    code = "unacceptable"

    def __init__(self, problems: Mapping[str, str], known: Mapping[str, int]) -> None:
        field, sentence = next(iter(problems.items()))
        super().__init__(sentence, field=field)
        self.problems = dict(problems)
        self.known = dict(known)


class AlreadyKnown(Refused):
    """The address points to another contact."""

    code = "already_known"

    def __init__(self, sentence: str, *, contact_id: int, field: str | None = None) -> None:
        super().__init__(sentence, field=field)
        self.contact_id = contact_id


def sentence(unfit: Unfit) -> str:
    """The sentence for a reason. A text too long says how long it may be."""
    if unfit.reason.startswith("longer_than_"):
        longest = unfit.reason.removeprefix("longer_than_")
        return _("This is too long. Keep it to %(longest)s characters.") % {"longest": longest}
    return str(SENTENCES[unfit.reason]) % {"text": _quoted(unfit.text)}


def _quoted(text: str) -> str:
    quote = shown(text.strip())
    return quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE] + "…"


class Problems:
    """Collects what is wrong field by field, so that a form tells everything at once."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.known: dict[str, int] = {}

    @contextmanager
    def beside(self, field: str) -> Iterator[None]:
        """What goes wrong inside belongs to this field."""
        try:
            yield
        except Unfit as unfit:
            self.found.setdefault(field, sentence(unfit))
        except Refused as refused:
            self.found.setdefault(field, refused.sentence)
            if isinstance(refused, AlreadyKnown):
                self.known[field] = refused.contact_id

    def raise_any(self) -> None:
        """One problem as itself, several as Unacceptable."""
        if self.found:
            raise Unacceptable(self.found, self.known)


def erased_sentence(address: str) -> str:
    """Why somebody is not taken in by this address."""
    return _(
        "Whoever was known by %(address)s was erased, as they wished. If they want to be known"
        " again, allow the address under Settings, Erasures."
    ) % {"address": address}
