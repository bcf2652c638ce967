"""Names of countries and languages in the reader's language."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

from relasi.contacts.queries.cards import countries_in_use
from relasi.contacts.rules.attributes import countries

TWO_LETTERS = 2
SPOKEN = "ar de en es fr hi id it ja jv ko ms nl pt ru su ta th tl tr vi zh".split()  # noqa: SIM905


@lru_cache(maxsize=8)
def _locale(code: str) -> Locale:
    return Locale.parse(code.replace("-", "_"))


def country_name(code: str) -> str:
    """Such as Indonesia for ID; nothing for nothing."""
    return str(_locale(get_language() or "en").territories.get(code, code))


def language_name(code: str) -> str:
    try:
        return str(Locale.parse(code, sep="-").get_display_name(get_language() or "en") or code)
    except (UnknownLocaleError, ValueError):
        return code


def country_choices() -> list[tuple[str, str]]:
    """By name."""
    return _by_name({code: country_name(code) for code in countries()})


def used_country_choices() -> list[tuple[str, str]]:
    """Those in which people live, by name."""
    return _by_name({code: country_name(code) for code in countries_in_use()})


def language_choices(*more: str) -> list[tuple[str, str]]:
    """Every language with a code of two letters, and those given, by name."""
    known = _locale(get_language() or "en").languages
    names = {code: str(name) for code, name in known.items() if len(code) == TWO_LETTERS}
    return _by_name(names | {code: language_name(code) for code in more if code})


def spoken_choices() -> list[tuple[str, str]]:
    """The languages a filter offers: those that many customers speak, by name."""
    return _by_name({code: language_name(code) for code in SPOKEN})


def _by_name(names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda pair: pair[1])
