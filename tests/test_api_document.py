"""The whole API keeps to its own document: schemathesis asks every operation, well and badly."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from relasi.accounts import testing
from relasi.project.api import api

pytestmark = pytest.mark.django_db

document = schemathesis.openapi.from_dict(api.get_openapi_schema())
document.app = get_wsgi_application()
EVERYTHING = list(HealthCheck)


@pytest.fixture(autouse=True)
def one_connection():
    """As Django's own test client does: requests stay inside the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def key():
    testing.make_organisation(name="Kopi Lereng", currency="IDR")
    return testing.api_key("owner")


@pytest.mark.skipif(not document.raw_schema["paths"], reason="no router is mounted yet")
@document.parametrize()
@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    suppress_health_check=EVERYTHING,
    database=None,
)
def test_every_operation_keeps_to_the_document(case, key):
    # Left out: that whatever fits the schema is accepted. A cursor must be one of ours, a name
    # may be taken: what the rules refuse is a documented 422.
    case.call_and_validate(
        headers={"Authorization": f"Bearer {key}"}, excluded_checks=[positive_data_acceptance]
    )


def test_every_operation_has_a_name_of_its_own():
    names = [
        operation["operationId"]
        for methods in api.get_openapi_schema()["paths"].values()
        for operation in methods.values()
    ]
    assert len(names) == len(set(names))
