"""The API's document, for programs as JSON and for people as a page without any script."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from .api import api


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    required: bool
    note: str


@dataclass(frozen=True, slots=True)
class OperationCard:
    """One operation, ready to be read."""

    method: str
    path: str
    title: str
    note: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[tuple[str, str], ...]


def lead(request: HttpRequest) -> HttpResponse:
    """The address that is easy to guess."""
    del request
    return redirect("api_docs")


def document(request: HttpRequest) -> JsonResponse:
    del request
    return JsonResponse(api.get_openapi_schema())


def show(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    groups: dict[str, list[OperationCard]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            tag = (operation.get("tags") or ["api"])[0]
            groups.setdefault(tag, []).append(_card(schema, path, method, operation))
    return render(request, "project/api_docs.html", {"groups": list(groups.items())})


def _card(schema: Any, path: str, method: str, operation: dict[str, Any]) -> OperationCard:
    return OperationCard(
        method=method.upper(),
        path=path,
        title=operation.get("summary", ""),
        note=operation.get("description", ""),
        parameters=tuple(
            _field(p["name"], p["schema"], p.get("description", ""), required=p["required"])
            for p in operation.get("parameters", [])
        ),
        body=_body(schema, operation),
        answers=tuple(
            (str(status), answer["description"])
            for status, answer in sorted(operation["responses"].items(), key=lambda i: str(i[0]))
        ),
    )


def _body(schema: Any, operation: dict[str, Any]) -> tuple[Field, ...]:
    content = operation.get("requestBody", {}).get("content", {})
    wanted = _resolve(schema, content.get("application/json", {}).get("schema", {}))
    required = set(wanted.get("required", []))
    return tuple(
        _field(name, said, said.get("description", ""), required=name in required)
        for name, said in wanted.get("properties", {}).items()
    )


def _resolve(schema: Any, said: dict[str, Any]) -> dict[str, Any]:
    name = said.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = schema["components"]["schemas"][name] if name else said
    return found


def _field(name: str, said: dict[str, Any], note: str, *, required: bool) -> Field:
    return Field(name, _kind(said), required, note)


def _kind(said: dict[str, Any]) -> str:
    """In words: `integer or null`, `list of OrderLine`, `date-time`."""
    if "$ref" in said:
        return str(said["$ref"]).rpartition("/")[2]
    if options := said.get("anyOf"):
        return " or ".join(dict.fromkeys(_kind(option) for option in options))
    if said.get("type") == "array":
        return f"list of {_kind(said.get('items', {}))}"
    if choices := said.get("enum"):
        return " | ".join(str(choice) for choice in choices)
    return str(said.get("format") or said.get("type") or "any value")
