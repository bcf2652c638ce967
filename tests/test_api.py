"""The API as a program meets it: keys, refusals and repeated writes."""

import json
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import include, path
from ninja import Router

from relasi.accounts import testing
from relasi.accounts.models import ApiKey, IdempotencyRecord, Staff, Team
from relasi.accounts.public import authorise, record
from relasi.kernel import clock
from relasi.kernel.errors import NotFound, Refused
from relasi.kernel.rest import Id, Strict
from relasi.project.api import Api

pytestmark = pytest.mark.django_db(transaction=True)
router = Router(tags=["teams"])


class TeamIn(Strict):
    name: str
    more: Any = None
    size: int = 1
    since: datetime | None = None


@router.get("/teams/{team_id}")
def show(request, team_id: Id):
    authorise(request.actor, "view", "contacts")
    team = Team.objects.filter(pk=team_id).first()
    if team is None:
        raise NotFound("There is no such team.")
    return {"name": team.name, "actor": request.actor.label}


@router.post("/teams")
def add(request, said: TeamIn):
    authorise(request.actor, "edit", "contacts")
    team = Team.objects.create(name=said.name)
    record(request.actor, "added", "team", team.pk)
    if said.name == "late refusal":
        raise Refused("Too late for this name.", field="name")
    if said.name == "break":
        raise ZeroDivisionError
    return {"id": team.pk}


tests_api = Api("api-in-tests")
tests_api.add_router("", router)
urlpatterns = [path("api/v1/", tests_api.urls), path("", include("relasi.project.urls"))]
handler400 = "relasi.project.errors.bad_request"
handler404 = "relasi.project.errors.not_found"
handler500 = "relasi.project.errors.broken"


@pytest.fixture(autouse=True)
def own_urls(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def key():
    return testing.api_key("owner")


def call(method, address, body=None, key=None, **headers):
    client = Client(raise_request_exception=False)
    if key:
        headers["Authorization"] = f"Bearer {key}"
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body).encode()
    return client.generic(
        method, address, body or b"", content_type="application/json", headers=headers
    )


def test_whoever_sends_no_key_is_told_how():
    assert call("GET", "/api/v1/teams/1").headers["WWW-Authenticate"] == "Bearer"


def test_a_body_that_is_too_large_is_refused_in_words(key):
    body = json.dumps({"name": "x" * 3_000_000}).encode()
    assert "smaller parts" in refused(call("POST", "/api/v1/teams", body, key), 413)["detail"]
    said = refused(call("POST", "/api/v1/teams", body, key, **{"Idempotency-Key": "k"}), 413)
    assert "smaller parts" in said["detail"]
    assert Team.objects.count() == 0


def refused(answer, status, field=None):
    """Is a problem as RFC 9457 has it."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert (said["status"], said["field"]) == (status, field)
    assert said["detail"]
    return said


def test_a_key_opens_what_its_role_may():
    team = Team.objects.create(name="North")
    viewer = testing.api_key("viewer")
    assert call("GET", f"/api/v1/teams/{team.pk}", key=viewer).json()["name"] == "North"
    refused(call("POST", "/api/v1/teams", {"name": "South"}, viewer), 403)
    assert Team.objects.count() == 1


@pytest.mark.parametrize(
    "header",
    [
        None,
        "Bearer ",
        "Bearer rel_00000000_nonsense",
        "Bearer é",
        "Basic cmVsOnJlbA==",
        "rel_00000000_x",
    ],
)
def test_without_a_valid_key_nothing_opens(header):
    headers = {"Authorization": header} if header else {}
    refused(call("GET", "/api/v1/teams/1", **headers), 401)
    refused(call("POST", "/api/v1/teams", {"name": "x"}, **headers), 401)
    assert Team.objects.count() == 0


def test_a_revoked_key_is_refused_and_so_is_that_of_somebody_who_left(key):
    assert call("GET", "/api/v1/teams/1", key=key).status_code == 404
    Staff.objects.update(is_active=False)
    refused(call("GET", "/api/v1/teams/1", key=key), 401)
    Staff.objects.update(is_active=True)
    ApiKey.objects.update(revoked_at=clock.now())
    refused(call("GET", "/api/v1/teams/1", key=key), 401)


def test_the_last_use_of_a_key_is_known(key):
    call("GET", "/api/v1/teams/1", key=key)
    assert ApiKey.objects.get().last_used_at is not None


def test_a_session_needs_the_csrf_token_to_write():
    client = Client(enforce_csrf_checks=True)
    testing.sign_in(client, testing.alice())
    team = Team.objects.create(name="North")
    assert client.get(f"/api/v1/teams/{team.pk}").json()["actor"].startswith("staff:")
    body = json.dumps({"name": "South"})
    refused(client.post("/api/v1/teams", body, content_type="application/json"), 403)
    assert Team.objects.count() == 1
    client.get("/account/login/")
    client.get("/settings/profile/")
    token = client.cookies["relasi_csrf"].value
    answer = client.post(
        "/api/v1/teams", body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": 3}, "name"),
        ({"name": "x", "size": False}, "size"),
        ({"name": "x", "size": "3"}, "size"),
        ({"name": "x", "owner": 1}, "owner"),
        ({"name": "x", "since": "yesterday"}, "since"),
        ({"name": "x", "since": "2026-03-01T00:00:00"}, "since"),
    ],
)
def test_a_wrong_property_is_named(key, body, field):
    said = refused(call("POST", "/api/v1/teams", body, key), 422, field)
    assert said["errors"][0]["field"] == field
    assert Team.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b'{"name": NaN}',
        b'{"name": "\\u0000"}',
        b'{"name": "\\ud800"}',
        b"\xff\xfe",
        b'{"name": "\xed\xa0\x80"}',
        '{"name": "North"}'.encode("utf-16"),
        '{"name": "\\u0000"}'.encode("utf-16-le"),
        b'{"name": "x", "more": {"weight": 1e999}}',
        b'{"name": "x", "more": ' + b"[" * 100_000,
    ],
    ids=repr,
)
def test_what_is_not_json_is_refused(key, body):
    answer = call("POST", "/api/v1/teams", body, key)
    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert Team.objects.count() == 0


@pytest.mark.parametrize("number", ["x", "0", "-1", str(2**63), "1.5"])
def test_a_wrong_number_in_the_address_is_refused(key, number):
    refused(call("GET", f"/api/v1/teams/{number}", key=key), 422, "team_id")


def test_an_address_that_does_not_exist_says_so_in_json(key):
    refused(call("GET", "/api/v1/nothing/here", key=key), 404)
    answer = call("DELETE", "/api/v1/teams", key=key)
    refused(answer, 405)
    assert answer.headers["Allow"] == "POST"
    refused(call("GET", "/api/v1/teams/1?q=%00", key=key), 400)


def test_an_error_of_ours_is_json_and_says_nothing_about_us(key):
    said = refused(call("POST", "/api/v1/teams", {"name": "break"}, key), 500)
    assert "Zero" not in json.dumps(said)
    assert Team.objects.count() == 0


def test_a_refused_write_leaves_nothing_behind(key):
    refused(call("POST", "/api/v1/teams", {"name": "late refusal"}, key), 422, "name")
    assert Team.objects.count() == 0


def write(key, name="North", idempotency="one", **headers):
    headers["Idempotency-Key"] = idempotency
    return call("POST", "/api/v1/teams", {"name": name}, key, **headers)


def test_a_repeated_write_happens_once_and_answers_the_same(key):
    first, second = write(key), write(key)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Team.objects.count() == 1


def test_the_same_key_for_another_request_is_refused(key):
    write(key)
    said = refused(write(key, name="South"), 422, "Idempotency-Key")
    assert said["code"] == "idempotency_key_reused"
    assert list(Team.objects.values_list("name", flat=True)) == ["North"]


def test_a_key_belongs_to_whoever_used_it(key):
    write(key)
    other = write(testing.api_key("owner"), name="South")
    assert other.status_code == 200
    assert Team.objects.count() == 2


def test_a_refused_write_may_be_corrected_under_its_key(key):
    refused(write(key, name="late refusal"), 422, "name")
    assert not IdempotencyRecord.objects.exists()
    assert write(key).status_code == 200


def test_an_answer_is_kept_for_a_day(key):
    write(key)
    yesterday = clock.now() - timedelta(hours=25)
    IdempotencyRecord.objects.update(created_at=yesterday)
    assert write(key, name="South").status_code == 200
    assert Team.objects.count() == 2


@pytest.mark.parametrize("idempotency", ["", "x" * 256, "tab\there"])
def test_a_key_that_is_none_is_refused(key, idempotency):
    said = refused(write(key, idempotency=idempotency), 422, "Idempotency-Key")
    assert said["code"] == "bad_idempotency_key"
    assert write(key, idempotency="x" * 255).status_code == 200


def test_fifty_at_once_with_one_key_make_one_team(key):
    answers = []
    start = threading.Barrier(50)

    def send():
        start.wait()
        answers.append(write(key))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(50)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert Team.objects.count() == 1


def test_the_document_names_each_refusal_and_the_key():
    operation = tests_api.get_openapi_schema()["paths"]["/api/v1/teams"]["post"]
    assert {"400", "401", "403", "404", "409", "422"} <= {str(s) for s in operation["responses"]}
    assert operation["parameters"][0]["name"] == "Idempotency-Key"


def test_the_document_is_served_to_programs_and_to_people():
    client = Client()
    document = client.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.")
    testing.sign_in(client, testing.alice())
    page = client.get("/api/", follow=True)
    assert page.status_code == 200
    assert all(path in page.content.decode() for path in document["paths"])


def test_a_refusal_says_to_programs_what_was_expected(key):
    for body, expected in (
        ({}, "name: This property is needed. Send it."),
        ({"name": 3}, "name: Send a text, as in “…”."),
        ({"name": "x", "owner": 1}, "owner: There is no such property here. Leave it out."),
    ):
        assert call("POST", "/api/v1/teams", body, key).json()["detail"] == expected
    nowhere = Client().get("/api/v1/nowhere").json()["detail"]
    wrong = call("PUT", "/api/v1/teams", {}, key).json()["detail"]
    assert nowhere == "There is no such address or thing. Every address is under /api/docs."
    assert wrong == "This address has other methods: see Allow, and /api/docs."
