"""The REST API: every package's router under /api/v1/, one way to sign in, one way to refuse."""

import json
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from math import isfinite
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.security import APIKeyCookie, HttpBearer

from relasi import __version__
from relasi.accounts.public import Actor, caller
from relasi.kernel.errors import RelasiError

from .api_document import complete
from .errors import problem, status_of

# Package → where its router is mounted. A package without a rest.py has no API yet.
ROUTERS = (
    "contacts",
    "consent",
    "timeline",
    "commerce",
    "audience",
    "campaigns",
    "requests",
    "connectors.webhooks",
)

SENTENCES = {
    400: "The body is not JSON that can be read.",
    401: "Send a key with the request: Authorization: Bearer rel_…",
}

EXPECTED = {
    "missing": "This property is needed. Send it.",
    "extra_forbidden": "There is no such property here. Leave it out.",
    "model_attributes_type": "Send an object, as in {…}.",
    "model_type": "Send an object, as in {…}.",
    "dict_type": "Send an object, as in {…}.",
    "list_type": "Send a list, as in […].",
    "string_type": "Send a text, as in “…”.",
    "int_type": "Send a whole number, without quotes.",
    "int_from_float": "Send a whole number.",
    "float_type": "Send a number, without quotes.",
    "bool_type": "Send true or false.",
}


class KeyAuth(HttpBearer):
    """`Authorization: Bearer rel_…`, a key made under Settings."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        del token
        return caller(request)


class SessionAuth(APIKeyCookie):
    """The session of somebody signed in, with the CSRF token on every write."""

    param_name = "relasi_session"

    def __call__(self, request: HttpRequest) -> Actor | None:
        actor = caller(request)
        if actor is None or actor.kind != "staff":
            return None
        self._get_key(request)  # raises 403 when the CSRF token is missing
        return actor

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        del key
        return caller(request)


class StrictParser(Parser):
    """JSON that PostgreSQL can store: UTF-8, no NUL, no half characters, finite numbers.

    Python's own reader guesses the encoding, and takes half characters and 1e999.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        written = request.body.decode()
        said = json.loads(written, parse_constant=_no_constant, parse_float=_finite)
        text = json.dumps(said, ensure_ascii=False) if "\\u" in written else ""
        text.encode()  # a lone surrogate raises UnicodeEncodeError, which is a ValueError
        if "\\u0000" in text:
            raise ValueError("NUL is not a character of any text.")
        return said


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON.")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text} is too large a number.")
    return number


class Api(NinjaAPI):
    """Ninja with our ways of signing in, reading and refusing."""

    def __init__(self, namespace: str) -> None:
        super().__init__(
            title="Relasi",
            version=__version__,
            description="Contacts, companies, orders, segments, campaigns and events.",
            auth=[KeyAuth(), SessionAuth()],
            urls_namespace=namespace,
            openapi_url=None,
            docs_url=None,
            parser=StrictParser(),
        )
        self.add_exception_handler(RelasiError, _refuse)
        self.add_exception_handler(ValidationError, _refuse_fields)
        self.add_exception_handler(HttpError, _refuse_request)

    def get_openapi_schema(self, **how: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**how)
        complete(schema)
        return schema


def _refuse(request: HttpRequest, error: Any) -> HttpResponse:
    del request
    return problem(status_of(error), error.sentence, code=error.code, field=error.field)


def _refuse_fields(request: HttpRequest, error: Any) -> HttpResponse:
    """Each fault with the property's name; the first one is also `field` and `detail`."""
    del request
    faults = [{"field": _name(fault), "detail": _in_words(fault)} for fault in error.errors]
    first = faults[0]
    detail = f"{first['field']}: {first['detail']}"
    return problem(422, detail, code="invalid", field=first["field"], errors=faults)


def _name(fault: dict[str, Any]) -> str:
    """As `lines.0.quantity`: without "body" and our own parameter's name before it."""
    where = fault["loc"]
    ours = 2 if where[0] == "body" and len(where) > 2 else 1  # noqa: PLR2004
    return ".".join(str(part) for part in where[ours:])


def _in_words(fault: dict[str, Any]) -> str:
    """What was expected; what has no words of ours is said in the validator's."""
    return EXPECTED.get(fault["type"]) or f"{fault['msg'].rstrip('.')}."


def _refuse_request(request: HttpRequest, error: Any) -> HttpResponse:
    del request
    response = problem(error.status_code, SENTENCES.get(error.status_code, error.message))
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


api = Api("api")
for package in ROUTERS:
    if find_spec(f"relasi.{package}.rest") is not None:
        api.add_router("", import_module(f"relasi.{package}.rest").router)
