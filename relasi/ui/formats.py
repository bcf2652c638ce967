"""How numbers, money, dates and times are written, in English and in Indonesian.

English 12,840 · 39.0 % · Rp 71.9 m · 10:37; Indonesian 12.840 · 39,0 % · Rp 71,9 jt · 10.37.
No-break spaces inside, a true minus. No Django: the language is an argument.
"""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from relasi.kernel.money import MINOR_UNITS

Numeric = int | float | Decimal

NBSP: Final = "\u00a0"
MINUS: Final = "\u2212"
NOTHING: Final = "–"
SYMBOLS: Final = {"IDR": "Rp", "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "SGD": "S$"}
WHOLE_CURRENCIES: Final = {"IDR"}  # sen exist in law, not in shops
MONTHS: Final = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
}
SHORT_UNITS: Final[dict[str, tuple[tuple[Decimal, str], ...]]] = {
    "en": ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(10) ** 3, "k")),
    "id": ((Decimal(10) ** 9, "M"), (Decimal(10) ** 6, "jt"), (Decimal(10) ** 3, "rb")),
}
TODAY: Final = {"en": "today", "id": "hari ini"}
YESTERDAY: Final = {"en": "yesterday", "id": "kemarin"}


def _language(language: str) -> str:
    return "id" if language.startswith("id") else "en"


def _exact(value: Numeric) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _decimal(value: Numeric, digits: int) -> Decimal:
    return _exact(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def number(value: Numeric, language: str = "en", *, digits: int = 0) -> str:
    """With thousands separated and `digits` decimals."""
    rounded = _decimal(value, digits)
    text = f"{abs(rounded):,f}"
    if _language(language) == "id":
        text = text.translate({ord(","): ".", ord("."): ","})
    return f"{MINUS}{text}" if rounded < 0 else text


def percent(share: Numeric, language: str = "en", *, digits: int = 1) -> str:
    """A share (0.39) as a percentage ("39.0 %")."""
    return f"{number(_exact(share) * 100, language, digits=digits)}{NBSP}%"


def short(value: Numeric, language: str = "en") -> tuple[str, str]:
    """Three figures and their unit: ("71.9", "m"); the unit is empty below a thousand."""
    exact = _exact(value)
    for size, unit in SHORT_UNITS[_language(language)]:
        if abs(exact) >= size:
            scaled = exact / size
            digits = 2 if abs(scaled) < 10 else 1 if abs(scaled) < 100 else 0  # noqa: PLR2004
            return number(scaled, language, digits=digits), unit
    return number(exact, language, digits=0 if exact == exact.to_integral_value() else 2), ""


def _signed(symbol: str, text: str) -> str:
    if text.startswith(MINUS):
        return f"{MINUS}{symbol}{NBSP}{text[1:]}"
    return f"{symbol}{NBSP}{text}"


def money(value: Numeric, currency: str, language: str = "en", *, brief: bool = False) -> str:
    """An amount with its currency: "Rp 5,600"; `brief`: "Rp 71.9 m"."""
    symbol = SYMBOLS.get(currency, currency)
    if brief and abs(_exact(value)) >= 1000:  # noqa: PLR2004
        figure, unit = short(value, language)
        return f"{_signed(symbol, figure)}{NBSP}{unit}"
    digits = 0 if currency in WHOLE_CURRENCIES else MINOR_UNITS.get(currency, 2)
    return _signed(symbol, number(value, language, digits=digits))


def day(value: date, language: str = "en", *, this_year: int | None = None) -> str:
    """As in "18 Nov 2025"; the year is left out when it is `this_year`."""
    text = f"{value.day}{NBSP}{MONTHS[_language(language)][value.month - 1]}"
    return text if value.year == this_year else f"{text}{NBSP}{value.year}"


def month(value: date, language: str = "en") -> str:
    """As in "Nov 2025"."""
    return f"{MONTHS[_language(language)][value.month - 1]}{NBSP}{value.year}"


def clock_time(value: time | datetime, language: str = "en") -> str:
    """As in "10:37", in Indonesian "10.37"."""
    return value.strftime("%H.%M" if _language(language) == "id" else "%H:%M")


def when(value: datetime, now: datetime, language: str = "en") -> str:
    """How long ago in the fewest words: "today 08:02", "yesterday", "18 Nov".

    Both moments are in the reader's time zone.
    """
    days = (now.date() - value.date()).days
    if days == 0:
        return f"{TODAY[_language(language)]}{NBSP}{clock_time(value, language)}"
    if days == 1:
        return YESTERDAY[_language(language)]
    return day(value.date(), language, this_year=now.year)
