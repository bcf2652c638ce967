"""What came over the wire, for eyes, whether or not it can be read."""

import json

LONGEST_NAME = 120


def readable(body: str) -> str:
    """JSON over several lines; what is no JSON as it is."""
    try:
        return _sayable(json.dumps(json.loads(body), indent=2, ensure_ascii=False))
    except (ValueError, RecursionError):
        return body


def name_of(kind: str, body: str) -> str:
    """What the event calls itself, else its type; empty when neither can be read."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return kind
    if not isinstance(event, dict):
        return kind
    said = (event.get(word) for word in ("event", "name", "type"))
    named = next((word for word in said if isinstance(word, str) and word.strip()), kind)
    return _sayable(named.replace("\x00", "").strip()[:LONGEST_NAME])


def _sayable(text: str) -> str:
    """JSON may spell half a character, which no answer can carry."""
    return text.encode("utf-8", "replace").decode()
