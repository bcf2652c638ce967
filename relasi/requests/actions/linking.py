"""The link to one's own page."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from relasi.messaging import public as messaging
from relasi.requests.letters import OWN_PAGE
from relasi.requests.queries.people import where_to

MOST_A_DAY = 3
SEALED_FOR = "own link"
IN_TURN = "SELECT pg_advisory_xact_lock(hashtext('own_page'), %s)"


@transaction.atomic
def send_own_link(*, address: str, now: datetime) -> bool:
    """To that address, if it is somebody's; at most three a day. Whether one was sent."""
    to = where_to(None, address)
    if to is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(IN_TURN, [to[0] % 2**31])
    since = now - timedelta(days=1)
    if messaging.letters_since(OWN_PAGE, to[0], since) >= MOST_A_DAY:
        return False
    messaging.send_letters(kind=OWN_PAGE, to=[messaging.To(*to, to[0])], now=now)
    return True
