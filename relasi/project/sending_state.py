"""Where mails would go now, said before somebody presses the button."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from relasi.connectors.smtp import public as smtp


def notice(request: HttpRequest, campaign_id: int) -> SafeString | None:
    """Nothing to say once a server was added; while it waits, the transport itself says so."""
    del campaign_id
    return (
        render_to_string("project/sending_state.html", {}, request) if smtp.sink_in_use() else None
    )
