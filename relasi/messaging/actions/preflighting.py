"""Making every mail before one is sent: whom it fails for, in which block, and why."""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.messaging import scheduling, wording
from relasi.messaging.content.compiling import CannotRender, compiled
from relasi.messaging.content.words import Shop, asks_for_products, shop, words_for
from relasi.messaging.models import Preflight, PreflightCase
from relasi.messaging.queries.preflights import PreflightReport, preflight_report
from relasi.messaging.queries.templates import content_of_template
from relasi.messaging.rules.content import Content, content_of

from .templates import refuse_problems

BATCH = 500
SLICE_SECONDS = 10.0

Contents = Mapping[str, int | Content]


@transaction.atomic
def begin_preflight(
    *,
    contents: Contents,
    contacts_sql: str,
    params: Mapping[str, Any] | None = None,
    by: accounts.Actor,
    now: datetime,
) -> int:
    """Note everybody in `contacts_sql` (contact_id, variant) and let the worker make their mails.

    Raises Refused when a content itself is unfinished. Ask `preflight_report` how it stands.
    """
    accounts.authorise(by, "view", "templates")
    row = _noted(contents, contacts_sql, params or {}, now)
    scheduling.preflight_soon(row.pk)
    return row.pk


def preflight(
    *,
    contents: Contents,
    contacts_sql: str,
    params: Mapping[str, Any] | None = None,
    now: datetime,
) -> PreflightReport:
    """The same at once, for audiences that are not large."""
    with transaction.atomic():
        row = _noted(contents, contacts_sql, params or {}, now)
    while check_some(preflight_id=row.pk, now=now):
        pass
    return preflight_report(row.pk)


def check_some(*, preflight_id: int, now: datetime) -> bool:
    """Look at mails for a while; whether any are left. Repeating it does no harm."""
    row = Preflight.objects.filter(pk=preflight_id, state=Preflight.State.RUNNING).first()
    if row is None:
        return False
    contents = {key: content_of(value) for key, value in row.contents.items()}
    of, until = shop(), time.monotonic() + SLICE_SECONDS
    while time.monotonic() < until:
        if not _check_batch(row, contents, of):
            Preflight.objects.filter(pk=row.pk, state=Preflight.State.RUNNING).update(
                state=Preflight.State.DONE, finished_at=now
            )
            return False
    return True


def work_on_preflight(*, preflight_id: int, now: datetime) -> None:
    """The worker's verb: a slice, and the appointment for the next."""
    if check_some(preflight_id=preflight_id, now=now):
        scheduling.preflight_soon(preflight_id)


def drop_preflight(preflight_id: int) -> None:
    """Forget it: what it looked at was changed since. One that runs comes to its end."""
    Preflight.objects.filter(pk=preflight_id).delete()


def _noted(
    contents: Contents, contacts_sql: str, params: Mapping[str, Any], now: datetime
) -> Preflight:
    frozen = {}
    for key, value in contents.items():
        content = value if isinstance(value, Content) else content_of_template(value)
        refuse_problems(content)
        frozen[key] = content.as_json()
    row = Preflight.objects.create(contents=frozen, started_at=now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO messaging_preflightcase (preflight_id, contact_id, variant, block)
            SELECT %(preflight_id)s, r.contact_id, r.variant, ''
            FROM ({contacts_sql}) AS r (contact_id, variant) ORDER BY r.contact_id
            """,  # noqa: S608 - the relation is ours, its values are parameters
            {**params, "preflight_id": row.pk},
        )
        row.total = cursor.rowcount
    row.save(update_fields=["total"])
    return row


@transaction.atomic
def _check_batch(row: Preflight, contents: Mapping[str, Content], of: Shop) -> int:
    """Make one batch of mails: good ones leave the list, bad ones get their reason."""
    waiting = PreflightCase.objects.filter(preflight=row, problem=None).order_by("pk")
    batch = list(waiting.select_for_update()[:BATCH])
    with_products = any(map(asks_for_products, contents.values()))
    words = words_for([case.contact_id for case in batch], of, with_products=with_products)
    good = [case.pk for case in batch if _is_good(case, contents, words.get(case.contact_id))]
    bad = [case for case in batch if case.problem is not None]
    PreflightCase.objects.filter(pk__in=good).delete()
    PreflightCase.objects.bulk_update(bad, ["block", "problem"])
    Preflight.objects.filter(pk=row.pk).update(checked=row.checked + len(batch))
    row.checked += len(batch)
    return len(batch)


def _is_good(
    case: PreflightCase, contents: Mapping[str, Content], words: Mapping[str, Any] | None
) -> bool:
    content = contents.get(case.variant)
    if words is None:
        case.problem = _("This contact is gone.")
        return False
    if content is None:
        case.problem = _("There is no mail for this variant.")
        return False
    try:
        compiled(content).fill(words)
    except CannotRender as problem:
        case.block, case.problem = wording.where(problem), wording.broken(problem)
        return False
    return True
