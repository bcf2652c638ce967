"""The written form of an address, with a sentence when there is none."""

from relasi.accounts import public as accounts
from relasi.kernel.errors import Refused

from . import rules
from .sentences import sentence


def normalise_email(text: str, *, field: str | None = "email") -> str:
    """Lower case; an international domain in its letters. Raises Refused."""
    try:
        return rules.normalise_email(text)
    except rules.Unfit as unfit:
        raise Refused(sentence(unfit), field=field) from unfit


def normalise_phone(text: str, country: str | None = None, *, field: str | None = "phone") -> str:
    """E.164; local numbers are read as the organisation's country does. Raises Refused."""
    if country is None:
        country = accounts.organisation().country
    try:
        return rules.normalise_phone(text, country)
    except rules.Unfit as unfit:
        raise Refused(sentence(unfit), field=field) from unfit
