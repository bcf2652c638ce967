"""OpenDSR 2.0: requests that other programs pass on, signed answers and callbacks."""

import base64
import json
import uuid
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.kernel.outgoing.posting import Answer, Unanswered
from relasi.requests.actions import fulfilling, telling
from relasi.requests.models import Callback, Passed, Request, SigningKey

pytestmark = pytest.mark.django_db

NUMBER = "a7551968-d5d6-44b2-9831-815ac9017798"
HOOK = "https://controller.example/opendsr/callbacks"


@pytest.fixture(autouse=True)
def house():
    accounts.make_organisation(name="Kopi Lereng")


@pytest.fixture
def call(client):
    key = accounts.api_key("owner")

    def send(method, path, body=None, *, with_key=key):
        return client.generic(
            method.upper(),
            f"/opendsr/v2/{path}",
            body if isinstance(body, str) else json.dumps(body or {}),
            content_type="application/json",
            headers={"authorization": f"Bearer {with_key}"} if with_key else {},
        )

    return send


def body(**changes):
    said = {
        "regulation": "gdpr",
        "subject_request_id": NUMBER,
        "subject_request_type": "erasure",
        "submitted_time": clock.now().isoformat(),
        "subject_identities": [
            {
                "identity_type": "email",
                "identity_value": "ann@example.org",
                "identity_format": "raw",
            }
        ],
        "api_version": "2.0",
        "status_callback_urls": [HOOK],
    }
    return {key: value for key, value in (said | changes).items() if value is not None}


def is_signed(client, content, signature):
    """By whom the certificate of the discovery belongs to."""
    where = client.get("/opendsr/v2/discovery").json()["processor_certificate"]
    pem = client.get(where.partition("localhost:8000")[2]).content
    key = x509.load_pem_x509_certificate(pem).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(base64.b64decode(signature), content, padding.PKCS1v15(), hashes.SHA256())
    return True


def test_discovery_says_what_is_understood_and_needs_no_key(client):
    said = client.get("/opendsr/v2/discovery").json()

    assert said["api_version"] == "2.0"
    assert said["supported_subject_request_types"] == ["access", "portability", "erasure"]
    assert {"identity_type": "email", "identity_format": "raw"} in said["supported_identities"]


def test_a_request_becomes_one_of_ours_with_its_clock_and_a_signed_answer(client, call):
    ann = make_contact(email="ann@example.org")
    sent = body()

    answer = call("post", "requests", sent)

    assert answer.status_code == 201
    said = answer.json()
    kept = Request.objects.get()
    assert (kept.kind, kept.contact_id, kept.via, kept.law) == ("erasure", ann, "opendsr", "gdpr")
    assert (kept.state, kept.proof) == ("received", "sender")
    assert said["subject_request_id"] == NUMBER
    assert said["expected_completion_time"] == kept.due_at.isoformat()
    assert json.loads(base64.b64decode(said["encoded_request"])) == sent
    assert is_signed(client, answer.content, answer["X-OpenDSR-Signature"])
    assert answer["X-OpenDSR-Processor-Domain"] == "localhost"
    assert SigningKey.objects.count() == 1


def test_its_status_follows_the_request_and_only_its_sender_sees_it(call):
    make_contact(email="ann@example.org")
    call("post", "requests", body())

    assert call("get", f"requests/{NUMBER}").json()["request_status"] == "pending"
    fulfilling.fulfil(request_id=Request.objects.get().pk, by=SYSTEM, now=clock.now())
    assert call("get", f"status/{NUMBER}").json()["request_status"] == "in_progress"
    another = accounts.api_key("owner")
    assert call("get", f"requests/{NUMBER}", with_key=another).status_code == 404
    assert call("get", f"requests/{uuid.uuid4()}").status_code == 404


def test_it_is_cancelled_as_long_as_nothing_was_begun(call):
    make_contact(email="ann@example.org")
    call("post", "requests", body())

    assert call("delete", f"requests/{NUMBER}").status_code == 202
    assert call("get", f"requests/{NUMBER}").json()["request_status"] == "cancelled"
    assert call("delete", f"requests/{NUMBER}").status_code == 400


def test_callbacks_are_signed_and_tried_until_they_are_taken(client, call, monkeypatch):
    make_contact(email="ann@example.org")
    call("post", "requests", body())
    sent, answers = [], [Unanswered("timeout", "No answer."), Answer(500, ""), Answer(202, "")]

    def post(target, data, headers, *, seconds):
        del seconds
        sent.append((target.host, data, headers))
        answer = answers.pop(0)
        if isinstance(answer, Unanswered):
            raise answer
        return answer

    monkeypatch.setattr(telling, "post", post)
    call("delete", f"requests/{NUMBER}")
    now = clock.now()

    for minutes in (0, 0, 2, 2, 30, 60):
        telling.call_back(clock=lambda: now + timedelta(minutes=minutes))  # noqa: B023

    told = Callback.objects.get()
    assert (told.attempts, told.status, told.problem) == (3, "cancelled", "")
    assert told.told_at is not None
    assert len(sent) == 3
    host, data, headers = sent[-1]
    assert host == "controller.example"
    assert json.loads(data)["request_status"] == "cancelled"
    assert json.loads(data)["status_callback_url"] == HOOK
    assert is_signed(client, data, headers["X-OpenDSR-Signature"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject_request_id": "7"}, "subject_request_id"),
        ({"subject_request_type": "spying"}, "subject_request_type"),
        ({"subject_identities": None}, "subject_identities"),
        ({"subject_identities": [{"identity_type": "email"}]}, "subject_identities"),
        ({"submitted_time": "yesterday"}, "submitted_time"),
        ({"submitted_time": "2999-01-01T00:00:00Z"}, "received_at"),
        ({"status_callback_urls": "x"}, "status_callback_urls"),
        ({"status_callback_urls": ["ftp://x.example/"]}, "status_callback_urls"),
        ({"regulation": "none"}, "regulation"),
    ],
)
def test_what_cannot_be_is_refused_in_the_form_of_the_specification(call, changes, field):
    answer = call("post", "requests", body(**changes))

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == 400
    assert answer.json()["error"]["errors"][0]["domain"] == field
    assert not Request.objects.exists()


def test_the_same_number_twice_and_two_people_in_one_are_refused(call):
    make_contact(email="ann@example.org")
    make_contact(email="ben@example.org")
    call("post", "requests", body())
    two = [
        {"identity_type": "email", "identity_value": f"{n}@example.org", "identity_format": "raw"}
        for n in ("ann", "ben")
    ]

    again = call("post", "requests", body())
    both = call(
        "post", "requests", body(subject_request_id=str(uuid.uuid4()), subject_identities=two)
    )

    assert "was sent before" in again.json()["error"]["message"]
    assert "different people" in both.json()["error"]["message"]
    assert Passed.objects.count() == 1


def test_without_a_key_that_may_nothing_is_taken(call):
    assert call("post", "requests", body(), with_key=None).status_code == 401
    assert call("post", "requests", body(), with_key="rel_x_y").status_code == 401
    viewer = accounts.api_key("viewer")
    assert call("post", "requests", body(), with_key=viewer).status_code == 403
    assert call("post", "requests", "{").status_code == 400
    assert not Request.objects.exists()
