"""What the pages before sign-in show of the organisation."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from relasi.accounts.queries.organisation import organisation


def house(request: HttpRequest) -> dict[str, Any]:
    """`house_name`, read only by the pages that print it."""
    del request
    return {"house_name": SimpleLazyObject(lambda: organisation().name)}
