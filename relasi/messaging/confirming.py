"""The letter that asks somebody to confirm what they said yes to (double opt-in)."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from relasi.consent import public as consent
from relasi.kernel import clock, tokens
from relasi.messaging.rules.content import Content

from .house_letters import LetterKind, register_letter

KIND = "confirm"
PURPOSE = "messaging.confirm"


def register() -> None:
    register_letter(LetterKind(KIND, lambda: _("Please confirm"), content, words))


def content() -> Content:
    said = _("Somebody, probably you, left this address at {{ shop.name }} and said:")
    else_ = _(
        "It counts once you press the button on the page that opens. If it was not you, do"
        " nothing: then nothing is sent. The link works until {{ letter.until }}."
    )
    return Content(
        _("Please confirm what {{ shop.name }} may send you"),
        _("One press, and it counts"),
        (
            _text("b1", f"{said}\n\n{{{{ letter.said }}}}"),
            {"id": "b2", "kind": "button", "label": _("Confirm"), "url": "{{ letter.link }}"},
            _text("b3", else_),
        ),
    )


def _text(number: str, words: str) -> dict[str, str]:
    return {"id": number, "kind": "text", "text": words}


def words(ask_ids: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
    """What was said, until when the link works, and the link."""
    return {one.id: _words(one) for one in consent.asks(tuple(ask_ids), clock.now())}


def _words(ask: consent.AskCard) -> dict[str, str]:
    with translation.override(ask.language):
        until = formats.date_format(timezone.localtime(ask.expires_at), "DATE_FORMAT")
    return {
        "said": " ".join(f"“{thing.words}”" for thing in ask.about),
        "until": until,
        "link": reverse("messaging:confirm", args=[tokens.sign(PURPOSE, ask.id)]),
    }


def asked_by(token: str) -> int:
    """The ask that a link confirms. Raises BadToken."""
    return int(tokens.unsign(PURPOSE, token))
