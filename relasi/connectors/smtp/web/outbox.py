"""/outbox/: the mails that stayed on this machine, and each of them as it would be read."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from relasi.accounts import public as accounts
from relasi.connectors.smtp import queries, reading
from relasi.connectors.smtp.actions import empty_outbox
from relasi.ui import public as ui

SPEC = ui.ListSpec(
    key="outbox",
    title=gettext_lazy("Outbox"),
    columns=(
        ui.Column("recipient", gettext_lazy("To"), sortable=False),
        ui.Column("subject", gettext_lazy("Subject"), sortable=False),
        ui.Column("caught", gettext_lazy("Caught"), "date", sortable=False),
    ),
    empty=ui.EmptyState(
        gettext_lazy("No mails yet"),
        gettext_lazy("Until you add a mail server, every mail you send is kept here to read."),
    ),
)

# As in the editor's preview; links open in a tab of their own, and our own picture may load,
# so that reading a mail here counts as an open.
FRAME = {
    **{key: [NONE] for key in ("default-src", "script-src", "font-src", "connect-src")},
    **{key: [NONE] for key in ("frame-src", "manifest-src")},
    "img-src": [SELF, "https:", "data:"],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "form-action": [NONE],
    "base-uri": [NONE],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def show(request: HttpRequest) -> HttpResponseBase:
    state = ui.list_state(request, SPEC)
    found, total = queries.mails(
        staff_too=_sees_staff_mail(request),
        search=state.search,
        offset=state.offset,
        limit=state.limit,
    )
    rows = [
        ui.Row(
            str(mail.id),
            reverse("smtp:mail", args=[mail.id]),
            {"recipient": mail.recipient, "subject": mail.subject, "caught": mail.caught_at},
        )
        for mail in found
    ]
    empty = ui.Action(_("Empty the Outbox"), reverse("smtp:outbox_emptying"), "trash-2")
    may_empty = ui.may(request, ("deliveries", "edit")) and total > 0
    return ui.render_list(request, SPEC, state, rows, total, second=empty if may_empty else None)


def ask(request: HttpRequest) -> HttpResponse:
    """How many mails would go."""
    _found, total = queries.mails(staff_too=True, search="", offset=0, limit=1)
    return render(request, "smtp/outbox_emptying.html", {"total": total})


def empty(request: HttpRequest) -> HttpResponse:
    gone = empty_outbox(by=accounts.actor_of(request))
    ui.toast(request, _("%(count)d mails thrown away.") % {"count": gone})
    return redirect("smtp:outbox")


def read(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One mail: as HTML in a frame, as text, or its source."""
    mail = queries.mail(mail_id, staff_too=_sees_staff_mail(request))
    part = request.GET.get("part", "html")
    context = {
        "mail": mail,
        "part": part if part in {"html", "text", "source"} else "html",
        "body": reading.text_of(mail.source) if part == "text" else reading.source_of(mail.source),
    }
    return render(request, "smtp/mail.html", context)


@csp_replace(FRAME)  # type: ignore[arg-type]  # it forgets that views take arguments
@xframe_options_sameorigin
def frame(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The mail's HTML alone, for the frame."""
    mail = queries.mail(mail_id, staff_too=_sees_staff_mail(request))
    answer = HttpResponse(reading.html_of(mail.source))
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _sees_staff_mail(request: HttpRequest) -> bool:
    """A link in such a mail opens a seat, an owner's among them: so owners only."""
    return accounts.actor_of(request).role == "owner"
