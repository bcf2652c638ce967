"""Writes through the API: each is one transaction, and safe to send again.

A write that is refused (status 400 and above) is rolled back whole. With the header
`Idempotency-Key` its answer is kept for 24 hours in the same transaction as its effect: a
second request with the same key waits for the first and gets the same answer.
"""

import hashlib
from collections.abc import Callable
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relasi.accounts.public import Kept, caller, claim, keep
from relasi.kernel import clock
from relasi.kernel.errors import Refused, RelasiError

from .errors import problem, status_of

WRITES = {"POST", "PUT", "PATCH", "DELETE"}
LONGEST_KEY = 255
KEPT_HEADERS = ("Content-Type", "Location")


class BadKey(Refused):
    code = "bad_idempotency_key"


class WholeOrNothingMiddleware:
    """The innermost middleware: nothing but the view runs inside its transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        if not request.path.startswith("/api/v") or request.method not in WRITES:
            return None
        actor = caller(request)
        key = request.headers.get("Idempotency-Key")
        with transaction.atomic():
            if actor is None or key is None:
                response = view(request, *args, **kwargs)
            else:
                response = _answered(
                    lambda: _once(request, actor.label, key, lambda: view(request, *args, **kwargs))
                )
            if response.status_code >= HTTPStatus.BAD_REQUEST:
                transaction.set_rollback(True)
        return response


def _answered(run: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return run()
    except RelasiError as error:
        return problem(status_of(error), error.sentence, code=error.code, field=error.field)


def _once(
    request: HttpRequest, actor: str, key: str, run: Callable[[], HttpResponse]
) -> HttpResponse:
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise BadKey(_("An Idempotency-Key has 1 to 255 characters."), field="Idempotency-Key")
    request_hash = _hash_of(request)
    kept = claim(actor=actor, key=key, request_hash=request_hash, now=clock.now())
    if kept is not None:
        headers = kept.headers | {"Idempotency-Replayed": "true"}
        return HttpResponse(kept.body, status=kept.status, headers=headers)
    response = run()
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    keep(actor=actor, key=key, kept=Kept(response.status_code, response.content, headers))
    return response


def _hash_of(request: HttpRequest) -> str:
    parts = (request.method or "", request.get_full_path(), request.content_type or "")
    return hashlib.sha256("\n".join(parts).encode() + b"\n" + request.body).hexdigest()
