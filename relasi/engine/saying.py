"""What DuckDB says went wrong, without the password of PostgreSQL that it says with it."""

import re

# As session.connection_string writes it.
_PASSWORD = re.compile(r"password='(?:\\.|[^'\\])*'")


def unsecret(said: object) -> str:
    return _PASSWORD.sub("password='…'", str(said))
