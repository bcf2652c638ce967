import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from relasi.accounts.testing import bob, sign_in
from relasi.audience.models import Segment
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def bobs():
    client = Client()
    sign_in(client, bob())
    return client


def test_the_editor_says_how_many_are_left_after_each_line(bobs):
    make_contact("Ann", city="Bandung")
    make_contact("Bob", city="Medan")
    tree = {"v": 1, "all": [{"on": "contact", "field": "city", "relation": "is", "value": "medan"}]}

    page = bobs.post("/segments/new/", {"tree": json.dumps(tree), "op": "look"})

    assert page.status_code == 200
    assert page.context["picture"].size == 1
    assert "Bob" in page.content.decode()
    assert Segment.objects.count() == 0
