"""Settings, Privacy requests."""

from datetime import timedelta

import pytest
from django.urls import reverse

from relasi.accounts import testing as accounts
from relasi.accounts.models import AuditEntry
from relasi.accounts.testing import alice, charlie, sign_in
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.requests.models import Request
from relasi.requests.testing import make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    accounts.make_organisation(name="Kopi Lereng")
    sign_in(client, alice())
    return client


def test_the_list_shows_the_overdue_first_with_their_clock_in_words(owner):
    ann, ben = make_contact("Ann"), make_contact("Ben")
    make_request(contact_id=ben)
    make_request(contact_id=ann, received_at=clock.now() - timedelta(hours=80))

    page = owner.get(reverse("requests:request_list")).content.decode()

    assert page.index("Ann") < page.index("Ben")
    assert "overdue since 8 hours" in page
    assert "due in" in page
    assert "1 request about somebody’s data is overdue by law" in owner.get("/").content.decode()


@pytest.mark.parametrize(
    ("key", "relation", "value", "there"),
    [
        ("kind", "is", "erasure", "Ann"),
        ("overdue", "is", "yes", "Ben"),
        ("open", "is", "no", ""),
        ("law", "is", "uu_pdp", "Ann Ben"),
    ],
)
def test_the_list_is_filtered(owner, key, relation, value, there):
    make_request(contact_id=make_contact("Ann"), kind="erasure")
    make_request(contact_id=make_contact("Ben"), received_at=clock.now() - timedelta(days=9))
    query = {"f_key": key, "f_rel": relation, "f_val": value}

    page = owner.get(reverse("requests:request_list"), query, follow=True).content.decode()

    assert [name for name in ("Ann", "Ben") if f">{name}<" in page] == there.split()


def test_a_request_is_written_down_and_goes_its_course_by_buttons(owner):
    ann = make_contact("Ann", email="ann@example.org")
    values = {"kind": "restriction", "via": "phone", "address": "ann@example.org", "wish": "Wait."}

    owner.post(reverse("requests:request_new"), values)
    row = Request.objects.get()
    steps = reverse("requests:step_list", args=[row.pk])
    owner.post(steps, {"do": "prove", "proof": "call", "said": "She knows her last order."})
    owner.post(steps, {"do": "fulfil"})

    page = owner.get(reverse("requests:request", args=[row.pk])).content.decode()
    assert (row.contact_id, Request.objects.get().state) == (ann, "done")
    assert "She knows her last order." in page
    assert "before its time" in page


def test_before_an_erasure_one_sees_what_goes(owner):
    row = make_request(contact_id=make_contact("Ann"), kind="erasure", proven=True)

    page = owner.get(reverse("requests:request", args=[row])).content.decode()

    assert "This is held of them now." in page
    assert "Erase everything about them, for good" in page


def test_what_is_missing_comes_back_beside_its_field(owner):
    answer = owner.post(reverse("requests:request_new"), {"kind": "access", "via": "mail"})

    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not Request.objects.exists()


def test_a_step_that_does_not_exist_is_refused_in_words(owner):
    row = make_request(contact_id=make_contact())

    answer = owner.post(reverse("requests:step_list", args=[row]), {"do": "dance"})

    assert answer.status_code == 422
    assert "There is no such step" in answer.content.decode()


def test_who_may_only_look_sees_no_button(client):
    row = make_request(contact_id=make_contact())
    sign_in(client, accounts.make_staff("analyst"))
    url = reverse("requests:request", args=[row])

    answer = client.get(url)

    assert answer.status_code in {200, 403}
    assert 'name="do"' not in answer.content.decode()
    sign_in(client, charlie())
    assert (
        client.post(reverse("requests:step_list", args=[row]), {"do": "refuse"}).status_code == 403
    )


def test_the_list_is_exported_without_what_people_wrote(owner):
    make_request(contact_id=make_contact(), wish="I am ill.")

    lines = b"".join(owner.get(reverse("requests:request_list") + "?export=csv").streaming_content)

    assert lines.decode().count("\n") == 2
    assert b"ill" not in lines


def test_whom_a_list_was_searched_for_is_not_kept_in_the_audit_log(owner):
    make_request(contact_id=make_contact("Ann", email="ann@example.org"), address="ann@example.org")

    owner.get(reverse("requests:request_list"), {"q": "ann@example.org", "export": "csv"})

    said = [str(entry.detail) for entry in AuditEntry.objects.filter(object="requests")]
    assert any("'query': 'q'" in one for one in said)
    assert not any("ann@example.org" in one for one in said)
