"""Analytics as a library: Ibis tables over what the house knows, run in DuckDB or PostgreSQL.

Nouns    Session, relation, moment (the `as_of` every condition of one run shares)
Promise  one expression gives the same rows in either engine; nothing here imports Django
Door     session(), relations.register(), now(), json_text(); open to every package above
"""

from .functions import json_text, now
from .session import Engine, Session, addressed_by, close, session

__all__ = ["Engine", "Session", "addressed_by", "close", "json_text", "now", "session"]
