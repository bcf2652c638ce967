"""What the shell around every page shows: navigation, the person, the banner."""

from typing import Any

from django.http import HttpRequest

from relasi.ui import public as ui


def shell(request: HttpRequest) -> dict[str, Any]:
    return ui.shell(request)
