"""What somebody is known by is struck out of texts, whole and only where it is theirs."""

import json

import pytest
from django.db import connection

from relasi.kernel.mentions import struck_out

pytestmark = pytest.mark.django_db
FORMS = ["ann.lee@x.org", "ann@x.org", "123456789012"]


def struck(text, *, is_json=False):
    without, values = struck_out("%(text)s::text", FORMS, is_json=is_json)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({without})::text", values | {"text": text})
        return cursor.fetchone()[0]


def test_every_form_of_theirs_goes_and_none_of_somebody_elses():
    said = "ann@x.org, ANN.LEE@x.org and joann@x.org; 123456789012, not 1234567890123"

    assert struck(said) == "…, … and joann@x.org; …, not 1234567890123"


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ({"value": 123456789012}, {"value": 0}),
        ({"value": [1, 123456789012, "123456789012"]}, {"value": [1, 0, "0"]}),
        ({"value": "of ann@x.org"}, {"value": "of …"}),
        ({"value": 1234567890123}, {"value": 1234567890123}),
    ],
)
def test_json_stays_json_also_where_a_number_leads_to_them(value, left):
    assert json.loads(struck(json.dumps(value), is_json=True)) == left
