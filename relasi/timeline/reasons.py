"""Why an event was not taken in: each code of the collector and of processing, in words.

This is the one place where they are said. A code without words is shown with itself.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Reason:
    """A few words for lists and tags, what is wrong in a sentence, and what to do about it."""

    label: Text
    sentence: Text
    advice: Text


QUARANTINED: dict[str, Reason] = {
    "no_id": Reason(
        _("No id"),
        _("The event has neither a user id nor an anonymous id, so it is nobody’s."),
        _("Let the client send userId or anonymousId, for PostHog distinct_id, with each event."),
    ),
    "bad_id": Reason(
        _("An id that is nobody’s"),
        _("Its id is a word that many would share, such as “null” or “guest”, or too long."),
        _("Look where the client takes the id from. Send your own number of the person or none."),
    ),
    "bad_shape": Reason(
        _("Not built as an event"),
        _("A part of it is of another kind than it must be, such as a list for properties."),
        _("Compare it with the examples of this source, and correct the call in the client."),
    ),
    "bad_kind": Reason(
        _("An unknown type"),
        _("Its type is none of track, page, screen, identify, group and alias."),
        _("Correct the type in the client."),
    ),
    "no_name": Reason(
        _("No name"),
        _("Something was done, but the event does not say what."),
        _("Give the event a name in the client."),
    ),
    "bad_time": Reason(
        _("A time that cannot be read"),
        _("Its time is not written as a time."),
        _("Let the client write times as in 2026-11-22T09:30:00Z, or leave them to its library."),
    ),
    "order_no_number": Reason(
        _("An order without a number"),
        _("It tells of an order, but not which: order_id is empty or no number of an order."),
        _("Let the shop send its own number of the order as order_id."),
    ),
    "order_no_currency": Reason(
        _("An order without a currency"),
        _("It tells of an order, but its currency is none of three letters, as in IDR."),
        _("Let the shop send the currency with the order."),
    ),
    "order_bad_amount": Reason(
        _("An order whose amount cannot be"),
        _("An amount or a quantity of the order is missing, negative or no number."),
        _("Let the shop send amounts as numbers, as in 45000 or 12.50, and at least one of them."),
    ),
    "order_no_rate": Reason(
        _("No exchange rate"),
        _("The order is in a currency that had no exchange rate on its day."),
        _("Enter the rate under Settings, Exchange rates, then send the event through again."),
    ),
    "order_needs_server": Reason(
        _("A change of an order from a browser"),
        _("It changes, cancels or pays back an order, which only a server may tell."),
        _("Let the shop’s server send it, with the key of a source of the kind server."),
    ),
    "misread": Reason(
        _("Stumbled over"),
        _("Relasi stumbled over something in the event. The detail and the log say over what."),
        _("Tell whoever looks after Relasi, and send it through again after an update."),
    ),
    "refused_by_database": Reason(
        _("The database refused it"),
        _("It was read, but the database would not keep it. The detail says why."),
        _("Send it through again once the cause is gone. If it comes back, tell your operator."),
    ),
    "no_source": Reason(
        _("The source is gone"),
        _("Its source was deleted before the event was read."),
        _("Delete it, or point the client at a source that is here."),
    ),
}

# By a tracking plan: in quarantine or left out, as its source says.
PLANNED: dict[str, Reason] = {
    "plan_event": Reason(
        _("An event that is not planned"),
        _("The tracking plan of the source has no event of this name."),
        _("Take it into the plan, or as another name of an event there; else correct the client."),
    ),
    "plan_property": Reason(
        _("A property that is not planned"),
        _("The event has a property that the tracking plan of the source does not know."),
        _("Take it into the plan, or as another name of a property there; else let the client"
          " leave it away."),
    ),
    "plan_value": Reason(
        _("A value that is not planned"),
        _("A property is of another kind than planned, or none of its planned values."),
        _("Correct it in the client, or let the plan take such values."),
    ),
    "plan_missing": Reason(
        _("A required property is missing"),
        _("The event is without a property that the tracking plan of the source requires."),
        _("Let the client send it with each such event, or let the plan not require it."),
    ),
}  # fmt: skip

WITHHELD: dict[str, Reason] = {
    "erased": Reason(
        _("Erased"),
        _("Whoever did this was erased, as they wished, and is not to be known again."),
        _("Nothing is to be done. If they want to be known, allow it under Settings, Erasures."),
    ),
    "consent_refused": Reason(
        _("Consent refused"),
        _("Whoever did this said that their visits are not to be measured."),
        _("Nothing is to be done: it is only counted here, and nothing of it is kept."),
    ),
    "restricted": Reason(
        _("Their data are not used"),
        _("The person asked that what is known of them is kept and not used."),
        _("Nothing is to be done: it ends when the restriction on their page is lifted."),
    ),
    "not_asked": Reason(
        _("Nobody was asked"),
        _("The source keeps nothing before consent, and the event carries none."),
        _("Let the banner of the site tell the client what was chosen, or change the source."),
    ),
}

REFUSED: dict[str, Reason] = {
    "too_large": Reason(
        _("Too large"),
        _("A request, or an event in it, was larger than is taken."),
        _("Send less in one request; a single event has at most 1 MB."),
    ),
    "too_many": Reason(
        _("Too many at once"),
        _("A request held more events than are taken at once."),
        _("Send at most 2,500 events in one request."),
    ),
    "too_deep": Reason(
        _("Nested too deeply"),
        _("An event was nested more than 64 levels deep."),
        _("Send flatter properties."),
    ),
    "bad_json": Reason(
        _("Not readable"),
        _("The request was not JSON that can be read."),
        _("Check what the client sends; its own library writes it well."),
    ),
    "not_supported": Reason(
        _("Not supported"),
        _("The client asked for something that Relasi does not do."),
        _("Switch that part of the client off; its events come in all the same."),
    ),
    "no_such_address": Reason(
        _("A wrong address"),
        _("The request went to an address that is none of the collector’s."),
        _("Compare the address in the client with the examples of this source."),
    ),
    "no_key": Reason(
        _("No write key"),
        _("The request said no write key."),
        _("Copy the key from the page of the source into the client."),
    ),
    "unknown_key": Reason(
        _("Unknown write key"),
        _("The write key belongs to no source."),
        _("Copy the key anew from the page of the source."),
    ),
    "origin": Reason(
        _("Another web site"),
        _("The browser was on a site that this source does not take events from."),
        _("If the site is yours, add its address to the origins of the source."),
    ),
    "disabled": Reason(
        _("Switched off"),
        _("The source was switched off."),
        _("Switch it on when its events are wanted."),
    ),
    "rate": Reason(
        _("Too fast"),
        _("More events came in a second than the source may send."),
        _("Clients send them again by themselves. Raise the limit if this goes on."),
    ),
    "busy": Reason(
        _("Relasi was busy"),
        _("Events came faster than they could be written."),
        _("Clients send them again by themselves. If this goes on, the machine is too small."),
    ),
}

UNUSED: dict[str, Reason] = {
    "id_blocked": Reason(
        _("A blocked value"),
        _("It told an id or an address that is blocked: it is nobody’s, so nobody is known by it."),
        _("Look where the client takes it from. Settings, Identity says which are blocked."),
    ),
    "id_taken": Reason(
        _("Another’s address"),
        _("It told an address that belongs to another person, so it stayed theirs."),
        _("Where the two are one person, join them on their page."),
    ),
    "id_unsure": Reason(
        _("An address told by the site"),
        _("A page or an app told a new address of somebody who is known, so it was left out."),
        _("Let the shop’s server tell it, with the key of a source of the kind server."),
    ),
    "id_hub": Reason(
        _("A hub"),
        _("Its user id or device joins more people and devices than one person can have."),
        _("Look under Settings, Identity what it joined, and allow it if it is right."),
    ),
    "id_full": Reason(
        _("As many as one may have"),
        _("The person has as many of this kind as somebody may, so the new one was left out."),
        _("How many they may be is set under Settings, Identity."),
    ),
}

KNOWN = QUARANTINED | PLANNED | WITHHELD | REFUSED | UNUSED


def reason(code: str) -> Reason:
    """What a code is called; one that nobody knows here is named as it is."""
    return KNOWN.get(code) or Reason(
        code,
        _g("It could not be taken in (%(code)s).") % {"code": code},
        _g("The detail says more. Correct it in the client, then send it through again."),
    )
