"""Addresses that a page or an app claimed: who confirms them, and what follows (decision 0015)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.models import Identity
from relasi.kernel.errors import NotFound

Address = tuple[str, str]  # kind and written form
Owned = tuple[str, str, int]  # and whose it is

# They have it from now on: whoever may have few addresses keeps the one that came last.
MOVE = """
UPDATE contacts_identity i
SET contact_id = n.contact_id, is_claimed = false, is_primary = false, created_at = %s
FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS n (kind, value, contact_id)
JOIN contacts_identity o ON o.value = n.value AND o.kind = n.kind
WHERE i.id = o.id AND o.is_claimed
RETURNING o.contact_id, n.contact_id
"""
LIFT = """
UPDATE contacts_identity i SET is_claimed = false
FROM unnest(%s::text[], %s::text[]) AS n (kind, value)
WHERE i.value = n.value AND i.kind = n.kind AND i.is_claimed
RETURNING i.contact_id
"""
DOUBT = """
UPDATE contacts_identity i SET is_claimed = true
WHERE i.contact_id = ANY(%s) AND i.kind <> 'external' AND NOT i.is_claimed
AND NOT EXISTS (
    SELECT FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS n (kind, value, contact_id)
    WHERE n.kind = i.kind AND n.value = i.value AND n.contact_id = i.contact_id
)
"""
# The one they are written to is a sure one where there is any, else the one it was, else the
# oldest; only one row may carry the mark at a time.
BEST = """
SELECT DISTINCT ON (contact_id, kind) id, contact_id, kind FROM contacts_identity
WHERE contact_id = ANY(%s) ORDER BY contact_id, kind, is_claimed, NOT is_primary, id
"""
UNMARK = f"""
UPDATE contacts_identity i SET is_primary = false FROM ({BEST}) b
WHERE i.contact_id = b.contact_id AND i.kind = b.kind AND i.id <> b.id AND i.is_primary
"""  # noqa: S608  # our own text
MARK = f"""
UPDATE contacts_identity i SET is_primary = true FROM ({BEST}) b
WHERE i.id = b.id AND NOT i.is_primary
"""  # noqa: S608  # our own text


def move(addresses: Sequence[Owned], now: datetime) -> set[int]:
    """Claimed addresses become theirs of whom they surely are; everybody they were or are of."""
    if not addresses:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [now, *_columns(addresses)])
        return {who for both in cursor.fetchall() for who in both}


def lift(addresses: Collection[Address]) -> set[int]:
    """They are surely whose they are; the people of whom that is news."""
    if not addresses:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(LIFT, _columns(list(addresses)))
        return {who for (who,) in cursor.fetchall()}


def doubt(contact_ids: Collection[int], *, but: Sequence[Owned]) -> None:
    """The addresses of these people are claimed, but those that were said to be theirs: their
    external id was only claimed until now, and so was whatever hung on it.
    """
    if contact_ids:
        named = _columns(but) if but else [[], [], []]
        with connection.cursor() as cursor:
            cursor.execute(DOUBT, [list(contact_ids), *named])


def prefer_sure(contact_ids: Collection[int]) -> None:
    """Let them be written to at addresses that are surely theirs, where they have any."""
    if not contact_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(UNMARK, [list(contact_ids)])
        cursor.execute(MARK, [list(contact_ids)])


# Most people have none.
CLAIMED = """
SELECT contact_id, kind, value FROM contacts_identity WHERE contact_id = ANY(%s) AND is_claimed
"""


def hear(said: Sequence[Owned]) -> None:
    """Who surely knows says that these addresses are theirs, as they stand here by now."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIMED, [list({who for *_address, who in said})])
        claimed = {(kind, value): who for who, kind, value in cursor.fetchall()}
    news = [one for one in said if claimed.get(one[:2]) == one[2]]
    proven = {who for kind, _value, who in news if kind == "external"}
    lift([one[:2] for one in news])
    doubt(proven, but=said)
    prefer_sure(set(claimed.values()))


@transaction.atomic
def confirm_address(*, contact_id: int, identity_id: int, by: Actor, now: datetime) -> None:
    """A colleague knows that it is theirs, and so is the external id it hangs on. Raises
    NotFound.
    """
    theirs = Identity.objects.select_for_update().filter(contact_id=contact_id)
    row = theirs.filter(pk=identity_id).first()
    if row is None:
        raise NotFound(_("This address is not here any more. Reload the page."))
    if row.is_claimed:
        claimed = theirs.filter(kind="external", is_claimed=True)
        lift([(row.kind, row.value), *claimed.values_list("kind", "value")])
        prefer_sure([contact_id])
        record(by, "confirmed an address", "contacts", contact_id, at=now)


@transaction.atomic
def confirm_by_link(*, contact_id: int, address: str) -> None:
    """Who reads their mails there answered. Of somebody whose external id is surely known that
    proves nothing: it may have been claimed by a stranger.
    """
    rows = Identity.objects.filter(contact_id=contact_id)
    if not rows.filter(kind="external", is_claimed=False).exists() and lift([("email", address)]):
        prefer_sure([contact_id])


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
