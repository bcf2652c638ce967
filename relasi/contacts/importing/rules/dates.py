"""A day or a moment as people write it; never guessed when it may mean two things."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from relasi.contacts.rules import Unfit

DATE_ORDERS = ("dmy", "mdy", "ymd")
# English and Indonesian; three letters are enough to tell them apart.
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan",
            "feb peb",
            "mar",
            "apr",
            "may mei",
            "jun",
            "jul",
            "aug agu ags",
            "sep",
            "oct okt",
            "nov nop",
            "dec des",
        ),
        start=1,
    )
    for word in words.split()
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_THREE = re.compile(r"(\d{1,4})[/.\- ](\d{1,2})[/.\- ](\d{1,4})")
_DAY_WORD = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-/.]?([a-z]{3,9})[ \-/.,]{0,2}(\d{4})")
_WORD_DAY = re.compile(r"([a-z]{3,9})[ .]?(\d{1,2})(?:st|nd|rd|th)?,? ?(\d{4})")
_CLOCK = re.compile(
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)? ?(am|pm)?"
    r" ?(?:(z|utc)|([+-])(\d{2}):?(\d{2})?)?"
)
_CENTURY = 100
_NOON, _MIDNIGHT_HOUR = 12, 24
_YEAR_DIGITS = 4


def day(text: str, order: str = "dmy") -> date:
    """The date a cell holds. `order` decides only where the cell leaves it open."""
    word = text.strip().lower()
    if match := _ISO.fullmatch(word) or _PACKED.fullmatch(word):
        return _made(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _THREE.fullmatch(word):
        return _three(match[1], match[2], match[3], order, text)
    if match := _DAY_WORD.fullmatch(word):
        return _made(int(match[3]), _month(match[2], text), int(match[1]), text)
    if match := _WORD_DAY.fullmatch(word):
        return _made(int(match[3]), _month(match[1], text), int(match[2]), text)
    raise Unfit("day", text)


def moment(text: str, order: str = "dmy", zone: str = "UTC") -> datetime:
    """The moment a cell holds, in UTC; without a zone of its own it is local to `zone`."""
    word = " ".join(text.split()).lower()
    written, clock = _split(word)
    found = day(written, order)
    if not clock:
        return datetime.combine(found, time(), ZoneInfo(zone)).astimezone(UTC)
    match = _CLOCK.fullmatch(clock)
    if match is None:
        raise Unfit("clock", text)
    hour = int(match[1])
    if match[4] and 1 <= hour <= _NOON:
        hour = hour % _NOON + (_NOON if match[4] == "pm" else 0)
    try:
        at = datetime.combine(found, time(hour, int(match[2]), int(match[3] or 0)))
    except ValueError:
        raise Unfit("clock", text) from None
    return _placed(at, match, zone)


def _placed(at: datetime, match: re.Match[str], zone: str) -> datetime:
    if match[5]:
        return at.replace(tzinfo=UTC)
    if match[6]:
        sign = f"{match[6]}{match[7]}:{match[8] or '00'}"
        return datetime.fromisoformat(f"{at.isoformat()}{sign}").astimezone(UTC)
    return at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _split(word: str) -> tuple[str, str]:
    """The date and the clock of a cell; a clock begins after "T" or a space, with its colon."""
    colon = word.find(":")
    if colon < 0:
        return word, ""
    cut = max(word.rfind("t", 0, colon), word.rfind(" ", 0, colon))
    return word[:cut].strip(" ,"), word[cut + 1 :].strip()


def _three(first: str, second: str, third: str, order: str, text: str) -> date:
    if len(first) == _YEAR_DIGITS:
        return _made(int(first), int(second), int(third), text)
    if len(third) != _YEAR_DIGITS:
        raise Unfit("century", text)
    one, two = int(first), int(second)
    if order == "mdy":
        one, two = two, one
    return _made(int(third), two, one, text)


def _month(word: str, text: str) -> int:
    if (number := _MONTHS.get(word[:3])) is None:
        raise Unfit("day", text)
    return number


def _made(year: int, month: int, number: int, text: str) -> date:
    if not 1 <= month <= 12:  # noqa: PLR2004  (months)
        raise Unfit("month", text)
    if year < 1:
        raise Unfit("day", text)
    # 29 February is judged by its year, every other day by its month alone.
    if not 1 <= number <= monthrange(year, month)[1]:
        raise Unfit(f"no_day_{number}_{month}_{year}", text)
    return date(year, month, number)


def date_order(cells: Iterable[str], usual: str = "dmy") -> str:
    """Day or month first, read off a column; `usual` where every cell leaves it open."""
    for cell in cells:
        match = _THREE.fullmatch(cell.strip())
        if match is None or len(match[1]) == _YEAR_DIGITS:
            continue
        first, second = int(match[1]), int(match[2])
        if first > 12 >= second:  # noqa: PLR2004  (months)
            return "dmy"
        if second > 12 >= first:  # noqa: PLR2004  (months)
            return "mdy"
    return usual
