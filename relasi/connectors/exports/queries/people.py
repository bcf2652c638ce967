"""Whom an export takes along, and how many it leaves out."""

from django.db import connection

from relasi.audience import public as audience
from relasi.connectors.exports.fields import physical
from relasi.consent import public as consent


def everybody(segment_id: int | None) -> str:
    """A SELECT of contact_id."""
    if segment_id is not None:
        return audience.members_sql(segment_id)
    return physical("SELECT id AS contact_id FROM {contacts}")


def taken_along(segment_id: int | None, *, to_others: bool) -> str:
    """Those of them whose data may be used, and, for others, handed over: nobody without a yes."""
    allowed = consent.permitted_sql("p.id", "data", "export") if to_others else "true"
    return physical(
        f"SELECT p.id AS contact_id FROM {{contacts}} p WHERE p.id IN ({everybody(segment_id)})"  # noqa: S608
        f" AND p.erased_at IS NULL AND NOT {consent.restricted_sql('p.id')} AND {allowed}"
    )


def count(select: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({select}) people")  # noqa: S608  # our own select
        return int(cursor.fetchone()[0])
