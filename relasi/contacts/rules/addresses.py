"""One written form for each e-mail address, phone number, handle and external id."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email

# Plain ASCII addresses as most are: RFC 5321 atoms, dots inside, a domain with letters last.
_PLAIN = re.compile(
    r"[a-z0-9_%+-]+(?:\.[a-z0-9_%+-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}"
)
_LONGEST_LOCAL, _LONGEST_LABEL, _LONGEST_EMAIL = 64, 63, 254
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{6,14}")
_PUNCTUATION = re.compile(r"[\s().\-/\u00a0\u2010-\u2015\u2212]")
_HANDLE = re.compile(r"([a-z0-9]{2,30}):@?([^\s:/@]{1,200})", re.IGNORECASE)
_PROFILE = re.compile(
    r"(?:https?://)?(?:www\.)?([a-z0-9-]+)\.(?:com|net|org|me)/@?([\w.-]{1,200})/?", re.IGNORECASE
)
_LONGEST_EXTERNAL = 120


class Unfit(ValueError):
    """The text is no address or value of this kind; `reason` says why, for the sentence."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(reason, text)
        self.reason = reason
        self.text = text


@dataclass(frozen=True, slots=True)
class WrittenAddress:
    """An address as somebody wrote it; `validity` None leaves what is known about it."""

    text: str
    label: str = ""
    is_primary: bool = False
    validity: str | None = None


def normalise_email(text: str) -> str:
    """Lower case; an international domain in its letters. Raises Unfit.

    Lower-casing the local part departs from RFC 5321 on purpose: no provider in use tells
    Ann@ from ann@, and people do not either.
    """
    address = text.strip().lower()
    if _PLAIN.fullmatch(address) and _fits(address):
        return address
    try:
        found = validate_email(address, check_deliverability=False, strict=True)
    except EmailNotValidError:
        raise Unfit("email_without_at" if "@" not in address else "email", text) from None
    return found.normalized.lower()


def _fits(address: str) -> bool:
    local, domain = address.split("@")
    return (
        len(local) <= _LONGEST_LOCAL
        and len(address) <= _LONGEST_EMAIL
        and "xn--" not in domain
        and not domain.endswith((".local", ".localhost", ".invalid", ".test", ".arpa", ".onion"))
        and all(len(label) <= _LONGEST_LABEL for label in domain.split("."))
    )


def normalise_phone(text: str, country: str = "") -> str:
    """E.164, such as +628125550172. `country` (ISO 3166) reads numbers written the local way.

    A number counts when it is possible, not only when its range is known to be in use:
    numbering plans grow faster than the tables. Raises Unfit.
    """
    number = _PUNCTUATION.sub("", text)
    if number.startswith("00"):
        number = "+" + number[2:]
    if _INTERNATIONAL.fullmatch(number) and _possible(*_split(number)):
        return number
    if not number.startswith("+") and not country:
        raise Unfit("phone_without_country", text)
    try:
        parsed = phonenumbers.parse(number, country.upper() or None)
    except phonenumbers.NumberParseException:
        raise Unfit("phone", text) from None
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if not (phonenumbers.is_possible_number(parsed) and _INTERNATIONAL.fullmatch(written)):
        raise Unfit("phone", text)
    return written


def _split(number: str) -> tuple[int, int, bool]:
    """Calling code, length of the national part, whether that begins with a zero."""
    for width in (1, 2, 3):
        code = int(number[1 : 1 + width])
        if code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            rest = number[1 + width :]
            return code, len(rest), rest.startswith("0")
    return 0, 0, True


@lru_cache(maxsize=4096)
def _possible(code: int, length: int, starts_with_zero: bool) -> bool:  # noqa: FBT001  (a cache key)
    """Possibility depends on the calling code and the length alone; zeros go the long way."""
    if starts_with_zero or length == 0:
        return False
    national = phonenumbers.PhoneNumber(country_code=code, national_number=int("9" * length))
    return phonenumbers.is_possible_number(national)


def normalise_handle(text: str) -> str:
    """`network:name` in lower case, from "instagram:@Putri" or a profile's address."""
    written = text.strip()
    match = _PROFILE.fullmatch(written) or _HANDLE.fullmatch(written)
    if match is None:
        raise Unfit("handle", text)
    return f"{match[1]}:{match[2]}".lower()


def normalise_external(text: str) -> str:
    """The id another system uses, kept as it is written there."""
    written = text.strip()
    if not written or len(written) > _LONGEST_EXTERNAL or not written.isprintable():
        raise Unfit("external", text)
    return written


def normalise_address(kind: str, text: str, country: str = "") -> str:
    """The written form of an e-mail, phone, handle or external id. Raises Unfit."""
    if kind == "phone":
        return normalise_phone(text, country)
    return {
        "email": normalise_email,
        "handle": normalise_handle,
        "external": normalise_external,
    }[kind](text)
