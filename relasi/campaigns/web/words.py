"""What states, reasons and measures are called on the pages."""

from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from relasi.campaigns.models import Campaign, Recipient
from relasi.ui.public import formats

# The tag beside a campaign's name.
STATE_TAGS = {
    "draft": "line",
    "scheduled": "info",
    "preparing": "info",
    "running": "brand",
    "paused": "warn",
    "cancelled": "bad",
    "done": "",
}
GROUP_TAGS = {"contacted": "brand", "held_out": "line", "unreachable": "warn"}

REASONS: dict[str, Promise] = {
    "no_address": _("no valid e-mail address"),
    "no_consent": _("did not agree to e-mail"),
    "suppressed": _("must not be written to"),
    "restricted": _("their data are kept and not used"),
    "as_wished": _("they wish for fewer mails; it goes later"),
    "no_content": _("no content is meant for them"),
    "merged": _("joined with a person who has this mail"),
    "no_contact": _("the person is gone"),
    "template": _("the mail could not be made for them"),
    "bad_address": _("the address does not exist"),
    "mailbox": _("the mailbox takes no mail"),
    "mailbox_full": _("the mailbox is full"),
    "policy": _("refused by the rules of their server"),
    "content": _("refused for what the mail says"),
    "too_large": _("the mail is too large for their server"),
    "no_smtputf8": _("our server takes only ASCII addresses"),
    "gave_up": _("their server put us off too often"),
    "refused": _("refused by their server"),
    "worker_lost": _("the worker was lost while handing it over"),
    "connection_lost": _("the line broke while handing it over"),
}

MEASURES: dict[str, Promise] = {
    "everyone": _("Everybody in the draw"),
    "contacted": _("Contacted"),
    "held_out": _("Held out"),
    "unreachable": _("Not reachable"),
    "sent": _("Sent"),
    "delivered": _("Accepted"),
    "waiting": _("Waiting"),
    "in_doubt": _("In doubt"),
    "failed": _("Failed"),
    "held_back": _("Held back"),
    "cancelled": _("Cancelled"),
    "opened": _("Opened by a person"),
    "clicked": _("Clicked"),
    "left": _("Left the list"),
    "machine_opens": _("Opened by a machine only"),
    "unclear_opens": _("Opened, perhaps by a machine"),
    "bought": _("Bought"),
    "bought_held_out": _("Held out and bought"),
    "buyers": _("Bought, contacted or held out"),
    "measured": _("Contacted or held out"),
    "measured_contacted": _("Contacted, counted from the hour of their mail"),
    "measured_held_out": _("Held out, counted from the hour of their mail"),
}

# Why the list behind a number may be empty.
NOBODY: dict[str, Promise] = {
    "everyone": _("The draw is made when the campaign begins, among the people of its segment."),
    "contacted": _("Nobody was drawn to be written to. The draw is made when the campaign begins."),
    "held_out": _("This campaign holds nobody out, so what it brought cannot be measured."),
    "unreachable": _("Everybody in the draw has a valid address and allows e-mail."),
    "sent": _("No mail has left yet. Each leaves at its hour once the campaign has begun."),
    "delivered": _("No mail server has taken a mail of this campaign yet."),
    "waiting": _("No mail waits: each was sent, held back or cancelled."),
    "in_doubt": _("Of every mail it is known whether the server took it."),
    "failed": _("No mail of this campaign failed."),
    "held_back": _("No mail was held back: nobody took their consent away in between."),
    "cancelled": _("No mail of this campaign was cancelled."),
    "opened": _("No person was seen opening this mail yet. Many programs for mail do not tell."),
    "clicked": _("Nobody followed a link of this mail yet."),
    "left": _("Nobody left the list by this mail."),
    "machine_opens": _("No mail was opened by a machine alone."),
    "unclear_opens": _("Of every opening it is clear whether a person or a machine did it."),
    "bought": _("Nobody who was written to has bought since, in the days that count."),
    "bought_held_out": _("Nobody of the held out has bought since, in the days that count."),
    "buyers": _("Nobody in the draw has bought since, in the days that count."),
    "measured": _("Nobody is counted yet: counting begins with the hour of each mail."),
    "measured_contacted": _("Nobody is counted yet: counting begins with the hour of each mail."),
    "measured_held_out": _("Nobody held out is counted: there are none, or it has not begun."),
}

DELIVERY: dict[str, Promise] = {
    "queued": _("waiting"),
    "claimed": _("waiting"),
    "sending": _("being handed over"),
    "sent": _("accepted"),
    "deferred": _("put off"),
    "failed": _("failed"),
    "suppressed": _("held back"),
    "in_doubt": _("in doubt"),
    "cancelled": _("cancelled"),
}


def reason(word: str) -> str:
    """Why somebody cannot be reached; an unknown word is shown as it is."""
    return str(REASONS.get(word, word))


def group(word: str) -> str:
    return str(Recipient.Group(word).label).lower()


def delivery(state: str) -> str:
    return str(DELIVERY.get(state, state))


def state_choices() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Campaign.State.choices]


def wall(value: datetime | None) -> str:
    """A time of the clock, wherever it hangs: "10 Mar 2026, 08:00"."""
    if value is None:
        return ""
    language = get_language() or "en"
    on = formats.day(value.date(), language)
    return f"{on}, {formats.clock_time(value, language)}"


def moment(value: datetime | None) -> str:
    """The same of a real moment, by the clock of the reader."""
    return wall(timezone.localtime(value)) if value else ""
