"""Endpoints as they are shown, with what became of their messages."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from relasi.connectors.webhooks.models import Delivery, Endpoint
from relasi.kernel.errors import NotFound
from relasi.kernel.outgoing.posting import target_of

from .secrets import secrets_of

State = Delivery.State
# A page asks for this every few seconds: of more than these it is enough to know that.
COUNTED_TO = 10_000
COUNTS = """
SELECT e.id, s.state, found.n FROM webhooks_endpoint e
CROSS JOIN (VALUES ('waiting'), ('sending'), ('delivered'), ('dead')) s (state)
CROSS JOIN LATERAL (
    SELECT count(*) AS n FROM (
        SELECT FROM webhooks_delivery d WHERE d.endpoint_id = e.id AND d.state = s.state LIMIT %s
    ) few
) found
"""


@dataclass(frozen=True, slots=True)
class EndpointCard:
    """An endpoint; `waiting` counts what is on its way, `dead` what was not taken."""

    id: int
    name: str
    url: str
    host: str
    kinds: tuple[str, ...]
    is_enabled: bool
    gone_at: datetime | None
    failing_since: datetime | None
    previous_until: datetime | None
    version: int
    created_at: datetime
    waiting: int = 0
    delivered: int = 0
    dead: int = 0


def endpoint_card(endpoint_id: int) -> EndpointCard:
    """Raises NotFound."""
    return _card(_row(endpoint_id))


def endpoint_cards() -> list[EndpointCard]:
    """Every endpoint by name, at most 25; of each state 10,000 are counted."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [COUNTED_TO])
        counts = {(endpoint, state): n for endpoint, state, n in cursor.fetchall()}
    return [
        _card(
            row,
            waiting=counts[row.pk, State.WAITING] + counts[row.pk, State.SENDING],
            delivered=counts[row.pk, State.DELIVERED],
            dead=counts[row.pk, State.DEAD],
        )
        for row in Endpoint.objects.filter(pk__in={pk for pk, _state in counts}).order_by(
            "name", "pk"
        )
    ]


def endpoint_page(*, after: int, limit: int) -> list[EndpointCard]:
    """In the order they were added, those after the id `after`."""
    return [_card(row) for row in Endpoint.objects.filter(pk__gt=after).order_by("pk")[:limit]]


def endpoint_names() -> dict[int, str]:
    return dict(Endpoint.objects.order_by("name", "pk").values_list("pk", "name"))


def secret_of(endpoint_id: int, now: datetime) -> str:
    """The secret that signs at present; "" when this installation cannot read it."""
    return next(iter(secrets_of(_row(endpoint_id), now)), "")


def _row(endpoint_id: int) -> Endpoint:
    row = Endpoint.objects.filter(pk=endpoint_id).first()
    if row is None:
        raise NotFound(_("This webhook is not here any more. Choose one in the list."))
    return row


def _card(row: Endpoint, waiting: int = 0, delivered: int = 0, dead: int = 0) -> EndpointCard:
    return EndpointCard(
        id=row.pk,
        name=row.name,
        url=row.url,
        host=target_of(row.url).host,
        kinds=tuple(row.kinds),
        is_enabled=row.is_enabled,
        gone_at=row.gone_at,
        failing_since=row.failing_since,
        previous_until=row.previous_until,
        version=row.version,
        created_at=row.created_at,
        waiting=waiting,
        delivered=delivered,
        dead=dead,
    )
