"""Makers for our tests and for those above."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from relasi.accounts.public import SYSTEM
from relasi.kernel import clock

from . import public
from .rules.content import Content

ADDRESSES = """
    SELECT i.contact_id, i.value, 'a'::text, %(due_at)s::timestamptz FROM contacts_identity i
    WHERE i.kind = 'email' AND i.contact_id = ANY(%(ids)s)
"""


def make_content(
    subject: str = "News from the roastery", text: str = "Hello", **block: str
) -> Content:
    """A subject and one text block (or one block of the given fields)."""
    one = {"id": "b1", "kind": "text", "align": "left", "text": text, **block}
    return Content(subject, "", (one,))


def make_mailing(
    contact_ids: Iterable[int] = (),
    *,
    contents: Mapping[str, Content] | None = None,
    now: datetime | None = None,
    due_at: datetime | None = None,
    **fields: Any,
) -> int:
    """A mailing to these people's e-mail addresses, not started."""
    now = now or clock.now()
    mailing_id = public.create_mailing(
        name=fields.pop("name", "April news"),
        contents=contents or {"a": make_content()},
        sender_name=fields.pop("sender_name", "Kopi Lereng"),
        sender_address=fields.pop("sender_address", "halo@kopilereng.example"),
        by=fields.pop("by", SYSTEM),
        now=now,
        **fields,
    )
    params = {"ids": list(contact_ids), "due_at": due_at or now}
    public.enqueue(mailing_id=mailing_id, recipients_sql=ADDRESSES, params=params, now=now)
    return mailing_id
