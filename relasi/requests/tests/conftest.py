import pytest

from relasi import engine


@pytest.fixture(autouse=True)
def no_connection_is_left():
    """What is held is counted in the lake too; its connections would keep the test database."""
    yield
    engine.close()
