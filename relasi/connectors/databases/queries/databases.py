"""Databases as cards, and where they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from relasi.connectors.databases.clients.asking import Where
from relasi.connectors.databases.models import Database, Feed, Reading
from relasi.contacts import public as contacts
from relasi.kernel import sealing
from relasi.kernel.errors import NotFound, Refused

SEALED_FOR = "database"
importing = contacts.importing


@dataclass(frozen=True, slots=True)
class DatabaseCard:
    """A database; its password never leaves."""

    id: int
    name: str
    kind: str
    kind_label: str
    host: str
    port: int | None
    database: str
    username: str
    has_password: bool
    security: str
    feeds: int = 0


@dataclass(frozen=True, slots=True)
class FeedCard:
    id: int
    name: str
    database_id: int
    database_name: str
    target: str
    target_label: str
    statement: str
    cursor_column: str
    cursor: str
    every_hours: int | None
    daily_at: time | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReadingCard:
    """`state` and `added` are those of the import its rows became."""

    id: int
    began_at: datetime
    ended_at: datetime | None
    rows: int
    problem: str
    import_id: int | None
    state: str
    state_label: str


def database_cards() -> list[DatabaseCard]:
    rows = Database.objects.annotate(n=Count("feeds")).order_by("name", "pk")
    return [_database(row, row.n) for row in rows]


def database_names() -> dict[int, str]:
    return dict(Database.objects.order_by("name", "pk").values_list("pk", "name"))


def database_card(database_id: int) -> DatabaseCard:
    """Raises NotFound."""
    return _database(_row(database_id))


def where_of(database_id: int) -> Where:
    """With its password, ready to connect. Raises Refused when that cannot be read."""
    row = _row(database_id)
    try:
        password = sealing.unseal(SEALED_FOR, row.password_sealed) if row.password_sealed else ""
    except sealing.WrongKey as error:
        raise Refused(
            _("The password of “%(name)s” cannot be read any more. Type it in again.")
            % {"name": row.name}
        ) from error
    return Where(
        row.kind, row.host, row.port or 0, row.database, row.username, password, row.security
    )


def feeds_of(database_id: int) -> list[FeedCard]:
    rows = Feed.objects.filter(database_id=database_id).select_related("database")
    return [_feed(row) for row in rows.order_by("name", "pk")]


def feed_card(feed_id: int) -> FeedCard:
    """Raises NotFound."""
    row = Feed.objects.select_related("database").filter(pk=feed_id).first()
    if row is None:
        raise NotFound(_("This feed is not here any more. Choose one in the list."))
    return _feed(row)


def readings(feed_id: int, *, offset: int = 0, limit: int = 50) -> tuple[list[ReadingCard], int]:
    """Newest first, and how many there are."""
    rows = Reading.objects.filter(feed_id=feed_id).order_by("-pk")
    return [_reading(row) for row in rows[offset : offset + limit]], rows.count()


def newest_import(feed_id: int) -> importing.ImportCard | None:
    """What the last rows became, whatever has come of it."""
    return _newest(Reading.objects.filter(feed_id=feed_id, import_id__isnull=False))


def template_of(feed_id: int) -> importing.ImportCard | None:
    """The last import of a feed that somebody, or the schedule, let begin: it says the columns."""
    rows = Reading.objects.filter(feed_id=feed_id, import_id__isnull=False).order_by("-pk")
    for import_id in rows.values_list("import_id", flat=True)[:20]:
        card = _import(import_id) if import_id else None
        if card is not None and card.state != "uploaded":
            return card
    return None


def _newest(rows: Any) -> importing.ImportCard | None:
    ids: Sequence[int] = rows.order_by("-pk").values_list("import_id", flat=True)[:1]
    return _import(ids[0]) if ids else None


def _import(import_id: int) -> importing.ImportCard | None:
    try:
        return importing.import_card(import_id)
    except NotFound:
        return None


def _row(database_id: int) -> Database:
    row = Database.objects.filter(pk=database_id).first()
    if row is None:
        raise NotFound(_("This database is not here any more. Choose one in the list."))
    return row


def _database(row: Database, feeds: int = 0) -> DatabaseCard:
    return DatabaseCard(
        id=row.pk,
        name=row.name,
        kind=row.kind,
        kind_label=str(Database.Kind(row.kind).label),
        host=row.host,
        port=row.port,
        database=row.database,
        username=row.username,
        has_password=bool(row.password_sealed),
        security=row.security,
        feeds=feeds,
    )


def _feed(row: Feed) -> FeedCard:
    labels = {target.key: str(target.label) for target in importing.targets()}
    return FeedCard(
        id=row.pk,
        name=row.name,
        database_id=row.database_id,
        database_name=row.database.name,
        target=row.target,
        target_label=labels.get(row.target, row.target),
        statement=row.statement,
        cursor_column=row.cursor_column,
        cursor=row.cursor["value"] if row.cursor else "",
        every_hours=row.every_hours,
        daily_at=row.daily_at,
        next_at=row.next_at,
    )


def _reading(row: Reading) -> ReadingCard:
    card = _import(row.import_id) if row.import_id else None
    return ReadingCard(
        id=row.pk,
        began_at=row.began_at,
        ended_at=row.ended_at,
        rows=row.rows,
        problem=row.problem,
        import_id=card.id if card else None,
        state=card.state if card else "",
        state_label=card.state_label if card else "",
    )
