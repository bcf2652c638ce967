import pytest

from relasi.accounts.testing import api_key
from relasi.campaigns import public
from relasi.campaigns.testing import (
    make_campaign,
    make_launched,
    make_reader,
    make_segment,
    make_template,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(client):
    keys: dict[str, str] = {}

    def send(method, path, body=None, *, role="marketer"):
        if role not in keys:
            keys[role] = api_key(role)
        return getattr(client, method)(
            f"/api/v1{path}",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {keys[role]}"},
        )

    return send


def test_a_draft_is_made_changed_and_launched(call):
    make_campaign()  # the organisation with its address
    make_reader()
    segment, template = make_segment(), make_template()

    made = call("post", "/campaigns", {
        "name": "Gayo harvest",
        "segment_id": segment,
        "sender_name": "Kopi Lereng",
        "sender_address": "halo@kopilereng.example",
        "contents": [{"template_id": template}],
    })  # fmt: skip
    assert made.status_code == 201, made.content
    campaign = made.json()
    assert campaign["contents"] == [{"key": "a", "template_id": template, "segment_id": None}]

    changed = call(
        "patch",
        f"/campaigns/{campaign['id']}",
        {"send_at_local": "2030-03-10T08:00", "zone": "recipient", "version": campaign["version"]},
    ).json()
    assert (changed["send_at_local"], changed["zone"]) == ("2030-03-10T08:00", "recipient")

    launched = call("post", f"/campaigns/{campaign['id']}/launch").json()
    assert launched["state"] == "scheduled"
    again = call("patch", f"/campaigns/{campaign['id']}", {"name": "Other"})
    assert again.status_code in {409, 422}
    assert "stays as it is" in again.json()["detail"]
    assert call("post", f"/campaigns/{campaign['id']}/cancel").json()["state"] == "draft"


def test_an_old_version_and_a_bad_time_change_nothing(call):
    campaign_id = make_campaign()
    before = public.card(campaign_id)

    old = call("patch", f"/campaigns/{campaign_id}", {"name": "New", "version": 1})
    bad = call("patch", f"/campaigns/{campaign_id}", {"send_at_local": "2030-02-31T08:00"})
    unknown = call("patch", f"/campaigns/{campaign_id}", {"seed": 4})

    assert [old.status_code, bad.status_code, unknown.status_code] == [422, 422, 422]
    assert public.card(campaign_id) == before


def test_the_result_and_the_steering(call):
    make_reader()
    campaign_id = make_launched(holdout="0")

    result = call("get", f"/campaigns/{campaign_id}/result").json()

    assert (result["waiting"], result["sent"], result["verdict"]) == (1, 0, "no_holdout")
    assert result["revenue_per_person"] is None
    assert call("post", f"/campaigns/{campaign_id}/pause").json()["state"] == "paused"
    assert call("post", f"/campaigns/{campaign_id}/resume").json()["state"] == "running"
    assert call("post", f"/campaigns/{campaign_id}/cancel").json()["state"] == "cancelled"


def test_the_list_goes_on_by_its_cursor_and_a_viewer_only_reads(call):
    first, second = make_campaign(), make_campaign()

    page = call("get", "/campaigns?limit=1", role="viewer").json()
    rest = call("get", f"/campaigns?limit=1&cursor={page['next']}", role="viewer").json()

    assert [row["id"] for row in page["items"] + rest["items"]] == [second, first]
    assert rest["next"] is None
    for path in ("launch", "pause", "resume", "cancel"):
        answer = call("post", f"/campaigns/{first}/{path}", role="viewer")
        assert answer.status_code == 403
    assert call("post", "/campaigns", {"name": "x"}, role="viewer").status_code == 403
