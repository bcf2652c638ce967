"""The people of the sample company: who they are, what they allowed, where they came from."""

import random
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from .names import COMPANY_KINDS, COMPANY_STARTS, COUNTRIES, JOBS, Country

# What brings people, of a hundred.
SOURCES = {"search": 32, "direct": 24, "email": 14, "social": 13, "ads": 11, "partner": 6}
DOMAINS = ("example.org", "example.com", "example.net")
AGES = {"19-24": (19, 24), "25-34": (25, 34), "35-44": (35, 44), "45-54": (45, 54),
        "55-64": (55, 64), "65+": (65, 84)}  # fmt: skip
PROSPECTS = 600
COMPANIES = 40


@dataclass(frozen=True, slots=True)
class Household:
    """What the data says about a buyer; a prospect has nothing but a key."""

    key: int
    first_order_at: datetime | None = None
    age: str | None = None
    income: str | None = None
    size: str | None = None
    children: str | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """One statement of consent."""

    channel: str
    purpose: str
    granted: bool
    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Person:
    key: int
    name: str
    given_name: str
    family_name: str
    job_title: str
    company: int | None
    street: str
    postal_code: str
    city: str
    region: str
    country: str
    language: str
    time_zone: str
    born_on: date | None
    source: str
    signed_up_at: datetime
    email: str
    email_bounces: bool
    phone: str | None
    fields: dict[str, str]
    tags: tuple[str, ...]
    sayings: tuple[Saying, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class SampleCompany:
    name: str
    domain: str
    industry: str
    city: str
    country: str


def companies(seed: int) -> list[SampleCompany]:
    """Forty, in as many towns as there are."""
    dice = random.Random(f"{seed}:companies")  # noqa: S311 - a sample, not a secret
    found: list[SampleCompany] = []
    for number in range(COMPANIES):
        country = _country(dice)
        start, (kind, industry) = (
            COMPANY_STARTS[number % len(COMPANY_STARTS)],
            COMPANY_KINDS[dice.randrange(len(COMPANY_KINDS))],
        )
        name = f"{start} {kind}"
        if name in {company.name for company in found}:
            name = f"{name} {number}"
        domain = f"{_ascii(name).replace(' ', '-')}.example.{('org', 'com', 'net')[number % 3]}"
        city = dice.choice(country.cities)[0]
        found.append(SampleCompany(name, domain, industry, city, country.code))
    return found


def people(
    households: Sequence[Household], seed: int, now: datetime, taken: Collection[str] = ()
) -> Iterator[Person]:
    """A person for each household and the prospects after them; the same for the same seed.

    `taken` are the addresses and numbers that others have already.
    """
    addresses = set(taken)
    prospects = (Household(-1 - number) for number in range(PROSPECTS))
    for household in (*households, *prospects):
        dice = random.Random(f"{seed}:{household.key}")  # noqa: S311
        yield _person(household, dice, now, addresses)


def _person(
    household: Household,
    dice: random.Random,
    now: datetime,
    taken: set[str],
) -> Person:
    country = _country(dice)
    given, family = dice.choice(country.given), dice.choice(country.family)
    city, region, postal, zone = dice.choice(country.cities)
    signed_up = _signed_up(household, dice, now)
    works = dice.random() < 0.08  # noqa: PLR2004
    source = dice.choices(list(SOURCES), list(SOURCES.values()))[0]
    phone = _phone(country, dice, taken)
    parts = (family, given) if country.family_first else (given, family)
    return Person(
        key=household.key,
        name=" ".join(part for part in parts if part),
        given_name=given,
        family_name=family,
        job_title=dice.choice(JOBS) if works else "",
        company=dice.randrange(COMPANIES) if works else None,
        street=dice.choice(country.streets).format(n=dice.randint(1, 180)),
        postal_code=_digits(country.postal.replace("@", postal), dice),
        city=city,
        region=region,
        country=country.code,
        language=country.language,
        time_zone=zone,
        born_on=_born(household, dice, now),
        source=source,
        signed_up_at=signed_up,
        email=_email(given, family, household.key, dice, taken),
        email_bounces=dice.random() < 0.012,  # noqa: PLR2004
        phone=phone,
        fields=_fields(household),
        tags=_tags(household, dice),
        sayings=tuple(_sayings(signed_up, dice, now, has_phone=phone is not None)),
    )


def _country(dice: random.Random) -> Country:
    return dice.choices(COUNTRIES, [country.weight for country in COUNTRIES])[0]


def _signed_up(household: Household, dice: random.Random, now: datetime) -> datetime:
    """Buyers before their first order in the data, most of them well before."""
    if household.first_order_at is None:
        return now - timedelta(days=dice.uniform(0.5, 300))
    before = dice.choice((dice.uniform(0.01, 2), dice.uniform(2, 60), dice.uniform(60, 700)))
    return household.first_order_at - timedelta(days=before)


def _born(household: Household, dice: random.Random, now: datetime) -> date | None:
    if household.age not in AGES:
        return None
    youngest, oldest = AGES[household.age]
    days = dice.randint(youngest * 365 + 40, oldest * 365 + 300)
    return (now - timedelta(days=days)).date()


def _email(given: str, family: str, key: int, dice: random.Random, taken: set[str]) -> str:
    words = [word for word in (_ascii(given), _ascii(family)) if word]
    local = ".".join(words).replace(" ", "")
    address = f"{local}@{dice.choice(DOMAINS)}"
    if address in taken:
        address = f"{local}{abs(key)}{'p' if key < 0 else ''}@{dice.choice(DOMAINS)}"
    taken.add(address)
    return address


def _phone(country: Country, dice: random.Random, taken: set[str]) -> str | None:
    if not country.phones or dice.random() < 0.12:  # noqa: PLR2004
        return None
    number = _digits(dice.choice(country.phones), dice)
    if number in taken:
        return None
    taken.add(number)
    return number


def _fields(household: Household) -> dict[str, str]:
    values = {
        "household_size": household.size,
        "children": household.children,
        "income": household.income,
    }
    return {key: value for key, value in values.items() if value}


def _tags(household: Household, dice: random.Random) -> tuple[str, ...]:
    chances = {"Loyalty card": 0.35, "Asked for recipes": 0.06, "Allergy: nuts": 0.02}
    if household.first_order_at is None:
        chances = {"Met at the food fair": 0.2}
    return tuple(name for name, chance in chances.items() if dice.random() < chance)


def _sayings(
    signed_up: datetime, dice: random.Random, now: datetime, *, has_phone: bool
) -> Iterator[Saying]:
    """About seven in ten may be written to by e-mail; some said yes and took it back."""
    form = "sign-up form"
    yes = dice.random()
    if yes < 0.78:  # noqa: PLR2004
        yield Saying("email", "marketing", granted=True, at=signed_up, source=form)
        if dice.random() < 0.09:  # noqa: PLR2004
            later = signed_up + (now - signed_up) * dice.uniform(0.1, 0.95)
            yield Saying("email", "marketing", granted=False, at=later, source="preference page")
    elif yes < 0.88:  # noqa: PLR2004
        yield Saying("email", "marketing", granted=False, at=signed_up, source=form)
    if dice.random() < 0.5:  # noqa: PLR2004
        agreed = dice.random() < 0.8  # noqa: PLR2004
        yield Saying("email", "personalise", granted=agreed, at=signed_up, source=form)
    chances = {"whatsapp": (0.4, 0.9), "sms": (0.3, 0.7), "phone": (0.2, 0.4)}
    for channel, (asked, granted) in chances.items() if has_phone else ():
        if dice.random() < asked:
            said = dice.random() < granted
            yield Saying(
                channel, "marketing", granted=said, at=signed_up, source="loyalty card form"
            )


def _digits(pattern: str, dice: random.Random) -> str:
    letters = "ABDEFGHJLNPRSTUWXYZ"
    drawn = pattern.replace("AB", dice.choice(letters) + dice.choice(letters))
    return "".join(str(dice.randrange(10)) if sign == "#" else sign for sign in drawn)


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ß", "ss"))
    kept = "".join(sign for sign in plain if sign.isalnum() or sign == " ")
    return kept.encode("ascii", "ignore").decode().lower()
