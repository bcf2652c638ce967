"""Signing in through the company's directory: OpenID Connect with PKCE, against a real server."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.core.cache import cache

from relasi.accounts import testing
from relasi.accounts.models import Staff

pytestmark = pytest.mark.django_db


class Directory(HTTPServer):
    """Says who `person` is to whoever brings the code; remembers what it was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.person = {"sub": "42", "email": "alice@shop.example", "email_verified": True}
        self.asked = []


class Answers(BaseHTTPRequestHandler):
    server: Directory

    def do_GET(self):
        if self.path == "/userinfo":
            return self.say(self.server.person)
        issuer = self.server.url
        return self.say(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "userinfo_endpoint": f"{issuer}/userinfo",
                "jwks_uri": f"{issuer}/keys",
            }
        )

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.asked.append(parse_qs(self.rfile.read(length).decode()))
        claims = {"iss": self.server.url, "aud": "relasi", "exp": 4_000_000_000, "iat": 1}
        token = jwt.encode(claims | self.server.person, "k" * 32, algorithm="HS256")
        self.say({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def say(self, what):
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def directory(settings):
    cache.clear()
    with Directory() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        app = {
            "provider_id": "company",
            "name": "Company sign-in",
            "client_id": "relasi",
            "secret": "s",
            "settings": {"server_url": server.url},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        }
        yield server
        server.shutdown()
        thread.join()


def sign_in(client):
    answer = client.post("/account/oidc/company/login/")
    question = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert question["code_challenge_method"] == ["S256"]
    back = {"code": "c", "state": question["state"][0]}
    return client.get("/account/oidc/company/login/callback/", back)


def signed_in_as(client):
    answer = client.get("/settings/profile/")
    return answer.context["me"].email if answer.status_code == 200 else None


def test_a_verified_address_opens_its_seat(client, directory):
    testing.alice()
    sign_in(client)
    assert signed_in_as(client) == "alice@shop.example"
    assert directory.asked[0]["code_verifier"]
    client.post("/account/logout/")
    sign_in(client)
    assert signed_in_as(client) == "alice@shop.example", "the second time too"


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "7", "email": "eve@example.org", "email_verified": True},
        {"sub": "7", "email": "alice@shop.example", "email_verified": False},
        {"sub": "7", "email": "alice@shop.example"},
        {"sub": "7"},
    ],
)
def test_the_directory_makes_no_seat_and_vouches_only_for_what_it_verified(
    client, directory, person
):
    testing.alice()
    directory.person = person
    sign_in(client)
    assert signed_in_as(client) is None
    assert Staff.objects.count() == 1


def test_whoever_left_stays_out(client, directory):
    testing.make_staff("owner", email=directory.person["email"], is_active=False)
    sign_in(client)
    assert signed_in_as(client) is None


@pytest.mark.usefixtures("directory")
def test_an_answer_nobody_asked_for_is_refused(client):
    testing.alice()
    client.get("/account/oidc/company/login/callback/", {"code": "c", "state": "made up"})
    assert signed_in_as(client) is None


@pytest.mark.usefixtures("directory")
def test_the_way_is_offered_on_the_sign_in_page(client):
    page = client.get("/account/login/").content.decode()
    assert "Company sign-in" in page
    assert "/account/oidc/company/login/" in page
