"""What other packages call when two contacts become one: rows change hands, and come back."""

from typing import LiteralString

from django.db import connection
from psycopg import sql

from relasi.contacts.events import ContactsMerged
from relasi.contacts.models import Merge, MergedRow


def hand_over(
    event: ContactsMerged, *, table: str, column: str = "contact_id", key: str = "id"
) -> int:
    """Give every row of the lost contact to the kept one, and remember which; returns how many.

    Call it from a listener of ContactsMerged, once for each table that has rows by contact.
    Undoing the merge gives exactly these rows back, without the package's help.
    """
    statement = sql.SQL(
        "WITH moved AS (UPDATE {table} SET {column} = %s WHERE {column} = %s RETURNING {key})"
        ' INSERT INTO contacts_mergedrow (merge_id, "table", row_id)'
        " SELECT %s, %s, {key} FROM moved"
    ).format(table=sql.Identifier(table), column=sql.Identifier(column), key=sql.Identifier(key))
    named = f"{table}.{column}.{key}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [event.kept_id, event.lost_id, event.merge_id, named])
        return int(cursor.rowcount)


def set_aside(
    event: ContactsMerged,
    *,
    table: str,
    twin_by: str,
    column: str = "contact_id",
    among: LiteralString = "TRUE",
) -> int:
    """Take away rows of the lost contact that the kept one has too, and remember them whole.

    For tables where a contact may have only one row by `twin_by` (a tag, a purpose). Call it
    before `hand_over`; undoing the merge puts the rows back. `twin_by` may name several
    columns, separated by commas. `among` says which rows must not have a twin.
    """
    same = sql.SQL(" AND ").join(
        sql.SQL("twin.{0} = row.{0}").format(sql.Identifier(name.strip()))
        for name in twin_by.split(",")
    )
    statement = sql.SQL(
        "WITH gone AS (DELETE FROM {table} row"
        " USING (SELECT * FROM {table} WHERE {among}) twin"
        " WHERE row.{column} = %s AND twin.{column} = %s AND {same}"
        " AND row.id IN (SELECT id FROM {table} WHERE {column} = %s AND {among})"
        " RETURNING row.id, to_jsonb(row) AS whole)"
        ' INSERT INTO contacts_mergedrow (merge_id, "table", row_id, before)'
        " SELECT %s, %s, id, whole FROM gone"
    ).format(
        table=sql.Identifier(table),
        column=sql.Identifier(column),
        same=same,
        among=sql.SQL(among),
    )
    with connection.cursor() as cursor:
        lost = event.lost_id
        cursor.execute(statement, [lost, event.kept_id, lost, event.merge_id, table])
        return int(cursor.rowcount)


def give_back(merge: Merge) -> None:
    """Every remembered row returns to the contact that had gone."""
    tables = MergedRow.objects.filter(merge=merge).values_list("table", flat=True).distinct()
    for named in sorted(tables):
        table, _dot, rest = named.partition(".")
        if rest:
            column, _dot, key = rest.partition(".")
            _move_back(merge, named, table, column, key)
        else:
            _put_back(merge, table)
    MergedRow.objects.filter(merge=merge).delete()


def _move_back(merge: Merge, named: str, table: str, column: str, key: str) -> None:
    statement = sql.SQL(
        "UPDATE {table} SET {column} = %s WHERE {column} = %s AND {key} IN"
        ' (SELECT row_id FROM contacts_mergedrow WHERE merge_id = %s AND "table" = %s)'
    ).format(table=sql.Identifier(table), column=sql.Identifier(column), key=sql.Identifier(key))
    with connection.cursor() as cursor:
        cursor.execute(statement, [merge.lost_id, merge.kept_id, merge.pk, named])


def _put_back(merge: Merge, table: str) -> None:
    statement = sql.SQL(
        "INSERT INTO {table} SELECT whole.* FROM contacts_mergedrow,"
        " jsonb_populate_record(NULL::{table}, before) whole"
        ' WHERE merge_id = %s AND "table" = %s'
    ).format(table=sql.Identifier(table))
    with connection.cursor() as cursor:
        cursor.execute(statement, [merge.pk, table])
