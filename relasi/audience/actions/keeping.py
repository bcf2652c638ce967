"""Segments are saved, changed and put away."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import Actor
from relasi.audience.catalogue import check
from relasi.audience.models import Segment
from relasi.audience.queries.naming import catalogue
from relasi.audience.rules.tree import Group, as_json
from relasi.kernel.errors import NotFound, Refused

LONGEST_NAME = 120
LONGEST_DESCRIPTION = 2000


class ChangedMeanwhile(Refused):
    code = "changed_meanwhile"


def add_segment(*, name: str, tree: Group, description: str = "", by: Actor, now: datetime) -> int:
    """Save a new segment; nobody is in it until it is refreshed. Raises Refused, BadTree."""
    check(tree, catalogue(tree))
    with _one_name(name), transaction.atomic():
        row = Segment.objects.create(
            name=_named(name),
            description=_described(description),
            tree=as_json(tree),
            owner_id=by.id if by.kind == "staff" else None,
            created_at=now,
            updated_at=now,
        )
        accounts.record(by, "segment added", "segments", str(row.pk), name=row.name)
    return row.pk


def change_segment(  # noqa: PLR0913  # each is a part one may change
    *,
    segment_id: int,
    name: str | None = None,
    tree: Group | None = None,
    description: str | None = None,
    expected_version: int | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Change what is given and leave the rest; a new tree takes effect with the next refresh."""
    if tree is not None:
        check(tree, catalogue(tree), itself=segment_id)
    with _one_name(name or ""), transaction.atomic():
        row = _locked(segment_id, expected_version)
        row.name = row.name if name is None else _named(name)
        row.description = row.description if description is None else _described(description)
        row.tree = row.tree if tree is None else as_json(tree)
        row.updated_at, row.version = now, row.version + 1
        row.save()
        accounts.record(by, "segment changed", "segments", str(row.pk), name=row.name)
    return row.pk


@transaction.atomic
def archive_segment(*, segment_id: int, by: Actor, now: datetime) -> int:
    """Put it away: it is no longer offered or refreshed; what used it keeps its members."""
    row = _locked(segment_id)
    users = [name for pk, name in catalogue().segments.items() if _asks_for(pk, segment_id)]
    if users:
        raise Refused(
            _("“%(name)s” asks for this segment. Take it out there first.") % {"name": users[0]}
        )
    row.archived_at, row.updated_at = now, now
    row.save(update_fields=["archived_at", "updated_at"])
    accounts.record(by, "segment archived", "segments", str(row.pk), name=row.name)
    return row.pk


def restore_segment(*, segment_id: int, by: Actor, now: datetime) -> int:
    """Bring it back; its members are those of its last refresh."""
    with transaction.atomic():
        row = _locked(segment_id)
        with _one_name(row.name), transaction.atomic():
            row.archived_at, row.updated_at = None, now
            row.save(update_fields=["archived_at", "updated_at"])
        accounts.record(by, "segment restored", "segments", str(row.pk), name=row.name)
    return segment_id


def _asks_for(one: int, other: int) -> bool:
    return other in catalogue().uses.get(one, frozenset())


def _locked(segment_id: int, expected_version: int | None = None) -> Segment:
    row = Segment.objects.select_for_update().filter(pk=segment_id).first()
    if row is None:
        raise NotFound(_("This segment is gone. Look for it in the list of segments."))
    if expected_version is not None and row.version != expected_version:
        raise ChangedMeanwhile(
            _("“%(name)s” was changed meanwhile. Open it again; your conditions are below.")
            % {"name": row.name}
        )
    return row


def _named(name: str) -> str:
    name = name.strip()
    if not name:
        raise Refused(_("Give the segment a name."), field="name")
    if len(name) > LONGEST_NAME or "\x00" in name:
        raise Refused(_("A name has at most 120 characters."), field="name")
    return name


def _described(description: str) -> str:
    if len(description) > LONGEST_DESCRIPTION or "\x00" in description:
        raise Refused(_("A description has at most 2,000 characters."), field="description")
    return description.strip()


class _one_name:  # noqa: N801  # reads as a phrase at the `with`
    """Turns the database's refusal of a second live segment of one name into a sentence."""

    def __init__(self, name: str) -> None:
        self.name = name.strip()

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, IntegrityError) and "one_live_segment_per_name" in str(error):
            raise Refused(
                _("There is already a segment “%(name)s”. Choose another name.")
                % {"name": self.name},
                field="name",
            ) from error
