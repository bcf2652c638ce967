import pytest

from relasi.audience.web import builder


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    builder.memory.forget()
