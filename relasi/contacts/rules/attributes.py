"""What may stand in the plain fields of a person and a company."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

import phonenumbers

from .addresses import Unfit
from .printing import printable

EARLIEST_BIRTH = date(1880, 1, 1)
PERSON_TEXTS = {
    "name": 300,
    "given_name": 150,
    "family_name": 150,
    "job_title": 150,
    "street": 300,
    "postal_code": 20,
    "city": 120,
    "region": 120,
    "source": 80,
}
COMPANY_TEXTS = {"name": 300, "domain": 253, "industry": 120, "city": 120}
# ISO 3166 codes without a calling code of their own, which phonenumbers does not list.
_COUNTRIES_WITHOUT_A_PLAN = frozenset({"AQ", "BV", "GS", "HM", "PN", "TF", "UM"})


@cache
def countries() -> frozenset[str]:
    return frozenset(phonenumbers.SUPPORTED_REGIONS) - {"AC", "TA"} | _COUNTRIES_WITHOUT_A_PLAN


@cache
def time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def plain_text(raw: Any, longest: int) -> str:
    """Text on one line, spaces at the ends taken off. Raises Unfit."""
    text = "" if raw is None else str(raw).strip()
    if len(text) > longest:
        raise Unfit(f"longer_than_{longest}", text)
    if not printable(text):
        raise Unfit("unprintable", text)
    return text


def country(raw: Any) -> str:
    text = str(raw or "").strip().upper()
    if text and text not in countries():
        raise Unfit("country", text)
    return text


def language(raw: Any) -> str:
    """Two letters, and a region perhaps: "id", "en-GB"."""
    text = str(raw or "").strip().replace("_", "-")
    code, _, region = text.partition("-")
    if text and not (code.isalpha() and code.isascii() and len(code) in {2, 3}):
        raise Unfit("language", text)
    if region and not (region.isalpha() and len(region) == 2):  # noqa: PLR2004  (ISO 3166)
        raise Unfit("language", text)
    return code.lower() + (f"-{region.upper()}" if region else "")


def time_zone(raw: Any) -> str:
    text = str(raw or "").strip()
    if text and text not in time_zones():
        raise Unfit("time_zone", text)
    return text


def born_on(raw: Any, today: date) -> date | None:
    if raw is None or raw == "":
        return None
    try:
        day = raw if isinstance(raw, date) else date.fromisoformat(str(raw).strip())
    except ValueError:
        raise Unfit("date", str(raw)) from None
    if not EARLIEST_BIRTH <= day <= today:
        raise Unfit("born_on", day.isoformat())
    return day


def domain(raw: Any) -> str:
    """The bare domain of a company, from the address of its site too."""
    text = plain_text(raw, 253).lower().removeprefix("https://").removeprefix("http://")
    text = text.split("/")[0].removeprefix("www.")
    if text and ("." not in text or " " in text or "@" in text):
        raise Unfit("domain", text)
    return text


_SPECIAL: Mapping[str, Callable[[Any], Any]] = {
    "country": country,
    "language": language,
    "time_zone": time_zone,
    "domain": domain,
}


def attribute_value(of: str, key: str, raw: Any, today: date) -> Any:
    """The value to store in a plain field of a "contact" or a "company". Raises Unfit."""
    if key in _SPECIAL:
        return _SPECIAL[key](raw)
    if key == "born_on":
        return born_on(raw, today)
    return plain_text(raw, (PERSON_TEXTS if of == "contact" else COMPANY_TEXTS)[key])


PERSON_ATTRIBUTES = (*PERSON_TEXTS, "country", "language", "time_zone", "born_on")
COMPANY_ATTRIBUTES = (*COMPANY_TEXTS, "country")
