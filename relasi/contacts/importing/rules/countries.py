"""A country as lists write it: its code, or its name in English or Indonesian."""

from functools import cache

from babel import Locale

_LANGUAGES = ("en", "id")
_CODE = 2
# What lists say beside the names of the tables.
_MORE = {
    "cina": "CN",
    "deutschland": "DE",
    "great britain": "GB",
    "korea": "KR",
    "perancis": "FR",
    "prancis": "FR",
    "the netherlands": "NL",
    "timor leste": "TL",
    "uk": "GB",
    "united states of america": "US",
    "usa": "US",
    "viet nam": "VN",
}


def country_code(text: str) -> str:
    """The code of a country that is named; any other text as it is, in capitals."""
    word = " ".join(text.split())
    return _names().get(word.casefold(), word.upper())


@cache
def _names() -> dict[str, str]:
    found = {
        name.casefold(): code
        for language in _LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == _CODE and code.isalpha()
    }
    return found | _MORE
