"""Databases and feeds: added, changed, tried, removed."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.connectors.databases.clients.asking import Question, Unanswered
from relasi.connectors.databases.clients.kinds import PORTS, ask, refuse_missing
from relasi.connectors.databases.clients.sqlite import file_of
from relasi.connectors.databases.models import Database, Feed
from relasi.connectors.databases.queries.databases import SEALED_FOR, where_of
from relasi.connectors.databases.rules import next_reading
from relasi.contacts import public as contacts
from relasi.kernel import sealing
from relasi.kernel.errors import NotFound, Refused
from relasi.kernel.outgoing.addresses import Unreachable, places

LONGEST_STATEMENT = 50_000
MOST_HOURS = 24 * 31


@dataclass(frozen=True, slots=True)
class DatabaseIn:
    """What a person typed; an empty password keeps the one there is."""

    name: str
    kind: str
    database: str
    host: str = ""
    port: int | None = None
    username: str = ""
    password: str = ""
    security: str = "verified"


@dataclass(frozen=True, slots=True)
class FeedIn:
    """With neither hours nor a time it is read only when somebody says so."""

    name: str
    target: str
    statement: str
    cursor_column: str = ""
    every_hours: int | None = None
    daily_at: time | None = None


@transaction.atomic
def save_database(
    *, given: DatabaseIn, database_id: int | None = None, by: accounts.Actor, now: datetime
) -> int:
    """Add one, or change the one there is."""
    accounts.authorise(by, "edit", "settings")
    _refuse(given)
    row = _locked(database_id) if database_id else Database(created_at=now)
    typed_for = _server(row)
    row.name, row.kind, row.database = given.name.strip(), given.kind, given.database.strip()
    row.host, row.port = given.host.strip(), given.port or PORTS[given.kind]
    row.username, row.security = given.username, given.security
    if given.password:
        row.password_sealed = sealing.seal(SEALED_FOR, given.password)
    elif _server(row) != typed_for:
        row.password_sealed = ""  # it is not shown to a server it was not typed for
    row.save()
    accounts.record(by, "saved a database", "settings", row.pk, at=now, name=row.name)
    return row.pk


def try_database(*, database_id: int, by: accounts.Actor) -> None:
    """Connect and ask for a one. Raises Refused with what was said instead."""
    accounts.authorise(by, "edit", "settings")
    try:
        with ask(where_of(database_id), Question("SELECT 1 AS one")) as answer:
            next(answer.rows)
    except Unanswered as why:
        raise Refused(_("The database did not answer. %(why)s") % {"why": why}) from why


@transaction.atomic
def delete_database(*, database_id: int, by: accounts.Actor, now: datetime) -> None:
    accounts.authorise(by, "edit", "settings")
    row = _locked(database_id)
    try:
        row.delete()
    except ProtectedError:
        raise Refused(
            _("Feeds or exports use “%(name)s”. Delete them first.") % {"name": row.name}
        ) from None
    accounts.record(by, "deleted a database", "settings", database_id, at=now, name=row.name)


@transaction.atomic
def save_feed(
    *,
    given: FeedIn,
    database_id: int,
    feed_id: int | None = None,
    by: accounts.Actor,
    now: datetime,
) -> int:
    """Add one, or change it; another statement or column begins from the first row again."""
    accounts.authorise(by, "edit", "settings")
    _refuse_feed(given)
    _locked(database_id)
    row = _locked_feed(feed_id) if feed_id else Feed(created_at=now, database_id=database_id)
    asked = (given.statement.strip(), given.cursor_column.strip())
    if (row.statement, row.cursor_column) != asked:
        row.cursor = None
    row.statement, row.cursor_column = asked
    row.name, row.target = given.name.strip(), given.target
    row.every_hours, row.daily_at = given.every_hours, given.daily_at
    row.next_at = next_reading(
        every_hours=given.every_hours,
        daily_at=given.daily_at,
        zone=accounts.organisation().time_zone,
        now=now,
    )
    row.save()
    accounts.record(by, "saved a feed", "settings", row.pk, at=now, name=row.name)
    return row.pk


@transaction.atomic
def delete_feed(*, feed_id: int, by: accounts.Actor, now: datetime) -> None:
    """What came in by it stays."""
    accounts.authorise(by, "edit", "settings")
    row = _locked_feed(feed_id)
    row.delete()
    accounts.record(by, "deleted a feed", "settings", feed_id, at=now, name=row.name)


def _server(row: Database) -> tuple[object, ...]:
    """What a password was typed for: the server, who asks, and how it is kept from others."""
    return row.kind, row.host, row.port, row.username, row.security


def _locked(database_id: int) -> Database:
    row = Database.objects.select_for_update().filter(pk=database_id).first()
    if row is None:
        raise NotFound(_("This database is not here any more. Choose one in the list."))
    return row


def _locked_feed(feed_id: int) -> Feed:
    row = Feed.objects.select_for_update().filter(pk=feed_id).first()
    if row is None:
        raise NotFound(_("This feed is not here any more. Choose one in the list."))
    return row


def _refuse(given: DatabaseIn) -> None:
    if not given.name.strip():
        raise Refused(_("Give the database a name."), field="name")
    if given.kind not in Database.Kind.values:
        raise Refused(_("Choose one of the kinds offered."), field="kind")
    if given.security not in Database.Security.values:
        raise Refused(_("Choose how the connection is secured."), field="security")
    refuse_missing(given.kind)
    if not given.database.strip():
        raise Refused(_("Say which database, or for SQLite which file."), field="database")
    if given.kind == Database.Kind.SQLITE:
        file_of(given.database.strip())
        return
    _refuse_host(given.host.strip(), given.port or PORTS[given.kind])


def _refuse_host(host: str, port: int) -> None:
    if not host or any(c.isspace() or c in "/@" for c in host):
        raise Refused(_("Write the server's name alone: db.example.org."), field="host")
    if not 1 <= port <= 65_535:  # noqa: PLR2004 - 16 bits
        raise Refused(_("A port is a number from 1 to 65535."), field="port")
    try:
        places(host, port, private=True)
    except Unreachable as why:
        if why.word == "forbidden_address":
            raise Refused(
                _("“%(host)s” leads to where no database is.") % {"host": host}, field="host"
            ) from why


def _refuse_feed(given: FeedIn) -> None:
    if not given.name.strip():
        raise Refused(_("Give the feed a name."), field="name")
    if given.target not in {target.key for target in contacts.importing.targets()}:
        raise Refused(_("Choose what the rows are."), field="target")
    if not 0 < len(given.statement.strip()) <= LONGEST_STATEMENT:
        raise Refused(_("Write the query: SELECT … FROM …"), field="statement")
    if given.every_hours is not None and given.daily_at is not None:
        raise Refused(_("Choose hours or a time of the day, not both."), field="every_hours")
    if given.every_hours is not None and not 1 <= given.every_hours <= MOST_HOURS:
        raise Refused(
            _("Choose from 1 to %(most)d hours.") % {"most": MOST_HOURS}, field="every_hours"
        )
