"""Phone numbers of a range that nobody was given (libphonenumber's tables).

Whether a range is in use hangs on the first digits and the length, so one number stands for all
that share them; where the lowest and the highest differ, each is asked.
"""

from functools import lru_cache

import phonenumbers
from django.db import connection

from . import findings

RANGES = """
SELECT left(i.value, 8), length(i.value), min(i.value), max(i.value) FROM contacts_identity i
WHERE i.kind = 'phone'{} GROUP BY 1, 2
"""
MAKE = """
CREATE TEMP TABLE check_range (start text, digits int, sure boolean) ON COMMIT DROP
"""
SPREAD = """
INSERT INTO check_found
SELECT i.id, 'phone', '' FROM contacts_identity i
JOIN check_range r ON r.start = left(i.value, 8) AND r.digits = length(i.value) AND r.sure
WHERE i.kind = 'phone'{}
"""
UNSURE = """
SELECT i.id, i.value FROM contacts_identity i
JOIN check_range r ON r.start = left(i.value, 8) AND r.digits = length(i.value) AND NOT r.sure
WHERE i.kind = 'phone'{}
"""
KEEP = "INSERT INTO check_found SELECT unnest(%s::bigint[]), 'phone', ''"


def gather() -> None:
    """Call findings.begin before."""
    beside = findings.not_restricted("i.contact_id")
    with connection.cursor() as cursor:
        cursor.execute(RANGES.format(beside))
        doubtful = [
            (start, digits, not in_use(lowest) and not in_use(highest))
            for start, digits, lowest, highest in cursor.fetchall()
            if not (in_use(lowest) and in_use(highest))
        ]
        cursor.execute(MAKE)
        with cursor.copy("COPY check_range FROM STDIN") as copy:
            for row in doubtful:
                copy.write_row(row)
        cursor.execute(SPREAD.format(beside))
        cursor.execute(UNSURE.format(beside))
        each = [pk for pk, value in cursor.fetchall() if not in_use(value)]
        cursor.execute(KEEP, [each])
        cursor.execute("DROP TABLE check_range")


@lru_cache(maxsize=65_536)
def in_use(number: str) -> bool:
    """Whether a number in its written form lies in a range that is given out."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False
