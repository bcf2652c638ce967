"""The letters that requests write: a link to confirm, a link to the file, a link to one's page."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from relasi.kernel import clock, tokens
from relasi.kernel.errors import NotFound, Refused
from relasi.messaging import public as messaging
from relasi.privacy import public as privacy

from .models import Request
from .queries.people import where_to

CONFIRM, FILE, OWN_PAGE = "request_confirm", "request_file", "own_page"
CONFIRM_SECONDS, PAGE_SECONDS = 3 * 24 * 3600, 3600
Words = Mapping[int, Mapping[str, str]]


def register() -> None:
    for key, name, content, words in (
        (CONFIRM, lambda: _("Please confirm your request"), _confirm_content, _confirm_words),
        (FILE, lambda: _("Your data"), _file_content, _file_words),
        (OWN_PAGE, lambda: _("Your link"), _page_content, _page_words),
    ):
        messaging.register_letter(messaging.LetterKind(key, name, content, words))


def confirmed_by(token: str) -> int:
    """The request a link confirms. Raises BadToken."""
    return int(tokens.unsign(CONFIRM, token, max_age=CONFIRM_SECONDS))


def page_of(token: str) -> int:
    """Whose page a link opens. Raises BadToken."""
    return int(tokens.unsign(OWN_PAGE, token, max_age=PAGE_SECONDS))


def _content(subject: str, first: str, button: str, last: str) -> messaging.Content:
    return messaging.Content(
        subject,
        "",
        (
            {"id": "b1", "kind": "text", "text": first},
            {"id": "b2", "kind": "button", "label": button, "url": "{{ letter.link }}"},
            {"id": "b3", "kind": "text", "text": last},
        ),
    )


def _confirm_content() -> messaging.Content:
    return _content(
        _("{{ shop.name }}: please confirm what you asked for"),
        _("{{ shop.name }} was asked in your name: “{{ letter.kind }}”. Confirm that it was you."),
        _("Look at it and confirm"),
        _("The link works for three days. If it was not you, do nothing: then nothing happens."),
    )


def _confirm_words(ids: Sequence[int]) -> Words:
    return {row.pk: _confirm_word(row) for row in Request.objects.filter(pk__in=ids)}


def _confirm_word(row: Request) -> Mapping[str, str]:
    to = where_to(row.contact_id, row.address)
    with translation.override(to[2] if to else None):
        kind = row.get_kind_display()
    return {"kind": kind, "link": reverse("requests:confirm", args=[tokens.sign(CONFIRM, row.pk)])}


def _file_content() -> messaging.Content:
    return _content(
        _("{{ shop.name }}: your data are ready"),
        _("Everything {{ shop.name }} holds about you is in one file, as tables and as JSON."),
        _("Fetch the file"),
        _("The link opens it once, within a day. Do not pass it on."),
    )


def _file_words(ids: Sequence[int]) -> Words:
    """A link that opens the file once; a file that is gone meanwhile has none."""
    found: dict[int, Mapping[str, str]] = {}
    for row in Request.objects.filter(pk__in=ids).exclude(export_id=None):
        try:
            token = privacy.export_token(export_id=row.export_id or 0, now=clock.now())
        except (NotFound, Refused):
            continue
        found[row.pk] = {"link": reverse("requests:file", args=[token])}
    return found


def _page_content() -> messaging.Content:
    return _content(
        _("{{ shop.name }}: the link to your data"),
        _("Here you see what {{ shop.name }} holds about you, correct it, take it or erase it."),
        _("Open my page"),
        _("The link works for an hour. If you did not ask for it, do nothing."),
    )


def _page_words(contact_ids: Sequence[int]) -> Words:
    return {
        one: {"link": reverse("requests:own_page", args=[tokens.sign(OWN_PAGE, one)])}
        for one in contact_ids
    }
