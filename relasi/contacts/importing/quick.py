"""The short way for cells that are plainly fine. "" sends a cell the long way round.

What the long way said about one cell holds for its likes: e-mail addresses of a domain, phone
numbers that begin alike and are as long. A million rows meet a few thousand likes.
"""

import re
from collections.abc import Callable

import phonenumbers

from relasi.contacts.rules import Unfit, normalise_email, normalise_external, normalise_phone

from .rules import line

_LOCAL = re.compile(r"[a-z0-9_+-]{1,40}(?:\.[a-z0-9_+-]{1,20})?").fullmatch
_NUMBER = re.compile(r"\+?[0-9]{7,15}").fullmatch
_JOINTS = str.maketrans("", "", " -.()/\u00a0\u2010\u2011\u2012\u2013")
# As many leading digits as tell a calling code and its first digit, or a local prefix.
_ALIKE = 5
MOST = 50_000
_LONGEST_EMAIL = 200
_LONGEST_EXTERNAL = 100

Quick = Callable[[str], str]


def quick_email() -> Quick:
    domains: set[str] = set()

    def quick(cell: str) -> str:
        address = cell.strip().lower()
        local, _at, domain = address.partition("@")
        if not _LOCAL(local):
            return ""
        if domain in domains:
            return address if len(address) < _LONGEST_EMAIL else ""
        try:
            written = normalise_email(address)
        except Unfit:
            return ""
        if written == address and len(domains) < MOST:
            domains.add(domain)
        return written

    return quick


def quick_phone(country: str) -> Quick:
    """`likes` says what replaces how many leading letters of numbers that begin alike."""
    likes: dict[tuple[str, int], tuple[int, str]] = {}

    def quick(cell: str) -> str:
        number = cell.translate(_JOINTS)
        if not _NUMBER(number):
            return ""
        alike = (number[:_ALIKE], len(number))
        rule = likes.get(alike)
        if rule is None:
            try:
                written = normalise_phone(number, country)
            except Unfit:
                return ""
            kept = number[_ALIKE:]
            if not _plainly(number, written, country) or len(likes) >= MOST:
                return written
            rule = likes[alike] = (_ALIKE, written[: len(written) - len(kept)])
        return rule[1] + number[rule[0] :]

    return quick


def _plainly(number: str, written: str, country: str) -> bool:
    """Nothing was taken off but a trunk zero: numbers dialled abroad (011 …) are no pattern."""
    code = phonenumbers.country_code_for_region(country) if country else 0
    return written in {number, f"+{number}", f"+{code}{number}", f"+{code}{number[1:]}"} and (
        number[0] in "+0" or written != f"+{code}{number[1:]}"
    )


def quick_external(cell: str) -> str:
    if cell.isalnum() and len(cell) < _LONGEST_EXTERNAL:
        return cell
    try:
        return normalise_external(cell)
    except Unfit:
        return ""


def quick_text(longest: int) -> Quick:
    def quick(cell: str) -> str:
        if cell.isprintable() and len(cell) <= longest and "  " not in cell:
            return cell.strip()
        try:
            return line(cell, longest)
        except Unfit:
            return ""

    return quick
