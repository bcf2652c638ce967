"""One change to many people: proposed, looked at, made, and taken back (but for deleting).

A proposal is a row for each person it would change, with what is there now. Making it
touches only those who still are as they were seen; undoing touches only those who still
are as they were made. Both run in steps, each its own transaction, and go on where they
stopped.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import SYSTEM, Actor, record
from relasi.contacts.models import BulkChange
from relasi.contacts.rules import PERSON_ATTRIBUTES
from relasi.contacts.sentences import Problems
from relasi.kernel.errors import NotFound, Refused

from .bulk_sql import STATEMENTS, Statements
from .cleaning import clean_attributes, clean_fields, clean_owner
from .deleting import erase
from .tagging import find_or_add_tag

STEP = 5000
DELETED_AT_ONCE = 500
WITHOUT_DETAIL = frozenset(
    {BulkChange.Kind.DELETE, BulkChange.Kind.CORRECT, BulkChange.Kind.INVALID}
)
Chosen = tuple[str, Sequence[Any]]


@transaction.atomic
def propose(  # noqa: PLR0913  (all by name)
    *,
    kind: str,
    detail: Mapping[str, Any],
    chosen: Chosen,
    query: str = "",
    by: Actor,
    now: datetime,
) -> int:
    """Write down what would change for whom and return the proposal's id.

    `chosen` is a SELECT of contact ids, each with an `identity` where addresses are
    changed. Raises Refused with a sentence about the value.
    """
    clean = _clean(kind, detail, now)
    change = BulkChange.objects.create(
        kind=kind, detail=clean, query=query, proposed_at=now, proposed_by=by.label
    )
    statements = STATEMENTS[kind](clean)
    sql, params = chosen
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) chosen", params)  # noqa: S608  (our text)
        change.chosen = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO contacts_bulkchangerow (change_id, contact_id, before)"  # noqa: S608
            f" SELECT %s, c.id, {statements.before.sql} FROM ({sql}) chosen"
            " JOIN contacts_contact c ON c.id = chosen.id"
            f" WHERE {statements.concerns.sql} ORDER BY c.id",
            [change.pk, *statements.before.params, *params, *statements.concerns.params],
        )
        change.rows_total = cursor.rowcount
    change.save(update_fields=["chosen", "rows_total"])
    return change.pk


def _clean(kind: str, detail: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    problems = Problems()
    if kind in WITHOUT_DETAIL:
        return {}
    if kind in {BulkChange.Kind.TAG, BulkChange.Kind.UNTAG}:
        tag = find_or_add_tag(str(detail.get("tag", "")))
        return {"tag_id": tag.pk, "tag": tag.name}
    if kind == BulkChange.Kind.OWNER:
        clean_owner(detail.get("owner_id"), problems)
        problems.raise_any()
        return {"owner_id": detail.get("owner_id")}
    key, raw = str(detail.get("key", "")), detail.get("value")
    if key.startswith("fields."):
        name = key.removeprefix("fields.")
        clean: dict[str, Any] = clean_fields("contact", {name: raw}, problems)
        value = clean.get(name)
    elif key in PERSON_ATTRIBUTES:
        value = clean_attributes("contact", {key: raw}, now, problems).get(key)
    else:
        raise Refused(_("Choose the field that should change."), field="key")
    if problems.found:
        raise Refused(next(iter(problems.found.values())), field="value")
    return {"key": key, "value": value.isoformat() if isinstance(value, date) else value}


@transaction.atomic
def start(*, change_id: int, by: Actor, now: datetime) -> int:
    """Say yes to a proposal; returns how many people it concerns. `go_on` does the work."""
    change = _locked(change_id, BulkChange.State.PROPOSED)
    change.state, change.made_at = BulkChange.State.RUNNING, now
    change.save(update_fields=["state", "made_at"])
    detail = {key: value for key, value in change.detail.items() if key != "value"}
    record(
        by,
        f"bulk {change.kind}",
        "contacts",
        at=now,
        change=change_id,
        people=change.rows_total,
        **detail,
    )
    return change.rows_total


@transaction.atomic
def start_undo(*, change_id: int, by: Actor, now: datetime) -> int:
    """Take it back; returns how many people it concerns. `go_on` does the work."""
    change = _locked(change_id, BulkChange.State.DONE)
    if change.kind == BulkChange.Kind.DELETE:
        raise Refused(_("Who was deleted cannot be brought back."))
    change.state, change.undone_at = BulkChange.State.UNDOING, now
    change.save(update_fields=["state", "undone_at"])
    record(by, "bulk change undone", "contacts", at=now, change=change_id)
    return change.rows_total


def go_on(*, change_id: int, by_label: str, now: datetime) -> None:
    """Work off a change that was started, step by step; doing it twice does no harm."""
    while _step(change_id, by_label, now):
        pass


@transaction.atomic
def _step(change_id: int, by_label: str, now: datetime) -> bool:
    change = BulkChange.objects.select_for_update().filter(pk=change_id).first()
    if change is None:
        return False
    statements = STATEMENTS[change.kind](change.detail)
    if change.kind == BulkChange.Kind.DELETE and change.state == BulkChange.State.RUNNING:
        return _delete_step(change, by_label, now)
    if change.state == BulkChange.State.RUNNING:
        return _make_step(change, statements, by_label, now)
    if change.state == BulkChange.State.UNDOING:
        return _undo_step(change, statements, by_label, now)
    return False


def _make_step(change: BulkChange, statements: Statements, by_label: str, now: datetime) -> bool:
    rows = change.rows.filter(pk__gt=change.done_through).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:STEP])
    if not ids:
        change.state = BulkChange.State.DONE
        change.rows_total = change.rows.count()
        change.save(update_fields=["state", "rows_total"])
        return False
    made = statements.make(change.pk, ids[0], ids[-1], by_label, now)
    change.rows.filter(pk__gte=ids[0], pk__lte=ids[-1]).exclude(contact_id__in=made).delete()
    change.done_through = ids[-1]
    change.save(update_fields=["done_through"])
    return True


def _delete_step(change: BulkChange, by_label: str, now: datetime) -> bool:
    """The rows go with the people they are about, so the first ones are always the next."""
    rows = change.rows.order_by("pk")
    ids = list(rows.values_list("contact_id", flat=True)[:DELETED_AT_ONCE])
    if not ids:
        change.state = BulkChange.State.DONE
        change.save(update_fields=["state"])
        return False
    done = erase(ids, by_label, now)
    change.rows.filter(contact_id__in=ids).delete()
    record(
        SYSTEM,
        "deleted",
        "contacts",
        at=now,
        change=change.pk,
        for_whom=by_label,
        gone=list(done.gone),
        nameless=list(done.nameless),
    )
    return True


def _undo_step(change: BulkChange, statements: Statements, by_label: str, now: datetime) -> bool:
    rows = change.rows.filter(pk__lte=change.done_through).order_by("-pk")
    ids = list(rows.values_list("pk", flat=True)[:STEP])
    if not ids:
        change.state = BulkChange.State.UNDONE
        change.save(update_fields=["state"])
        return False
    statements.undo(change.pk, ids[-1], ids[0], by_label, now)
    change.done_through = ids[-1] - 1
    change.save(update_fields=["done_through"])
    return True


def drop_old_proposals(*, before: datetime) -> int:
    """Forget what was proposed and never made."""
    old = BulkChange.objects.filter(state=BulkChange.State.PROPOSED, proposed_at__lt=before)
    return old.delete()[1].get("contacts.BulkChange", 0)


def _locked(change_id: int, state: str) -> BulkChange:
    change = BulkChange.objects.select_for_update().filter(pk=change_id).first()
    if change is None:
        raise NotFound(_("This change is not here any more. Choose the people again."))
    if change.state != state:
        raise Refused(
            _("This change is “%(state)s” already.") % {"state": change.get_state_display()}
        )
    return change
