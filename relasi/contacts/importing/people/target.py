"""People as a target of imports."""

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.contacts.importing.batches import Batch, Tally
from relasi.contacts.importing.targets import ImportTarget, UndoTable
from relasi.kernel.errors import Refused

from .addresses import leave_foreign, owners
from .fields import ADDRESSES, people_fields
from .fresh import add_people
from .known import change_people
from .sameness import identified

MATCHES = (
    ("email", gettext_lazy("E-mail")),
    ("phone", gettext_lazy("Phone")),
    ("external_id", gettext_lazy("External id")),
)


def bring_in(batch: Batch) -> Tally:
    """A batch of people. Where all are new, nobody is looked for: the unique index would
    object, and then the careful way is taken, for this lane's next batch too.
    """
    who = identified(batch)
    rows = who.batch
    tally = Tally(repeated=who.repeats)
    hopeful = rows.run.mode != "update" and batch.memory.get("hopeful", True)
    if hopeful and rows.numbers:
        try:
            with transaction.atomic():
                rows.contact_ids = add_people(rows)
        except IntegrityError:
            batch.memory["hopeful"] = False
        else:
            tally.created = len(rows)
            return _told(batch, rows, tally)
    _look_up(rows, who.matches, tally)
    batch.memory["hopeful"] = tally.created == len(rows)
    return _told(batch, rows, tally)


def _told(batch: Batch, rows: Batch, tally: Tally) -> Tally:
    """What was said about the joined rows belongs to the batch; so do its people."""
    if rows is not batch:
        batch.remarks = rows.remarks
        batch.brought = rows
    return tally


def _look_up(rows: Batch, matches: list[tuple[str, str]], tally: Tally) -> None:
    owned = owners(rows)
    known = [owned.get(match, 0) for match in matches]
    leave_foreign(rows, known, owned)
    new = [place for place, contact in enumerate(known) if not contact]
    here = [place for place, contact in enumerate(known) if contact]
    rows.contact_ids = list(known)
    if rows.run.mode == "update":
        _refuse_strangers(rows, new)
    elif new:
        fresh = rows.only(new)
        for place, contact in zip(new, add_people(fresh), strict=True):
            rows.contact_ids[place] = contact
        tally.created += len(new)
    if rows.run.mode == "create":
        tally.unchanged += len(here)
        here = []
    while here:
        first = list({known[place]: place for place in reversed(here)}.values())
        old = rows.only(first)
        old.contact_ids = []
        change_people(old, [known[place] for place in first], owned, tally)
        rows.remarks += old.remarks
        here = [place for place in here if place not in set(first)]


def _refuse_strangers(rows: Batch, places: list[int]) -> None:
    for place in places:
        reason = _("Nobody here is known by this, and only known people were to be changed.")
        rows.refuse(place, rows.run.match_by, reason)


def known_places(batch: Batch) -> set[int]:
    """Which rows are about people who are here already."""
    copy = batch.only(range(len(batch)))
    who = identified(copy)
    batch.remarks += [remark for remark in copy.remarks if remark.kind == "refused"]
    owned = owners(who.batch)
    numbers = {
        number
        for number, match in zip(who.batch.numbers, who.matches, strict=True)
        if match in owned
    }
    return {place for place, number in enumerate(batch.numbers) if number in numbers}


def refuse_mapping(keys: frozenset[str], match_by: str) -> None:
    if not keys & {*ADDRESSES}:
        sentence = _("Choose a column for e-mail, phone or external id: people are known by one.")
        raise Refused(sentence, field="mapping")
    if match_by not in keys:
        sentence = _("People are to be recognised by a field that no column fills. Choose another.")
        raise Refused(sentence, field="match_by")


def lane_of(batch: Batch) -> list[str]:
    return batch.column(batch.run.match_by)


OWNER = ("contacts_contact", "contact_id")
PERSON = UndoTable(
    "contacts_contact",
    gettext_lazy("Person"),
    "t.name",
    parts=(
        ("contacts_identity", "contact_id"),
        ("contacts_contacttag", "contact_id"),
        ("contacts_bulkchangerow", "contact_id"),
        ("contacts_matchproposal", "a_id"),
        ("contacts_matchproposal", "b_id"),
        ("contacts_matchentry", "contact_id"),
    ),
    page="contacts:contact",
)
TAGGING = UndoTable("contacts_contacttag", gettext_lazy("Tag on a person"), "''", owner=OWNER)
ADDRESS = UndoTable("contacts_identity", gettext_lazy("Address"), "t.value", owner=OWNER)
COMPANY = UndoTable("contacts_company", gettext_lazy("Company"), "t.name")
TAG = UndoTable("contacts_tag", gettext_lazy("Tag"), "t.name", versioned=False)

PEOPLE = ImportTarget(
    key="contacts",
    label=gettext_lazy("People"),
    fields=people_fields,
    match_by=MATCHES,
    write=bring_in,
    known=known_places,
    refuse_mapping=refuse_mapping,
    lane_field=lane_of,
    lanes=2,
    page="contacts:contact_list",
    order=10,
    tables=(PERSON, TAGGING, ADDRESS, COMPANY, TAG),
)
