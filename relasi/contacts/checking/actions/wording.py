"""What the part before the @ tells, and addresses that no rule of today would let in."""

from django.db import connection

from relasi.contacts.checking.rules import ROLES
from relasi.contacts.rules import Unfit, normalise_email

from . import findings

ROLE = """
INSERT INTO check_found
SELECT i.id, 'role', '' FROM contacts_identity i
WHERE i.kind = 'email' AND split_part(split_part(i.value, '@', 1), '+', 1) = ANY(%s){}
"""
# Whoever fits this is written as most are; the others are read by the rules one by one.
ODD = r"""
SELECT i.id, i.value FROM contacts_identity i
WHERE i.kind = 'email' AND i.value !~
    '^[a-z0-9_%%+-]+(\.[a-z0-9_%%+-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{{2,63}}$'{}
"""
UNREADABLE = "INSERT INTO check_found SELECT unnest(%s::bigint[]), 'unreadable', ''"
CHUNK = 5_000


def gather() -> None:
    findings.begin()
    beside = findings.not_restricted("i.contact_id")
    with connection.cursor() as cursor:
        cursor.execute(ROLE.format(beside), [sorted(ROLES)])
    with connection.cursor() as odd, connection.cursor() as cursor:
        odd.execute(ODD.format(beside), [])
        while rows := odd.fetchmany(CHUNK):
            bad = [identity for identity, value in rows if not _reads(value)]
            cursor.execute(UNREADABLE, [bad])


def _reads(value: str) -> bool:
    try:
        return normalise_email(value) == value
    except Unfit:
        return False
