"""Whether a program looked, not a person: by how the browser calls itself.

The patterns are isbot's (package is-bot, whose list is that of npm's isbot 5). Matching takes
a millisecond, so what a browser calls itself is looked at once.
"""

from functools import lru_cache

import regex
from is_bot import Bots

LONGEST = 1_000
# In a fixed order: a set's own changes from process to process, and with it what is found first.
_MACHINES = regex.compile("|".join(sorted(Bots().patterns)), flags=regex.IGNORECASE)


@lru_cache(maxsize=50_000)
def machine(agent: str) -> str:
    """The words that give a machine away, "" for a person's browser."""
    found = _MACHINES.search(agent[:LONGEST]) if agent else None
    return str(found[0]).strip()[:60] if found else ""
