"""Settings, Identity: what is set holds, what cannot be meant is said, and who may."""

import pytest

from relasi.accounts.testing import alice, make_organisation, sign_in
from relasi.contacts import public as contacts
from relasi.contacts.models import BlockedValue

pytestmark = pytest.mark.django_db
PAGE = "/settings/identity/"
BLOCKED = f"{PAGE}blocked/"
SAID = {
    "_method": "patch",
    "most_external": "1",
    "most_email": "3",
    "finds_email": "on",
    "when_full_email": "replace",
    "most_phone": "",
    "finds_phone": "on",
    "when_full_phone": "keep",
    "most_anonymous": "40",
    "first": "phone",
}


@pytest.fixture
def owner(client):
    make_organisation(name="Kopi Lereng")
    sign_in(client, alice())
    return client


def test_what_is_set_holds(owner):
    answer = owner.post(PAGE, SAID)

    assert answer.status_code == 302
    rules = contacts.identifying()
    assert rules.finding == ("phone", "email")
    assert [rules.kinds[kind].most for kind in ("external", "email", "phone", "anonymous")] == [
        1, 3, None, 40,
    ]  # fmt: skip
    assert rules.kinds["email"].when_full == "replace"
    page = owner.get(PAGE).content.decode()
    assert 'name="most_email" value="3"' in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"most_email": "many"}, "Say a number from 1 to 1,000"),
        ({"most_external": ""}, "usually 1"),
        ({"most_phone": "0"}, "Say a number from 1 to 1,000"),
        ({"first": "fax"}, "whether the e-mail or the phone counts first"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_it_and_nothing_changes(owner, changed, sentence):
    before = contacts.identifying()

    answer = owner.post(PAGE, SAID | changed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="40"' in answer.content.decode()
    assert contacts.identifying() == before


def test_a_value_is_blocked_and_allowed_again(owner):
    owner.post(BLOCKED, {"kind": "external", "pattern": "Kiosk-*"})

    row = BlockedValue.objects.get()
    assert (row.kind, row.pattern) == ("external", "kiosk-*")
    page = owner.get(PAGE).content.decode()
    assert "kiosk-*" in page
    assert "Alice" in page

    owner.post(f"{BLOCKED}{row.pk}/", {"_method": "delete"})
    assert not BlockedValue.objects.exists()


def test_what_would_block_everybody_is_refused_in_words(owner):
    answer = owner.post(BLOCKED, {"kind": "email", "pattern": "*"})

    assert answer.status_code == 422
    assert "with a star: test@*" in answer.content.decode()
    assert not BlockedValue.objects.exists()


def test_what_the_house_blocks_stands_there(owner):
    page = owner.get(PAGE).content.decode()

    for word in ("undefined", "[object object]", "00000000-0000", "noreply@*"):
        assert word in page
