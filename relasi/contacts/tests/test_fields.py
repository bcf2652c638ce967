"""Fields a company adds: data, not columns."""

from datetime import UTC, datetime

import pytest

from relasi.accounts.testing import SYSTEM, alice, bob, sign_in
from relasi.contacts import public as contacts
from relasi.contacts.actions import fields
from relasi.contacts.models import CustomField
from relasi.contacts.sentences import Unacceptable
from relasi.contacts.testing import make_company, make_contact
from relasi.kernel.errors import Refused

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def add(label, kind="text", of="contact", choices=()):
    return fields.add_field(of=of, label=label, kind=kind, choices=choices, by=SYSTEM, now=NOON)


def test_a_field_gets_a_key_of_its_own():
    add("Brews with")
    add("Brews, with")
    add("Brews with", of="company")
    assert [f.key for f in contacts.custom_fields("contact")] == ["brews_with", "brews_with_2"]
    assert [f.key for f in contacts.custom_fields("company")] == ["brews_with"]


def test_a_value_must_fit_its_kind():
    add("Brews with", "choice", choices=["V60", " V60 ", "French press"])
    add("Cups", "number")
    with pytest.raises(Unacceptable) as refused:
        make_contact("Ann", fields={"brews_with": "Moka", "cups": "many"})
    assert refused.value.problems == {
        "fields.brews_with": "“Moka” is not one of the choices.",
        "fields.cups": "“many” is not a number. Write it like 1234.5.",
    }
    ann = make_contact("Ann", fields={"brews_with": "v60", "cups": "2"})
    assert contacts.card(ann).fields == {"brews_with": "V60", "cups": 2}
    assert contacts.company_card(make_company("J")).fields == {}


def test_a_field_put_away_keeps_its_values_and_comes_back():
    cups = add("Cups", "number")
    ann = make_contact("Ann", fields={"cups": 2})
    fields.archive_field(field_id=cups, by=SYSTEM, now=NOON)
    assert contacts.custom_fields("contact") == ()
    contacts.change_contact(contact_id=ann, changes={"city": "Solo"}, by=SYSTEM, now=NOON)
    assert contacts.card(ann).fields == {"cups": 2}
    fields.restore_field(field_id=cups, by=SYSTEM, now=NOON)
    assert [f.key for f in contacts.custom_fields("contact")] == ["cups"]


@pytest.mark.parametrize(
    ("label", "kind", "choices", "field"),
    [
        ("", "text", [], "label"),
        ("x" * 81, "text", [], "label"),
        ("cups", "text", [], "label"),
        ("New", "colour", [], "kind"),
        ("New", "choice", [" "], "choices"),
        ("New", "choice", ["x" * 121], "choices"),
    ],
)
def test_a_field_that_cannot_be_is_refused(label, kind, choices, field):
    add("Cups")
    with pytest.raises(Refused) as refused:
        add(label, kind, choices=choices)
    assert refused.value.field == field
    assert CustomField.objects.count() == 1


def test_fields_are_kept_on_their_settings_page(client):
    sign_in(client, alice())
    page = client.post(
        "/settings/fields/", {"of": "contact", "label": "", "kind": "choice", "choices": "V60"}
    )
    assert page.status_code == 422
    assert "A label has 1 to 80 characters." in page.text
    assert "V60</textarea>" in page.text
    client.post(
        "/settings/fields/", {"of": "contact", "label": "Brews", "kind": "choice", "choices": "V60"}
    )
    field = CustomField.objects.get()
    client.post(
        f"/settings/fields/{field.pk}/", {"_method": "patch", "label": "Brews with", "choices": "A"}
    )
    field.refresh_from_db()
    assert (field.label, field.key, field.choices) == ("Brews with", "brews", ["A"])
    client.post(f"/settings/fields/{field.pk}/", {"_method": "delete"})
    assert contacts.custom_fields("contact") == ()
    client.post(f"/settings/fields/{field.pk}/restore/")
    assert "Brews with" in client.get("/settings/fields/").text


def test_a_marketer_changes_no_settings(client):
    sign_in(client, bob())
    answer = client.post("/settings/fields/", {"of": "contact", "label": "X", "kind": "text"})
    assert answer.status_code == 403
    assert not CustomField.objects.exists()
