import pytest

from relasi import engine


@pytest.fixture(autouse=True)
def no_connection_is_left():
    """The engine's own connections would keep the test database from being dropped."""
    yield
    engine.close()
