"""Duplicates through the API."""

from datetime import date

import pytest

from relasi.accounts.testing import api_key
from relasi.contacts.matching.testing import NOON, make_twins, proposals
from relasi.contacts.models import Contact, MatchProposal

pytestmark = pytest.mark.django_db
BASE = "/api/v1/duplicates"


@pytest.fixture
def ask(client):
    key = api_key()

    def call(verb, path="", body=None, key=key):
        return getattr(client, verb)(
            f"{BASE}{path}",
            body or {},
            content_type="application/json",
            headers={"authorization": f"Bearer {key}"},
        )

    return call


def propose(one, other, probability=0.99):
    return MatchProposal.objects.create(
        a_id=one, b_id=other, a_print=1, b_print=2, weight=6.6, probability=probability,
        parts={"given": [0, 7.2], "phone": [-1, 0]}, proposed_at=NOON,
    ).pk  # fmt: skip


def test_pairs_are_listed_page_by_page_with_their_reasons(ask):
    ids = [propose(*make_twins(), probability) for probability in (0.99, 0.999, 0.96)]
    first = ask("get", "?limit=2").json()
    assert [item["id"] for item in first["items"]] == ids[:2]
    assert first["items"][0]["reasons"][1] == {
        "compared": "given", "outcome": "same", "weight": 7.2
    }  # fmt: skip
    assert round(sum(one["weight"] for one in first["items"][0]["reasons"]), 2) == 6.6
    rest = ask("get", f"?limit=2&cursor={first['next']}").json()
    assert [item["id"] for item in rest["items"]] == ids[2:]
    assert len(ask("get", "?probability_from=0.995").json()["items"]) == 1
    assert ask("get", "?state=rejected").json()["items"] == []
    assert ask("get", f"/{ids[0]}").json()["state"] == "open"


def test_a_pair_is_accepted_and_taken_back(ask):
    older, younger = make_twins()
    one = propose(older, younger)
    done = ask("post", f"/{one}/accept", {"take": ["born_on"]}).json()

    assert (done["state"], done["merge_id"] is not None) == ("accepted", True)
    assert Contact.objects.get(pk=older).born_on == date(1990, 4, 13)
    assert ask("post", f"/{one}/accept").status_code == 422
    assert ask("delete", f"/{one}/decision").json()["state"] == "open"
    assert proposals() == [(older, younger)]


def test_a_pair_is_rejected_and_what_is_not_there_is_said(ask):
    one = propose(*make_twins())
    assert ask("post", f"/{one}/reject").json()["state"] == "rejected"
    again = ask("post", f"/{one}/reject")
    assert again.status_code == 422
    assert "Take the next one" in again.json()["detail"]
    assert ask("get", f"/{one + 1}").status_code == 404
    assert ask("post", f"/{one}/accept", {"who": 1}).status_code == 422


def test_a_key_that_may_only_look_decides_nothing(ask):
    one = propose(*make_twins())
    looking = api_key("viewer")
    assert ask("get", key=looking).status_code == 200
    assert ask("post", f"/{one}/accept", key=looking).status_code == 403
    assert len(proposals()) == 1
