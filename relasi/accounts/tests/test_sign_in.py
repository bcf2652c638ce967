"""Signing in as a browser does it: pages, forms, redirects; no function of allauth is called."""

import json
import re
import threading
import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache

from relasi.accounts import public as accounts
from relasi.accounts import testing
from relasi.accounts.models import AuditEntry, Staff
from relasi.accounts.signing_in import hashing, postman

from .software_key import SoftwareKey

pytestmark = pytest.mark.django_db
EMAIL = "alice@shop.example"


@pytest.fixture(autouse=True)
def alice():
    cache.clear()
    return testing.alice()


def sign_in(client, email=EMAIL, password=testing.PASSWORD, **more):
    return client.post("/account/login/", {"login": email, "password": password, **more})


def signed_in(client):
    return client.get("/settings/profile/").status_code == 200


def code_of(secret):
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counter))


def with_totp(client):
    """Alice signs in and adds an authenticator app; its secret and the recovery codes."""
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": testing.PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    answer = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)
    codes = re.findall(r"\b\d{8}\b", answer.content.decode())
    cache.clear()  # a code works once; the tests do not wait for the next 30 seconds
    return secret, codes


def test_a_password_signs_in_and_leads_where_one_wanted_to_go(client):
    assert client.get("/settings/profile/").headers["Location"] == (
        "/account/login/?next=%2Fsettings%2Fprofile%2F"
    )
    answer = sign_in(client, next="/settings/profile/")
    assert answer.headers["Location"] == "/settings/profile/"
    assert signed_in(client)
    assert AuditEntry.objects.latest("pk").action == "signed in"


def test_signing_in_leads_to_no_other_house(client):
    answer = sign_in(client, next="https://evil.example/")
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "wrong"), ("nobody@shop.example", testing.PASSWORD), (EMAIL, "")],
)
def test_a_wrong_password_says_the_same_as_an_unknown_address(client, email, password):
    answer = sign_in(client, email, password)
    assert answer.status_code == 200
    assert not signed_in(client)
    if password:
        assert "not correct" in str(answer.context["form"].errors)


def test_the_address_is_read_in_any_case(client):
    sign_in(client, EMAIL.upper())
    assert signed_in(client)


def test_somebody_who_left_cannot_sign_in(client, alice):
    Staff.objects.filter(pk=alice).update(is_active=False)
    sign_in(client)
    assert not signed_in(client)


def test_five_wrong_passwords_close_the_account_for_a_while(client):
    for _attempt in range(5):
        sign_in(client, password="wrong")
    answer = sign_in(client)
    assert "Too many failed" in str(answer.context["form"].errors)
    assert not signed_in(client)
    bob = testing.bob()
    sign_in(client, Staff.objects.get(pk=bob).email)
    assert signed_in(client), "others are not locked out with her"


def test_one_address_cannot_try_for_ever(client):
    answers = [sign_in(client, f"a{n}@example.org", "wrong") for n in range(11)]
    assert "Too many failed" in str(answers[-1].context["form"].errors)


def test_signing_out_ends_the_session(client):
    sign_in(client)
    client.post("/account/logout/")
    assert not signed_in(client)


@pytest.mark.parametrize("path", ["signup", "email", "confirm-email", "3rdparty/signup"])
def test_nobody_signs_up(client, path):
    sent = {
        "email": "eve@example.org",
        "password1": "a long password",
        "password2": "a long password",
    }
    assert client.get(f"/account/{path}/").status_code == 404
    assert client.post(f"/account/{path}/", sent).status_code == 404
    assert Staff.objects.count() == 1


def test_a_second_factor_is_asked_for_once_it_is_added(client):
    secret, codes = with_totp(client)
    assert len(codes) == 10
    client.post("/account/logout/")

    answer = sign_in(client)
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
    assert not signed_in(client)
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert not signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert signed_in(client)


def test_a_code_works_once(client):
    secret, _codes = with_totp(client)
    code = code_of(secret)
    for works in (True, False):
        client.post("/account/logout/")
        sign_in(client)
        client.post("/account/2fa/authenticate/", {"code": code})
        assert signed_in(client) is works


def test_a_recovery_code_opens_once(client):
    _secret, codes = with_totp(client)
    for works in (True, False):
        client.post("/account/logout/")
        sign_in(client)
        client.post("/account/2fa/authenticate/", {"code": codes[0]})
        assert signed_in(client) is works


def test_no_secret_of_a_factor_is_in_the_database_in_clear(client):
    secret, codes = with_totp(client)
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert len(stored) > 100
    assert not any(word in stored for word in (secret, *codes))


@pytest.mark.django_db(transaction=True)
def test_adding_a_factor_is_on_record(client):
    with_totp(client)
    added = AuditEntry.objects.filter(action="added a second factor")
    assert [entry.detail["kind"] for entry in added] == ["totp", "recovery_codes"]


def add_passkey(client):
    key = SoftwareKey()
    client.post("/account/reauthenticate/", {"password": testing.PASSWORD})
    options = client.get("/account/2fa/webauthn/add/").context["js_data"]["creation_options"]
    sent = {"name": "Laptop", "passwordless": "on", "credential": json.dumps(key.register(options))}
    answer = client.post("/account/2fa/webauthn/add/", sent)
    assert answer.status_code == 302
    return key


def passkey_options(client):
    answer = client.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})
    return answer.json()["request_options"]


def test_a_passkey_alone_signs_in(client):
    sign_in(client)
    key = add_passkey(client)
    client.post("/account/logout/")
    credential = json.dumps(key.sign(passkey_options(client)))
    client.post("/account/2fa/webauthn/login/", {"credential": credential})
    assert signed_in(client)


def test_another_passkey_does_not(client):
    sign_in(client)
    key = add_passkey(client)
    client.post("/account/logout/")
    thief = SoftwareKey()
    thief.id, thief.user_handle = key.id, key.user_handle
    credential = json.dumps(thief.sign(passkey_options(client)))
    client.post("/account/2fa/webauthn/login/", {"credential": credential})
    assert not signed_in(client)


def test_a_passkeys_answer_cannot_be_replayed(client):
    sign_in(client)
    key = add_passkey(client)
    client.post("/account/logout/")
    credential = json.dumps(key.sign(passkey_options(client)))
    client.post("/account/2fa/webauthn/login/", {"credential": credential})
    client.post("/account/logout/")
    passkey_options(client)
    client.post("/account/2fa/webauthn/login/", {"credential": credential})
    assert not signed_in(client)


def test_other_sessions_are_listed_and_ended(client):
    other = type(client)()
    sign_in(other)
    sign_in(client)
    assert client.get("/account/sessions/").status_code == 200
    assert UserSession.objects.count() == 2
    client.post("/account/sessions/")
    assert signed_in(client)
    assert not signed_in(other)


def test_a_changed_password_ends_the_other_sessions(client):
    other = type(client)()
    sign_in(other)
    sign_in(client)
    new = "a brand new long password"
    sent = {"oldpassword": testing.PASSWORD, "password1": new, "password2": new}
    client.post("/account/password/change/", sent)
    assert not signed_in(other)
    client.post("/account/logout/")
    sign_in(client, password=new)
    assert signed_in(client)


@pytest.fixture
def mails(settings):
    settings.EMAIL_BACKEND = "relasi.accounts.signing_in.postman.Postman"
    carried: list[postman.StaffMail] = []
    before = list(postman._postmen)
    postman.register_postman(carried.append)
    yield carried
    postman._postmen[:] = before


def test_a_forgotten_password_is_mailed_a_link(client, mails):
    client.post("/account/password/reset/", {"email": EMAIL})
    (link,) = re.findall(r"http://localhost:8000(\S+)", mails[0].text)
    assert "testserver" not in mails[0].text, "a stranger chooses the host name"
    assert mails[0].recipient == EMAIL
    choose(client, link, "my new long password")
    sign_in(client, password="my new long password")
    assert signed_in(client)


def choose(client, link, password):
    form = client.get(link, follow=True).redirect_chain[-1][0]
    return client.post(form, {"password1": password, "password2": password})


def test_an_unknown_address_is_mailed_nothing(client, mails):
    answer = client.post("/account/password/reset/", {"email": "eve@example.org"})
    assert answer.status_code == 302
    assert mails == []


def test_without_mail_nobody_is_told_that_mail_is_under_way(client):
    assert b"sends no mail yet" in client.get("/account/password/reset/").content
    answer = client.post("/account/password/reset/", {"email": EMAIL})
    assert answer.status_code == 200
    assert b"sends no mail yet" in answer.content


def test_without_mail_an_owner_hands_over_the_link(client):
    bob = testing.bob()
    testing.sign_in(client, testing.alice())
    link = client.post(f"/settings/staff/{bob}/link/").context["link"]
    client.post("/account/logout/")
    choose(client, link, "my new long password")
    sign_in(client, "bob@shop.example", "my new long password")
    assert signed_in(client)
    client.post("/account/logout/")
    assert client.get(link, follow=True).context["token_fail"], "the link works once"


def test_the_first_owner_comes_from_the_command_line():
    staff_id = accounts.add_owner(
        email="Owner@Relasi.example",
        name="Owner",
        password="made up by the first start",
        now=datetime(2026, 3, 1, tzinfo=UTC),
    )
    assert Staff.objects.get(pk=staff_id).role == "owner"
    assert accounts.has_staff()
    assert accounts.password_is(email="owner@relasi.example", password="made up by the first start")
    assert not accounts.password_is(email="owner@relasi.example", password="another")


def test_passwords_are_argon2id_with_owasps_parameters(settings):
    settings.PASSWORD_HASHERS = ["relasi.accounts.signing_in.hashing.Argon2id"]
    person = Staff(email="a@example.org")
    person.set_password("a long password")
    assert person.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert person.check_password("a long password")
    assert not person.check_password("another password")


def test_not_more_passwords_are_hashed_at_once_than_the_machine_bears(monkeypatch):
    running, most = [], []

    def slow(_self, _password, salt):
        running.append(1)
        most.append(len(running))
        time.sleep(0.02)
        running.pop()
        return salt

    monkeypatch.setattr(Argon2PasswordHasher, "encode", slow)
    threads = [
        threading.Thread(target=hashing.Argon2id().encode, args=("p", "salt")) for _ in range(12)
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert max(most) <= hashing.AT_ONCE
