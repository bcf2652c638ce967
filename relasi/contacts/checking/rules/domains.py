"""Domains of addresses: thrown away after use, everybody's, or written wrongly.

Suggestions compare with domains that many use, and with those that many of the house's own people
use. One slip (a letter missing, too many, another, or two exchanged) leads to a domain; in the
name and in the ending one slip each is allowed where the domain is a well-known one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log10

from disposable_email_domains import blocklist

# Large mailbox providers, the most used first.
PROVIDERS = tuple(
    """
    gmail.com yahoo.com hotmail.com outlook.com icloud.com yahoo.co.id ymail.com
    rocketmail.com live.com aol.com msn.com googlemail.com protonmail.com hotmail.co.uk
    yahoo.co.uk yahoo.co.in yahoo.co.jp hotmail.fr yahoo.fr yahoo.de hotmail.de outlook.de
    outlook.co.id gmx.de gmx.net gmx.com web.de t-online.de freenet.de orange.fr wanadoo.fr
    laposte.net libero.it virgilio.it comcast.net verizon.net sbcglobal.net bellsouth.net
    btinternet.com bigpond.com rediffmail.com naver.com hanmail.net daum.net yandex.ru
    yandex.com rambler.ru inbox.ru list.ru bk.ru mail.ru mail.com uol.com.br bol.com.br
    terra.com.br telkom.net indosat.net.id cbn.net.id plasa.com fastmail.com proton.me
    zoho.com tutanota.com hushmail.com qq.com 163.com 126.com sina.com foxmail.com me.com
    mac.com free.fr sfr.fr live.co.uk live.fr live.nl ziggo.nl telenet.be seznam.cz wp.pl
    onet.pl interia.pl o2.pl abv.bg
    """.split()  # noqa: SIM905
)
# Alike to one of the above, and a house of its own.
NEIGHBOURS = frozenset(
    """
    email.com gmx.at gmx.ch gmail.ru ymail.ru usa.com mail.de mail.be mail.bg mail.ee
    hotmail.it hotmail.es hotmail.nl hotmail.be yahoo.it yahoo.es yahoo.ca yahoo.com.sg
    yahoo.com.my yahoo.com.ph yahoo.com.au yahoo.com.br outlook.fr outlook.it outlook.es
    live.it live.ca live.be live.de live.se live.no live.dk aim.com gmx.us gmx.fr web.com
    tmail.com inbox.com inbox.lv inbox.lt proton.com pm.me live.cn lycos.com hotmail.se
    hotmail.com.br
    """.split()  # noqa: SIM905
)
KNOWN = frozenset(PROVIDERS) | NEIGHBOURS
FREE = frozenset(PROVIDERS)
# A name shorter than this is too near to others of its length.
SHORTEST_NAME, SHORTEST_OWN_NAME = 5, 7
# Of the house's own domains: so many use it, and so few write it the other way.
OWN_USERS, SO_MANY_FOR_ONE = 50, 50
COUNTRY = 2  # letters of its ending
# What so many write is no slip, whatever it looks like.
MOST_SLIPS_SHARE = 20
# Whoever has one of these names has it with ".com".
ONE_ENDING = frozenset({"gmail", "googlemail", "icloud", "rocketmail"})
# How much a well-known domain is likelier than a less known one, beside what the slip costs.
FAME = 0.7
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def kind_of_domain(domain: str) -> str:
    """What is known of it: "disposable", "free" or ""."""
    if domain in FREE:
        return "free"
    parents = domain.split(".")
    for start in range(len(parents) - 1):
        if ".".join(parents[start:]) in blocklist:
            return "disposable"
    return ""


@dataclass(frozen=True, slots=True)
class _Target:
    domain: str
    users: int
    own: bool
    rank: int


class Suggester:
    """Knows what people meant. `used` says how many addresses each frequent domain has."""

    def __init__(self, used: Mapping[str, int]) -> None:
        self._targets = [
            _Target(domain, used.get(domain, 0), own=False, rank=place)
            for place, domain in enumerate(PROVIDERS)
            if len(_name(domain)) >= SHORTEST_NAME
        ]
        self._targets += [
            _Target(domain, users, own=True, rank=len(PROVIDERS))
            for domain, users in used.items()
            if users >= OWN_USERS
            and domain not in KNOWN
            and len(_name(domain)) >= SHORTEST_OWN_NAME
            and kind_of_domain(domain) != "disposable"
        ]
        self._whole = _index((t.domain, t) for t in self._targets)
        self._names = _index((_name(t.domain), t) for t in self._targets if not t.own)

    def suggestion(self, domain: str, users: int = 1) -> str:
        """The domain that was probably meant by `users` people, or ""."""
        if domain in KNOWN:
            return ""
        if _name(domain) in ONE_ENDING:
            return f"{_name(domain)}.com"
        likely = [
            (cost + FAME * log10(1 + target.rank), -target.users, target.domain)
            for cost, target in self._near(domain)
            if _is_rare(users, target) and not _elsewhere(domain, target)
        ]
        return min(likely)[-1] if likely else ""

    def _near(self, domain: str) -> Iterator[tuple[float, _Target]]:
        for target in _candidates(self._whole, domain):
            cost = slip(domain, target.domain)
            if cost is not None:
                yield cost, target
        name, ending = _name(domain), _ending(domain)
        for target in _candidates(self._names, name):
            first = slip(name, _name(target.domain))
            second = slip(ending, _ending(target.domain))
            if first is not None and second is not None:
                yield first + second, target


def _elsewhere(domain: str, meant: _Target) -> bool:
    """The same provider in another country: each has more of them than a list knows."""
    here, there = (one.rpartition(".")[2] for one in (domain, meant.domain))
    same = not meant.own and _name(domain) == _name(meant.domain)
    return same and here != there and len(here) == len(there) == COUNTRY


def _is_rare(users: int, target: _Target) -> bool:
    """Somewhere where many have it, few write it wrongly."""
    if target.own:
        return target.users >= users * SO_MANY_FOR_ONE
    return users <= max(MOST_SLIPS_SHARE, target.users // MOST_SLIPS_SHARE)


def slip(written: str, meant: str) -> float | None:
    """What one slip costs (0 none, less for a likely one); None when more than one was made."""
    if written == meant:
        return 0.0
    if abs(len(written) - len(meant)) > 1:
        return None
    start = 0
    while start < min(len(written), len(meant)) and written[start] == meant[start]:
        start += 1
    a, b = written[start:], meant[start:]
    if len(a) != len(b):
        longer, shorter = (a, b) if len(a) > len(b) else (b, a)
        return 1.0 if longer[1:] == shorter else None
    if a[1:] == b[1:]:
        return 1.0 if _side_by_side(a[0], b[0]) else 1.5
    exchanged = a[:2] == b[1::-1] and a[2:] == b[2:]
    return 0.9 if exchanged else None


def _side_by_side(one: str, other: str) -> bool:
    """Whether the keys are next to each other on the board that most write on."""
    places = {key: (x, y) for y, row in enumerate(ROWS) for x, key in enumerate(row)}
    if one not in places or other not in places:
        return False
    (x1, y1), (x2, y2) = places[one], places[other]
    return abs(x1 - x2) <= 1 and abs(y1 - y2) <= 1


def _name(domain: str) -> str:
    return domain.partition(".")[0]


def _ending(domain: str) -> str:
    return domain.partition(".")[2]


_Index = dict[str, list[_Target]]


def _index(pairs: Iterable[tuple[str, _Target]]) -> _Index:
    """By the word and by all that is left when a letter is missing: two words one slip apart
    share one of these (SymSpell's way, Garbe 2012).
    """
    found: _Index = {}
    for word, target in pairs:
        for form in _shortened(word):
            found.setdefault(form, []).append(target)
    return found


def _candidates(index: _Index, word: str) -> Iterator[_Target]:
    seen: set[str] = set()
    for form in _shortened(word):
        for target in index.get(form, ()):
            if target.domain not in seen:
                seen.add(target.domain)
                yield target


def _shortened(word: str) -> set[str]:
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}
