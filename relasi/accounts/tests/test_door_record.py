"""What happens at the door is on record, and what was typed is not."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from relasi.accounts import testing
from relasi.accounts.models import AuditEntry, Staff

from .test_sign_in import EMAIL, add_passkey, sign_in, signed_in, with_totp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def alice():
    cache.clear()
    return testing.alice()


def on_record(action):
    rows = AuditEntry.objects.filter(action=action).order_by("pk")
    return [(row.actor, row.object_id, row.detail) for row in rows]


def test_a_wrong_password_is_on_record_with_where_it_came_from(client, alice):
    sign_in(client, password="a wrong password")

    said = {"why": "password", "from": "127.0.0.1"}
    assert on_record("refused a sign-in") == [("system:0", str(alice), said)]


def test_what_was_typed_is_never_on_record(client):
    sign_in(client, email="my-secret-password@shop.example", password="another secret")

    ((_actor, whom, _detail),) = on_record("refused a sign-in")
    assert whom == ""
    assert "secret" not in json.dumps(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_a_locked_account_is_on_record_once(client, alice):
    for _attempt in range(8):
        sign_in(client, password="wrong")

    assert len(on_record("refused a sign-in")) == 5
    assert on_record("locked out") == [("system:0", str(alice), {"from": "127.0.0.1"})]


def test_another_host_name_gives_no_further_attempts(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for port in range(5):
        client.post(
            "/account/login/",
            {"login": EMAIL, "password": "wrong"},
            headers={"Host": f"localhost:{9000 + port}"},
        )

    sign_in(client)
    assert not signed_in(client)


def test_a_closed_seat_that_knocks_is_on_record(client, alice):
    Staff.objects.update(is_active=False)
    sign_in(client)

    ((_actor, whom, detail),) = on_record("refused a sign-in")
    assert (whom, detail["why"]) == (str(alice), "closed seat")


def test_a_wrong_code_is_on_record(client, alice):
    with_totp(client)
    client.post("/account/logout/")
    sign_in(client)
    client.post("/account/2fa/authenticate/", {"code": "000000"})

    said = {"why": "totp", "from": "127.0.0.1"}
    assert on_record("refused a sign-in") == [("system:0", str(alice), said)]


def test_a_passkey_that_comes_and_goes_is_on_record(client, alice):
    sign_in(client)
    add_passkey(client)
    key = Authenticator.objects.get(type="webauthn")
    client.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/")

    actor, said = f"staff:{alice}", {"kind": "webauthn", "from": "127.0.0.1"}
    assert on_record("added a second factor")[0] == (actor, str(alice), said)
    assert on_record("removed a second factor")[0] == (actor, str(alice), said)


def test_a_changed_password_is_on_record(client, alice):
    sign_in(client)
    new = "a brand new long password"
    sent = {"oldpassword": testing.PASSWORD, "password1": new, "password2": new}
    client.post("/account/password/change/", sent)

    said = (f"staff:{alice}", str(alice), {"from": "127.0.0.1"})
    assert on_record("changed the password") == [said]


def test_ended_sessions_are_on_record(client, alice):
    for _device in range(2):
        sign_in(type(client)())
    sign_in(client)
    client.post("/account/sessions/")
    client.post("/account/sessions/")

    assert on_record("ended other sessions") == [(f"staff:{alice}", str(alice), {"sessions": 2})]
