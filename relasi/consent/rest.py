"""Consent through the API: what people said, asking them, the texts, restrictions."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field

from relasi.accounts.public import actor_of, authorise
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import NotFound
from relasi.kernel.rest import Cursor, Id, Limit, Page, Strict, page_of, read_cursor

from . import public as consent

router = Router(tags=["consent"])

Channel = Literal["email", "sms", "whatsapp", "push", "phone", "web", "data"]
Purpose = Literal["marketing", "personalise", "collect", "profile", "export", "training"]
Language = Literal["en", "id"]
Source = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^\S(.*\S)?$")]
Words = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(max_length=60)]
Email = Annotated[str, Field(max_length=320)]
MOST_PAIRS = 20


class StatementIn(Strict):
    """`text` names the version of the consent text they saw, as in email.marketing.en.3; where
    there was none, `wording` holds the words. `stated_at` is now when it is left out.
    """

    channel: Channel
    purpose: Purpose
    granted: bool
    source: Source
    text: Name = ""
    wording: Words = ""
    stated_at: datetime | None = None


class StatementOut(Strict):
    id: int
    channel: Channel
    purpose: Purpose
    granted: bool
    stated_at: datetime
    source: str
    text: str
    wording: str
    recorded_by: str
    recorded_at: datetime


class Made(Strict):
    id: int


class PairIn(Strict):
    channel: Channel
    purpose: Purpose


class AskIn(Strict):
    """A mail asks for these; they count once its link is confirmed. `address` is one of theirs,
    else their first; `language` theirs, else the organisation's.
    """

    about: list[PairIn] = Field(min_length=1, max_length=MOST_PAIRS)
    source: Source
    language: Language | None = None
    address: Email = ""


class AskOut(Strict):
    """`outcome` stays waiting when nobody confirms until `expires_at`."""

    id: int
    address: str
    about: list[PairIn]
    outcome: Literal["waiting", "confirmed", "taken_back"]
    asked_at: datetime
    expires_at: datetime


class TextOut(Strict):
    """`name` is empty and `version` 0 while nothing was published: then it is the house's own."""

    name: str
    channel: Channel
    purpose: Purpose
    language: Language
    version: int
    words: str
    published_at: datetime | None


class TextIn(Strict):
    channel: Channel
    purpose: Purpose
    language: Language
    words: Words


class Published(Strict):
    name: str


class RestrictionIn(Strict):
    reason: Annotated[str, Field(max_length=500)] = ""


ONE = "/contacts/{contact_id}"


@router.get(f"{ONE}/consents", response=Page[StatementOut], operation_id="list_consents")
def list_consents(
    request: HttpRequest, contact_id: Id, cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """Everything a person said about being reached, measured and passed on, newest first."""
    _reached(request, contact_id, "view")
    position = read_cursor("consents", cursor)
    return page_of(
        "consents",
        consent.history_page(contact_id, before=position, limit=limit + 1),
        limit=limit,
        item=_statement_out,
        position=lambda line: [line.stated_at.isoformat(), line.id],
    )


@router.post(f"{ONE}/consents", response={201: Made}, operation_id="add_consent")
def add_consent(request: HttpRequest, contact_id: Id, said: StatementIn) -> Any:
    """Record what a person said."""
    _reached(request, contact_id, "edit")
    values = said.dict()
    verb = consent.grant if values.pop("granted") else consent.withdraw
    return {"id": verb(contact_id=contact_id, by=actor_of(request), now=clock.now(), **values)}


@router.get(f"{ONE}/consents/asks", response=list[AskOut], operation_id="list_asks")
def list_asks(request: HttpRequest, contact_id: Id) -> Any:
    """The last twenty questions a person was asked by mail."""
    _reached(request, contact_id, "view")
    return [_ask_out(card) for card in consent.asks_of(contact_id, clock.now())]


@router.post(f"{ONE}/consents/asks", response={201: AskOut}, operation_id="ask_consent")
def ask_consent(request: HttpRequest, contact_id: Id, asked: AskIn) -> Any:
    """Ask a person by mail (double opt-in): nothing is allowed before they confirm."""
    _reached(request, contact_id, "edit")
    now = clock.now()
    ask_id = consent.ask(
        contact_id=contact_id,
        pairs=[(pair.channel, pair.purpose) for pair in asked.about],
        source=asked.source,
        language=asked.language or consent.language_of(contacts.card(contact_id).language),
        address=asked.address,
        by=actor_of(request),
        now=now,
    )
    return _ask_out(consent.find_ask(ask_id, now))


@router.put(f"{ONE}/restriction", response={204: None}, operation_id="restrict_contact")
def restrict_contact(request: HttpRequest, contact_id: Id, why: RestrictionIn) -> Any:
    """Keep a person's data and do nothing with them."""
    _reached(request, contact_id, "edit")
    consent.restrict(
        contact_id=contact_id, reason=why.reason, by=actor_of(request), now=clock.now()
    )
    return Status(204, None)


@router.delete(f"{ONE}/restriction", response={204: None}, operation_id="release_contact")
def release_contact(request: HttpRequest, contact_id: Id) -> Any:
    """Use a person's data again, where they agreed."""
    _reached(request, contact_id, "edit")
    consent.release(contact_id=contact_id, by=actor_of(request), now=clock.now())
    return Status(204, None)


@router.get("/consent-texts", response=list[TextOut], operation_id="list_consent_texts")
def list_consent_texts(request: HttpRequest, language: Language = "en") -> Any:
    """What people who read this language are shown now, for everything that is asked."""
    authorise(actor_of(request), "view", "consent")
    return [_text_out(card) for card in consent.texts_shown(language).values()]


@router.get("/consent-texts/{name}", response=TextOut, operation_id="get_consent_text")
def get_consent_text(request: HttpRequest, name: Name) -> Any:
    """One version, however old."""
    authorise(actor_of(request), "view", "consent")
    card = consent.find_text(name)
    if card is None:
        raise NotFound(_("No consent text has this name. List them for the names."))
    return _text_out(card)


@router.post("/consent-texts", response={201: Published}, operation_id="publish_consent_text")
def publish_consent_text(request: HttpRequest, text: TextIn) -> Any:
    """Show other words from now on; the versions before stay readable."""
    values = text.dict()
    name = consent.publish_text(by=actor_of(request), now=clock.now(), **values)
    return {"name": name}


def _reached(request: HttpRequest, contact_id: int, action: str) -> None:
    actor = actor_of(request)
    authorise(actor, "view", "contacts", owner_id=contacts.owner_of(contact_id))
    authorise(actor, action, "consent")


def _statement_out(line: consent.StatementCard) -> StatementOut:
    return StatementOut(**{name: getattr(line, name) for name in StatementOut.model_fields})


def _text_out(card: consent.TextCard) -> TextOut:
    return TextOut(**{name: getattr(card, name) for name in TextOut.model_fields})


def _ask_out(card: consent.AskCard) -> AskOut:
    about = [PairIn(channel=t.channel, purpose=t.purpose) for t in card.about]  # type: ignore[arg-type]
    return AskOut(
        id=card.id,
        address=card.address,
        about=about,
        outcome=card.outcome,  # type: ignore[arg-type]
        asked_at=card.asked_at,
        expires_at=card.expires_at,
    )
