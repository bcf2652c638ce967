"""One template as one person would read it, and what is to be done before it is sent."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from relasi.contacts import public as contacts
from relasi.messaging import wording
from relasi.messaging.content.compiling import CannotRender, Filled, compiled
from relasi.messaging.content.sample import example_words
from relasi.messaging.content.words import Shop, asks_for_products, shop, words_for
from relasi.messaging.queries.templates import template_card
from relasi.messaging.rules.content import Content, problems

# Gmail shows no more of a mail than this; the rest hides behind a link.
CLIPPED_AT = 102_000


@dataclass(frozen=True, slots=True)
class Check:
    """One line of "Before it is sent": `good`, what, and what to do."""

    good: bool
    title: str
    note: str = ""
    block_id: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """As whom the mail is looked at; contact 0 is an invented person."""

    contact_id: int
    name: str
    words: dict[str, Any]


def reader_for(content: Content, address: str) -> Reader:
    """The contact with this e-mail address, or the invented one."""
    of = shop()
    contact_id = contacts.find_contact("email", address) if address else None
    if contact_id is None:
        words = example_words(of)
        return Reader(0, str(words["contact"]["name"]), words)
    return Reader(contact_id, *_words_of(contact_id, content, of))


def _words_of(contact_id: int, content: Content, of: Shop) -> tuple[str, dict[str, Any]]:
    words = words_for([contact_id], of, with_products=asks_for_products(content))[contact_id]
    return str(words["contact"].get("name") or words["contact"].get("email", "")), words


def filled_for(content: Content, reader: Reader) -> Filled:
    """Raises CannotRender."""
    return compiled(content).fill(reader.words)


def rendered(template_id: int, contact_id: int) -> Filled:
    """A template as this contact would get it, links as written. Raises CannotRender, NotFound."""
    content = template_card(template_id).content
    _name, words = _words_of(contact_id, content, shop())
    return filled_for(content, Reader(contact_id, "", words))


def checks_of(content: Content, reader: Reader) -> list[Check]:
    """What stops it first, then what should be looked at, then what is well."""
    kinds = [block["kind"] for block in content.blocks]
    found = [
        Check(
            False,
            wording.sentence(problem, kinds[problem.block - 1] if problem.block else ""),
            block_id=content.blocks[problem.block - 1]["id"] if problem.block else "",
        )
        for problem in problems(content)
    ]
    found += _reading(content, reader)
    found += _pictures(content)
    if not shop().postal_address:
        found.append(Check(False, _("Your postal address is missing"), _("Settings, Organisation")))
    found.append(Check(True, _("One click to leave the list")))
    return sorted(found, key=lambda check: check.good)


def _reading(content: Content, reader: Reader) -> list[Check]:
    try:
        filled = filled_for(content, reader)
    except CannotRender as problem:
        block = content.blocks[problem.block - 1]["id"] if problem.block > 0 else ""
        return [Check(False, wording.where(problem), wording.broken(problem), block)]
    size = len(filled.html.encode())
    told = _("%(size)d of %(most)d kB") % {"size": size // 1000, "most": CLIPPED_AT // 1000}
    small = size <= CLIPPED_AT
    title = _("Small enough to be shown whole") if small else _("Too long to be shown whole")
    return [
        Check(True, _("It can be made for %(name)s") % {"name": reader.name}),
        Check(small, title, told),
    ]


def _pictures(content: Content) -> list[Check]:
    bare = [b for b in content.blocks if b["kind"] == "image" and not b["alt"].strip()]
    if not bare:
        return []
    note = _("Say what it shows, for those who do not see it.")
    return [Check(False, _("A picture has no description"), note, bare[0]["id"])]
