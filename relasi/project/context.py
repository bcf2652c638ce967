"""What the shell around every page shows: navigation, the person, the banner."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from relasi.accounts import public as accounts
from relasi.ui import public as ui


def shell(request: HttpRequest) -> dict[str, Any]:
    """`frame` for every page; `house_name` for those before the sign-in."""
    return {
        **ui.shell(request),
        "house_name": SimpleLazyObject(lambda: accounts.organisation().name),
    }
