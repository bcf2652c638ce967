"""SQLite: a file in the folder `databases` of the installation, opened to be read and no more."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused

from .asking import STATEMENT_SECONDS, Answer, Question, Unanswered, Where

STEPS = 10_000
# What reading takes; attaching other files, pragmas and every kind of writing are not in it.
ALLOWED = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)


def folder() -> Path:
    return Path(settings.HOME) / "databases"


def file_of(name: str) -> Path:
    """The file of this name in the folder; a way out of it is refused."""
    path = (folder() / name).resolve()
    if not path.is_relative_to(folder().resolve()) or not path.is_file():
        raise Refused(
            _("There is no file “%(name)s” in the folder %(folder)s. Put it there first.")
            % {"name": name[:100], "folder": folder()},
            field="database",
        )
    return path


def writable(where: Where) -> sqlite3.Connection:
    """Of a file that is there: none is made by writing to it. Raises Unanswered."""
    try:
        path = file_of(where.database)
    except Refused as error:
        raise Unanswered(str(error)) from error
    line = sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=30)
    line.isolation_level = None
    line.execute("BEGIN IMMEDIATE")
    return line


@contextmanager
def asked(where: Where, question: Question) -> Iterator[Answer]:
    try:
        path = file_of(where.database)
        line = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
    except (sqlite3.Error, Refused) as error:
        raise Unanswered(str(error)) from error
    until = time.monotonic() + STATEMENT_SECONDS
    line.set_authorizer(
        lambda action, *_rest: sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY
    )
    line.set_progress_handler(lambda: int(time.monotonic() > until), STEPS)
    try:
        text, values = question.sql('"', "?")
        cursor = line.execute(text, values)
        yield Answer([column[0] for column in cursor.description], iter(cursor))
    except sqlite3.Error as error:
        raise Unanswered(str(error)[:400]) from error
    finally:
        line.close()
