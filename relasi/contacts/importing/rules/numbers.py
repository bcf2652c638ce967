"""An amount as people write it: 1,234.56 or 1.234,56, never both in one file."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from relasi.contacts.rules import Unfit

DECIMAL_MARKS = (".", ",")
_AROUND = re.compile(r"^(?:[a-z]{2,3}\.?|[^\w\s.,+\-()]{1,3})?\s*|\s*(?:[a-z]{3}|[^\w\s.,+\-()])?$")
_DIGITS = re.compile(r"[+-]?\d+(?:[.,]\d+)*")
_LARGEST = Decimal(10) ** 15
_GROUP = 3


def amount(text: str, mark: str = ".") -> Decimal:
    """The number in a cell; `mark` is the decimal mark of the whole file. Raises Unfit."""
    word = _AROUND.sub("", text.strip().lower()).replace("\u2212", "-").replace("\u00a0", "")
    if word.startswith("(") and word.endswith(")"):
        word = "-" + word[1:-1]
    word = word.replace(" ", "").replace("'", "").replace("\u2019", "")
    if not _DIGITS.fullmatch(word):
        raise Unfit("amount", text)
    group = "," if mark == "." else "."
    whole, _, rest = word.partition(mark)
    parts = whole.split(group)
    if mark in rest or group in rest or not _grouped(parts):
        raise Unfit(f"marks_{'point' if mark == '.' else 'comma'}", text)
    try:
        number = Decimal(f"{''.join(parts)}.{rest or 0}")
    except InvalidOperation:
        raise Unfit("amount", text) from None
    if abs(number) >= _LARGEST:
        raise Unfit("amount_large", text)
    return number


def _grouped(parts: list[str]) -> bool:
    return len(parts) == 1 or (
        1 <= len(parts[0].lstrip("+-")) <= _GROUP and all(len(p) == _GROUP for p in parts[1:])
    )


def decimal_mark(cells: Iterable[str], usual: str = ".") -> str:
    """The decimal mark of a column: the last mark of the first cell that leaves no doubt."""
    for cell in cells:
        word = cell.strip()
        point, comma = word.rfind("."), word.rfind(",")
        if point >= 0 and comma >= 0:
            return "." if point > comma else ","
        last = max(point, comma)
        if last >= 0 and word.count(word[last]) == 1 and len(word) - last - 1 != _GROUP:
            return word[last]
        if last >= 0 and word.count(word[last]) > 1:
            return "," if word[last] == "." else "."
    return usual
