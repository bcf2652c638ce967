"""What the rest of the house reads of insight, and where the engine finds PostgreSQL."""

from django.db import connection

from relasi import engine
from relasi.engine import relations
from relasi.engine.session import connection_string

WORDS = ("dbname", "user", "password", "host", "port")


def register() -> None:
    engine.addressed_by(address)
    relations.register("returns", "commerce_return")
    relations.register("scores", "insight_score")


def address() -> str:
    """The database this process works with (a test's, in tests), in the form of libpq."""
    params = connection.get_connection_params()
    return connection_string({word: str(params[word]) for word in WORDS if params.get(word)})
