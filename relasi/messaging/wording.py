"""The names of the parts of a mail and the sentences about what is wrong with them."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .content.compiling import CannotRender
from .rules.content import Problem

KIND_LABELS: dict[str, Promise] = {
    "heading": gettext_lazy("Heading"),
    "text": gettext_lazy("Text"),
    "image": gettext_lazy("Picture"),
    "button": gettext_lazy("Button"),
    "product": gettext_lazy("Product"),
    "bought": gettext_lazy("Their products"),
    "columns": gettext_lazy("Two columns"),
    "divider": gettext_lazy("Line"),
    "spacer": gettext_lazy("Space"),
}
KIND_ICONS = {
    "heading": "heading",
    "text": "text",
    "image": "image",
    "button": "rectangle-horizontal",
    "product": "package",
    "bought": "shopping-bag",
    "columns": "columns-2",
    "divider": "minus",
    "spacer": "move-vertical",
}
FIELD_LABELS: dict[str, Promise] = {
    "subject": gettext_lazy("Subject"),
    "preheader": gettext_lazy("Preview line"),
    "text": gettext_lazy("Text"),
    "align": gettext_lazy("Alignment"),
    "url": gettext_lazy("Address (https://…)"),
    "alt": gettext_lazy("Description for those who do not see it"),
    "link": gettext_lazy("Where it leads"),
    "label": gettext_lazy("Words on the button"),
    "name": gettext_lazy("Name"),
    "price": gettext_lazy("Price"),
    "title": gettext_lazy("Title"),
    "source": gettext_lazy("Which products"),
    "count": gettext_lazy("How many at most"),
    "left_title": gettext_lazy("Title on the left"),
    "left": gettext_lazy("Text on the left"),
    "right_title": gettext_lazy("Title on the right"),
    "right": gettext_lazy("Text on the right"),
    "size": gettext_lazy("Height"),
}
CHOICE_LABELS: dict[str, Promise] = {
    "left": gettext_lazy("Left"),
    "center": gettext_lazy("Centre"),
    "last_bought": gettext_lazy("What they bought last"),
    "favourite_category": gettext_lazy("What they buy most in their favourite category"),
    "small": gettext_lazy("Small"),
    "medium": gettext_lazy("Medium"),
    "large": gettext_lazy("Large"),
}


def block_name(number: int, kind: str) -> str:
    """As in "Block 3 (Text)"; number 0 is the subject and the preview line."""
    if number == 0:
        return _("Subject and preview line")
    return _("Block %(number)d (%(kind)s)") % {
        "number": number,
        "kind": KIND_LABELS.get(kind, kind),
    }


def sentence(problem: Problem, kind: str = "") -> str:
    """What is wrong and what to do, naming block and field."""
    make = _SENTENCES[problem.code]
    values = {
        "block": block_name(problem.block, kind),
        "field": FIELD_LABELS.get(problem.field, problem.field),
        **problem.values,
    }
    return make() % values


def broken(problem: CannotRender) -> str:
    """Why a mail cannot be made, and what to do; the block is named by `where`."""
    make = _BROKEN[problem.code]
    return make() % {"detail": problem.detail}


def where(problem: CannotRender) -> str:
    if problem.block < 0:
        return _("The mail as a whole")
    return block_name(problem.block, problem.kind)


_BROKEN: dict[str, Callable[[], str]] = {
    "missing": lambda: _(
        "There is no “%(detail)s”. Give other words for it:"
        " {{ %(detail)s | default: 'friend' }}, or leave it out."
    ),
    "too_much": lambda: _("This asks for too much work: a loop or a text that grows. Shorten it."),
    "unclosed": lambda: _("Braces are opened and not closed: {{ … }} and {%% … %%} come in pairs."),
    "syntax": lambda: _("The braces cannot be read: %(detail)s."),
    "failed": lambda: _("It could not be filled in: %(detail)s."),
}
_SENTENCES: dict[str, Callable[[], str]] = {
    "subject_missing": lambda: _("The subject is empty. Write what the mail is about."),
    "no_blocks": lambda: _("This mail is empty. Add a block."),
    "too_many_blocks": lambda: _("A mail has at most %(most)d blocks. Delete some."),
    "unknown_kind": lambda: _("%(block)s: there is no kind “%(kind)s”."),
    "bad_id": lambda: _("%(block)s has no usable id."),
    "missing": lambda: _("%(block)s: “%(field)s” is empty. Fill it in or delete the block."),
    "too_long": lambda: _("%(block)s: “%(field)s” is longer than %(longest)d characters."),
    "not_a_choice": lambda: _("%(block)s: “%(field)s” has a value that is not offered."),
    "picture_address": lambda: _(
        "%(block)s: the picture's address must begin with https:// and the name of a site."
    ),
    "link_address": lambda: _(
        "%(block)s: the link must begin with https://, http:// or mailto: and an address."
    ),
}
