"""What ninja leaves out of the OpenAPI document: refusals and the Idempotency-Key."""

from typing import Any

PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `detail` is a sentence for a person, `code` a word for a program.",
    "required": ["type", "title", "status", "detail", "code", "field"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "field": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
REFUSALS = {
    "400": "The request cannot be read",
    "401": "No key, or one that is not valid",
    "403": "The role of this key does not allow it",
    "404": "There is no such thing, or it is not yours to see",
    "422": "Well formed, but the rules say no; `field` names what is at fault",
}
IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Makes it safe to send this write again: the first answer is kept 24 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
}


def complete(schema: dict[str, Any]) -> None:
    """Add them to every operation, in place."""
    schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    for path in schema["paths"].values():
        for method, operation in path.items():
            _complete_operation(method, operation)


def _complete_operation(method: str, operation: dict[str, Any]) -> None:
    refusals = dict(REFUSALS)
    if method != "get":
        refusals["409"] = "Somebody changed it meanwhile, or the first request is still running"
        operation.setdefault("parameters", []).append(IDEMPOTENCY)
    for status, description in refusals.items():
        operation["responses"][status] = {
            "description": description,
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
