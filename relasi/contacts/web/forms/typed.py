"""What was typed, what stood there before, and what somebody else wrote meanwhile.

A form carries the values it was opened with. Only what was changed is written, so that two
people who change different things lose nothing; where both changed the same, both are shown.
"""

from collections.abc import Mapping
from typing import Any

from relasi.kernel import tokens

PURPOSE = "contacts.form"
Values = dict[str, Any]


def sealed(values: Mapping[str, Any], version: int) -> str:
    return tokens.sign(PURPOSE, [version, dict(values)])


def opened(token: str) -> tuple[int, Values]:
    """The version and the values a form was opened with. Raises BadToken."""
    version, values = tokens.unsign(PURPOSE, token)
    return version, values


def changed(base: Mapping[str, Any], typed: Mapping[str, Any]) -> Values:
    """What was changed in the form."""
    return {key: value for key, value in typed.items() if value != base.get(key)}


def conflicts(
    base: Mapping[str, Any], typed: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[str, Any]:
    """By key, what stands there now, where both this form and somebody else changed it."""
    return {
        key: now.get(key)
        for key, value in changed(base, typed).items()
        if now.get(key) != base.get(key) and now.get(key) != value
    }
