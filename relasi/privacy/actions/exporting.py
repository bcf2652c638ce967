"""All that is held of somebody, in one file for them."""

import json
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import SYSTEM, Actor, record
from relasi.contacts import public as contacts
from relasi.kernel import bus, tokens
from relasi.kernel.errors import NotFound, Refused
from relasi.kernel.jobs import is_awaited, later
from relasi.privacy.events import PersonExported
from relasi.privacy.models import Export, State
from relasi.privacy.queries.holding import Held, read_person
from relasi.ui import public as ui

PURPOSE = "privacy-export"
KEPT = timedelta(days=7)
LINK_SECONDS = 24 * 3600
UNDER_WAY = (State.WAITING, State.RUNNING)


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "exports"


def drop_files(export_id: int) -> None:
    """Also one that a kill left half written."""
    for path in folder().glob(f"{export_id}-*.zip"):
        path.unlink(missing_ok=True)


def lock_of(export_id: int) -> str:
    return f"export-{export_id}"


@transaction.atomic
def export_person(*, contact_id: int, asked_by: Actor, now: datetime) -> int:
    """Begin to write everything held of somebody into one file and return the export's id.

    While one is being written, it is that one. Raises NotFound.
    """
    contacts.card(contact_id)
    under_way = Export.objects.filter(contact_id=contact_id, state__in=UNDER_WAY).first()
    if under_way is not None:
        return under_way.pk
    row = Export.objects.create(contact_id=contact_id, asked_at=now, asked_by=asked_by.label)
    record(asked_by, "exported", "contacts", contact_id, at=now, export_id=row.pk)
    later("privacy.export", lock=lock_of(row.pk), export_id=row.pk)
    return row.pk


def export(*, export_id: int, clock: Callable[[], datetime]) -> None:
    """Write the file; begun anew after a kill."""
    row = _begin(export_id)
    if row is None:
        return
    path = folder() / f"{export_id}-{secrets.token_hex(16)}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    drop_files(export_id)
    try:
        rows = _write(path, row, clock())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    _finish(export_id, path, rows, clock())


@transaction.atomic
def _begin(export_id: int) -> Export | None:
    """Of whoever they are by now; None where there is nothing to write, as of who is gone."""
    row = _locked(export_id)
    if row.state not in UNDER_WAY:
        return None
    row.contact_id = contacts.survivor_of(row.contact_id)
    here = contacts.exists(row.contact_id)
    row.state = State.RUNNING if here else State.CANCELLED
    row.save(update_fields=["contact_id", "state"])
    return row if here else None


@transaction.atomic
def _finish(export_id: int, path: Path, rows: int, now: datetime) -> None:
    row = _locked(export_id)
    if row.state not in UNDER_WAY:  # erased meanwhile
        path.unlink(missing_ok=True)
        return
    if not contacts.exists(row.contact_id):  # joined with somebody, or deleted: begun anew
        path.unlink(missing_ok=True)
        later("privacy.export", lock=lock_of(export_id), export_id=export_id)
        return
    row.state, row.path, row.rows = State.DONE, str(path), rows
    row.size, row.finished_at, row.expires_at = path.stat().st_size, now, now + KEPT
    row.save()
    bus.publish(PersonExported(export_id, row.contact_id, now))


def _write(path: Path, row: Export, now: datetime) -> int:
    index: list[dict[str, Any]] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in read_person(row.contact_id):
            rows = _write_store(archive, one)
            if rows:
                said = {"called": one.label, "purpose": one.purpose, "rows": rows}
                index.append({"store": one.key} | said)
        about = {
            "kind": "relasi.person/1",
            "person": row.contact_id,
            "written_at": now.isoformat(),
            "stores": index,
        }
        archive.writestr("index.json", json.dumps(about, indent=2, ensure_ascii=False))
    return sum(one["rows"] for one in index)


def _write_store(archive: zipfile.ZipFile, one: Held) -> int:
    """Both files of a store, row by row; how many rows. A store without any has none."""
    first = next(one.rows, None)
    if first is None:
        return 0
    name = one.key.replace(" ", "-").lower()
    with TemporaryFile() as table:
        with archive.open(f"{name}.json", "w", force_zip64=True) as file:
            rows = _write_rows(file, table, first, one.rows)
        table.seek(0)
        with archive.open(f"{name}.csv", "w", force_zip64=True) as file:
            shutil.copyfileobj(table, file)
    return rows


def _write_rows(
    file: IO[bytes], table: IO[bytes], first: dict[str, Any], rest: Iterator[dict[str, Any]]
) -> int:
    header = list(first)
    count = 0

    def cells() -> Iterator[list[object]]:
        nonlocal count
        for row in (one for part in ([first], rest) for one in part):
            before = b",\n" if count else b"[\n"
            file.write(before + json.dumps(row, default=str, ensure_ascii=False).encode())
            count += 1
            yield [_cell(row.get(name)) for name in header]

    for line in ui.csv_lines(header, cells()):
        table.write(line.encode())
    file.write(b"\n]\n")
    return count


def _cell(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, default=str, ensure_ascii=False)
    return value


@transaction.atomic
def export_token(*, export_id: int, now: datetime) -> str:
    """A signed word for one link that opens the file once, within a day; those made before stay.

    Raises NotFound, Refused where there is no file.
    """
    row = _locked(export_id)
    _refuse_without_file(row, now)
    ticket = secrets.token_urlsafe(24)
    row.tickets = [*row.tickets, _hashed(ticket)]
    row.save(update_fields=["tickets"])
    return tokens.sign(PURPOSE, [export_id, ticket])


@transaction.atomic
def open_export(*, token: str, by: Actor = SYSTEM, now: datetime) -> Path:
    """The file, once. Raises Refused for a link that was used, is too old or was changed."""
    export_id, ticket = tokens.unsign(PURPOSE, token, max_age=LINK_SECONDS)
    row = _locked(int(export_id))
    hashed = _hashed(str(ticket))
    if hashed not in row.tickets:
        raise Refused(_("This link was used already. Ask for a new one."))
    _refuse_without_file(row, now)
    row.tickets = [one for one in row.tickets if one != hashed]
    row.save(update_fields=["tickets"])
    record(by, "fetched an export", "contacts", row.contact_id, at=now, export_id=row.pk)
    return Path(row.path)


def drop_expired(now: datetime) -> int:
    """Delete the files whose time is over, and those nobody knows; how many."""
    due = Export.objects.filter(expires_at__lte=now).exclude(path="")
    paths = [Path(path) for path in due.values_list("path", flat=True)]
    for path in paths:
        path.unlink(missing_ok=True)
    due.update(path="", tickets=[])
    return len(paths) + _drop_strays(now)


def _drop_strays(now: datetime) -> int:
    """Left by a kill."""
    known = set(Export.objects.exclude(path="").values_list("path", flat=True))
    old = (now - timedelta(days=1)).timestamp()
    strays = [
        path
        for path in folder().glob("*.zip")
        if str(path) not in known and path.stat().st_mtime < old
    ]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def take_up_again() -> int:
    """Those that no job waits for any more; how many."""
    rows = Export.objects.filter(state__in=UNDER_WAY).values_list("pk", flat=True)
    lost = [pk for pk in rows if not is_awaited(lock_of(pk))]
    for export_id in lost:
        later("privacy.export", lock=lock_of(export_id), export_id=export_id)
    return len(lost)


def _refuse_without_file(row: Export, now: datetime) -> None:
    if row.state in UNDER_WAY:
        raise Refused(_("The file is still being written. Wait a moment."))
    if not row.path or row.expires_at is None or row.expires_at <= now:
        raise Refused(_("The file is gone: it is kept for seven days. Ask for a new one."))


def _locked(export_id: int) -> Export:
    row = Export.objects.select_for_update().filter(pk=export_id).first()
    if row is None:
        raise NotFound(_("There is no such export."))
    return row


def _hashed(ticket: str) -> str:
    return sha256(ticket.encode()).hexdigest()
