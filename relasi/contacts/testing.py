"""Makers for our tests and for those above."""

import itertools
from collections.abc import Iterable
from typing import Any

from relasi.accounts.public import SYSTEM
from relasi.kernel import clock

from .actions.adding import add_contact
from .actions.companies import add_company

_number = itertools.count(1)


def make_contact(
    name: str | None = None,
    *,
    email: str | None = None,
    phone: str | None = None,
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    **fields: Any,
) -> int:
    """A person, with a name and an e-mail address of their own unless said otherwise."""
    number = next(_number)
    if email is None and not emails:
        email = f"person{number}@example.org"
    return add_contact(
        name=f"Person {number}" if name is None else name,
        emails=tuple(filter(None, (email, *emails))),
        phones=tuple(filter(None, (phone, *phones))),
        by=fields.pop("by", SYSTEM),
        now=fields.pop("now", None) or clock.now(),
        **fields,
    )


def make_company(name: str | None = None, **fields: Any) -> int:
    number = next(_number)
    return add_company(
        name=name or f"Company {number}",
        by=fields.pop("by", SYSTEM),
        now=fields.pop("now", None) or clock.now(),
        **fields,
    )
