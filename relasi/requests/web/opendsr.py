"""/opendsr/v2/: OpenDSR 2.0 (github.com/opengdpr/OpenDSR), by an API key of the house."""

import base64
import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from relasi.accounts.public import Actor, caller
from relasi.kernel import clock
from relasi.kernel.errors import NotAllowed, NotFound, Refused, RelasiError
from relasi.requests.actions.passing import IDENTITIES, Identity, cancel, find_passed, pass_on
from relasi.requests.actions.signing import domain, signature, signing_key
from relasi.requests.models import Passed
from relasi.requests.rules import OPENDSR

VERSION = "2.0"
KINDS = ("access", "portability", "erasure")
REGULATIONS = ("gdpr", "ccpa")
MOST_BYTES = 100_000
STATUS = {NotAllowed: HTTPStatus.FORBIDDEN, NotFound: HTTPStatus.NOT_FOUND}
View = Callable[..., HttpResponse]


def _answered(view: View) -> View:
    """Who calls, and every refusal in the form of the specification."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        actor = caller(request)
        if actor is None or actor.kind != "key":
            sentence = _("Send a key with the request: Authorization: Bearer rel_…")
            return _error(HTTPStatus.UNAUTHORIZED, sentence)
        try:
            return view(request, actor, *args, **named)
        except RelasiError as error:
            status = STATUS.get(type(error), HTTPStatus.BAD_REQUEST)
            return _error(status, error.sentence, error.field or "")

    return answer


@csrf_exempt
def discovery(request: HttpRequest) -> HttpResponse:
    """What is understood; open to all, as is the certificate."""
    del request
    said = {
        "api_version": VERSION,
        "supported_identities": [
            {"identity_type": kind, "identity_format": "raw"} for kind in IDENTITIES
        ],
        "supported_subject_request_types": list(KINDS),
        "processor_certificate": settings.BASE_URL.rstrip("/")
        + reverse("requests:opendsr_certificate"),
    }
    return _signed(said)


def certificate(request: HttpRequest) -> HttpResponse:
    del request
    pem = signing_key(clock.now()).certificate
    return HttpResponse(pem, content_type="application/x-pem-file")


@_answered
def requests(request: HttpRequest, by: Actor) -> HttpResponse:
    """A new request."""
    if request.method != "POST":
        return _error(HTTPStatus.METHOD_NOT_ALLOWED, _("Requests are sent by POST."))
    body, now = request.body, clock.now()
    said = _read(body)
    passed = pass_on(
        number=_number(said.get("subject_request_id")),
        kind=_one_of(said, "subject_request_type", KINDS),
        identities=_identities(said),
        callbacks=_texts(said, "status_callback_urls"),
        submitted_at=_moment(said),
        by=by,
        now=now,
    )
    told = {
        **_known(passed),
        "received_time": now.isoformat(),
        "encoded_request": base64.b64encode(body).decode(),
    }
    return _signed(told, HTTPStatus.CREATED)


@_answered
def one(request: HttpRequest, by: Actor, number: UUID) -> HttpResponse:
    """How it stands; DELETE cancels it while it is pending."""
    if request.method == "DELETE":
        now = clock.now()
        passed = cancel(number=number, by=by, now=now)
        told = {"received_time": now.isoformat(), "api_version": VERSION}
        return _signed({**_known(passed), **told}, HTTPStatus.ACCEPTED)
    passed = find_passed(number, by)
    told = {"request_status": OPENDSR[passed.request.state], "api_version": VERSION}
    return _signed({**_known(passed), **told})


def _known(passed: Passed) -> dict[str, str]:
    return {
        "controller_id": passed.controller,
        "subject_request_id": str(passed.number),
        "expected_completion_time": passed.request.due_at.isoformat(),
    }


def _signed(said: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
    body = json.dumps(said).encode()
    answer = HttpResponse(body, status=status, content_type="application/json")
    answer["X-OpenDSR-Processor-Domain"] = domain()
    answer["X-OpenDSR-Signature"] = signature(body, clock.now())
    answer["Cache-Control"] = "no-store"
    return answer


def _error(status: int, sentence: str, field: str = "") -> HttpResponse:
    fault = {"domain": field or "request", "reason": HTTPStatus(status).phrase, "message": sentence}
    said = {"error": {"code": int(status), "message": sentence, "errors": [fault]}}
    return HttpResponse(json.dumps(said), status=status, content_type="application/json")


def _read(body: bytes) -> dict[str, Any]:
    if len(body) > MOST_BYTES:
        raise Refused(_("The request is too large: at most 100 kB."))
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(_("The body is not JSON that can be read.")) from error
    if not isinstance(said, dict):
        raise Refused(_("Send an object, as in {…}."))
    if said.get("regulation", "gdpr") not in REGULATIONS:
        raise Refused(_("regulation is one of: gdpr, ccpa."), field="regulation")
    return said


def _number(raw: Any) -> UUID:
    try:
        return UUID(str(raw))
    except ValueError as error:
        sentence = _("subject_request_id is a UUID made by whoever sends it.")
        raise Refused(sentence, field="subject_request_id") from error


def _one_of(said: dict[str, Any], field: str, words: tuple[str, ...]) -> str:
    if said.get(field) not in words:
        sentence = _("%(field)s is one of: %(words)s.")
        raise Refused(sentence % {"field": field, "words": ", ".join(words)}, field=field)
    return str(said[field])


def _identities(said: dict[str, Any]) -> list[Identity]:
    raw = said.get("subject_identities")
    rows = raw if isinstance(raw, list) else []
    found = [
        Identity(row["identity_type"], row["identity_value"])
        for row in rows
        if isinstance(row, dict)
        and row.get("identity_type") in IDENTITIES
        and row.get("identity_format") == "raw"
        and isinstance(row.get("identity_value"), str)
        and row["identity_value"].strip()
    ]
    if not found or len(found) != len(rows):
        sentence = _("subject_identities names somebody by email or controller_customer_id, raw.")
        raise Refused(sentence, field="subject_identities")
    return found


def _texts(said: dict[str, Any], field: str) -> list[str]:
    raw = said.get(field, [])
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
        raise Refused(_("%(field)s is a list of texts.") % {"field": field}, field=field)
    return raw


def _moment(said: dict[str, Any]) -> datetime:
    try:
        at = parse_datetime(str(said.get("submitted_time")))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        sentence = _("submitted_time is written as in 2026-03-01T09:30:00Z.")
        raise Refused(sentence, field="submitted_time")
    return at
