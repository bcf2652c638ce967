"""Sources as the owner adds, changes and removes them, through HTTP."""

from datetime import timedelta

import pytest
from django.urls import reverse

from relasi.accounts.models import AuditEntry
from relasi.accounts.testing import alice, api_key, make_staff, sign_in
from relasi.kernel import clock
from relasi.timeline.models import Intake, Source
from relasi.timeline.testing import count, make_arrival, make_source

pytestmark = pytest.mark.django_db

GOOD = {
    "name": "Shop",
    "kind": "website",
    "origins": "",
    "per_second": "",
    "consent_mode": "cookieless",
    "unread_days": "3",
}


@pytest.fixture
def owner(client):
    sign_in(client, alice())
    return client


def url(name, *args):
    return reverse(f"timeline:{name}", args=args)


def said():
    return list(AuditEntry.objects.filter(object="sources").values_list("action", flat=True))


def test_a_source_is_added_with_a_key_nobody_guesses_and_one_is_led_to_connect_it(owner):
    form = GOOD | {"origins": "https://Shop.example/\n\nhttps://m.shop.example", "per_second": "50"}

    answer = owner.post(url("source_new"), form)

    source = Source.objects.get()
    assert answer.headers["Location"] == url("source_connect", source.pk)
    assert (source.name, source.kind, source.per_second) == ("Shop", "website", 50)
    assert source.origins == ["https://shop.example", "https://m.shop.example"]
    assert source.is_enabled
    assert source.write_key.startswith("rl_")
    assert len(source.write_key) == 35
    assert said() == ["added"]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Fill in “Name”."),
        ("name", "   ", "Fill in “Name”."),
        ("name", "x" * 81, "“Name” has at most 80 characters, this has 81."),
        ("kind", "toaster", "Choose one of the values offered for “Kind”."),
        ("consent_mode", "never", "Choose one of the values offered for “Before a visitor"),
        ("origins", "shop.example", "“shop.example” is not an origin."),
        ("origins", "https://a.example\nhttps://b.example/x", "“https://b.example/x” is not"),
        ("origins", "\n".join(f"https://s{n}.example" for n in range(51)), "at most 50 origins"),
        ("origins", "h" * 20_001, "“Origins” has at most"),
        ("per_second", "0", "“Events a second” is at least 1."),
        ("per_second", "-5", "“Events a second” is at least 1."),
        ("per_second", "1000001", "“Events a second” is at most 1000000."),
        ("per_second", "9" * 5000, "Write “Events a second” as a whole number"),
        ("per_second", "many", "Write “Events a second” as a whole number"),
        ("per_second", "2.5", "Write “Events a second” as a whole number"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    owner, field, typed, sentence
):
    kept = {"name": "Keep me", "kind": "app", "origins": "https://keep.example", "per_second": "7"}
    form = GOOD | kept

    answer = owner.post(url("source_new"), form | {field: typed})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    shown = {
        "name": 'value="Keep me"',
        "origins": "https://keep.example",
        "per_second": 'value="7"',
    }
    assert all(text in page for name, text in shown.items() if name != field)
    assert Source.objects.count() == 0
    assert said() == []


def test_all_that_is_wrong_is_said_at_once(owner):
    wrong = {"name": "", "kind": "x", "origins": "shop.example", "per_second": "0"}
    form = wrong | {"consent_mode": "x", "unread_days": "0"}

    answer = owner.post(url("source_new"), form)

    assert set(answer.context["form"].errors) == set(form)
    assert answer.content.decode().count('class="field-error"') == 6


def test_a_source_is_changed_and_the_log_says_which_fields(owner):
    source_id = make_source("Shop")

    owner.post(
        url("source_edit", source_id),
        {"_method": "patch", "version": "1", **GOOD, "name": "Web shop", "per_second": "5"}
        | {"consent_mode": "required", "unread_days": "7"},
    )

    source = Source.objects.get()
    assert (source.name, source.per_second, source.version) == ("Web shop", 5, 2)
    assert (source.consent_mode, source.unread_days) == ("required", 7)
    entry = AuditEntry.objects.latest("pk")
    fields = ["name", "per_second", "consent_mode", "unread_days"]
    assert entry.detail == {"name": "Web shop", "fields": fields}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(owner):
    source_id = make_source("Shop")
    Source.objects.update(version=2, name="Theirs")
    form = {"_method": "patch", "version": "1", **GOOD, "name": "Mine"}

    answer = owner.post(url("source_edit", source_id), form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody changed this source while you were writing." in page
    assert 'value="Mine"' in page
    assert Source.objects.get().name == "Theirs"
    owner.post(url("source_edit", source_id), form | {"version": "2"})
    assert Source.objects.get().name == "Mine"
    assert 'name="version" value="2"' in page


def test_a_new_key_takes_the_place_of_the_old_one_after_a_question(owner):
    source_id = make_source()
    before = Source.objects.get().write_key

    asked = owner.get(url("source_key", source_id)).content.decode()
    assert "stops at once" in asked
    assert Source.objects.get().write_key == before
    owner.post(url("source_key", source_id))

    after = Source.objects.get().write_key
    assert after != before
    assert after in owner.get(url("source_connect", source_id)).content.decode()
    assert said() == ["added", "renewed a write key"]


def test_a_source_is_switched_off_and_on(owner):
    source_id = make_source()

    owner.post(url("source_switch", source_id), {"_method": "delete"})
    assert not Source.objects.get().is_enabled
    assert "This source is switched off" in owner.get(url("source", source_id)).content.decode()
    owner.post(url("source_switch", source_id))

    assert Source.objects.get().is_enabled
    assert said() == ["added", "switched off", "switched on"]


def test_a_source_that_nothing_came_from_is_deleted_with_its_refusals(owner):
    source_id = make_source()
    count(source_id, "refused", "origin")

    owner.post(url("source_delete", source_id), {"_method": "delete"})

    assert Source.objects.count() == 0
    assert Intake.objects.count() == 0
    assert said() == ["added", "deleted"]


@pytest.mark.parametrize("trace", ["waits", "counted"])
def test_a_source_that_something_came_from_stays_and_it_is_said_why(owner, trace):
    source_id = make_source("Shop")
    if trace == "waits":
        make_arrival(source_id)
    else:
        count(source_id, "received")

    asked = owner.get(url("source_delete", source_id)).content.decode()
    answer = owner.post(url("source_delete", source_id), {"_method": "delete"})

    for page in (asked, answer.content.decode()):
        assert "Events came from “Shop”, so it stays. Switch it off to take no more." in page
    assert answer.status_code == 422
    assert Source.objects.count() == 1
    assert said() == ["added"]


def test_the_list_says_what_came_lately_and_where_nothing_knows_the_key(owner):
    now = clock.now()
    shop = make_source("Shop")
    make_source("Till", "server")
    count(shop, "received", events=1234, at=now - timedelta(hours=2))
    count(shop, "received", events=7, at=now - timedelta(hours=30))
    count(0, "refused", "unknown_key", events=3, at=now)
    count(0, "refused", "no_such_address", events=9, at=now)

    page = owner.get(url("source_list")).content.decode()

    assert "1,234" in page
    assert "1,241" not in page
    assert "3 events in 24 hours came without a known write key." in page
    assert page.index("Shop") < page.index("Till")


def test_the_list_is_searched_filtered_and_sorted(owner):
    make_source("Shop")
    till = make_source("Till", "server")
    Source.objects.filter(pk=till).update(is_enabled=False)
    count(till, "received", at=clock.now())

    def names(query):
        rows = owner.get(url("source_list") + query).context["rows"]
        return [row.label for row in rows]

    assert names("?q=til") == ["Till"]
    assert names("?f=kind:is:server") == ["Till"]
    assert names("?f=kind:is_not:server") == ["Shop"]
    assert names("?f=kind:not_set:") == []
    assert names("?f=on:is:yes") == ["Shop"]
    assert names("?sort=-received") == ["Till", "Shop"]
    assert names("?sort=last") == ["Shop", "Till"]


def test_without_a_source_the_page_teaches_what_one_is(owner, client):
    page = owner.get(url("source_list")).content.decode()
    assert "See what people do on your site" in page
    assert "New source" in page

    sign_in(client, make_staff("analyst"))
    assert "New source" not in client.get(url("source_list")).content.decode()


def test_who_may_only_look_finds_nothing_to_press(client):
    source_id = make_source()
    sign_in(client, make_staff("marketer"))

    pages = [client.get(url(name, source_id)) for name in ("source", "source_connect")]

    assert [answer.status_code for answer in pages] == [200, 200]
    for answer in pages:
        page = answer.content.decode()
        assert url("source_edit", source_id) not in page
        assert url("source_key", source_id) not in page
    assert client.get(url("source_edit", source_id)).status_code == 403


def test_programs_read_the_sources(client):
    make_source("Shop", origins=["https://shop.example"])
    make_source("Till", "server", per_second=9)

    def ask(role, query=""):
        return client.get(
            f"/api/v1/sources{query}", headers={"Authorization": f"Bearer {api_key(role)}"}
        )

    first = ask("analyst", "?limit=1").json()
    rest = ask("analyst", f"?limit=1&cursor={first['next']}").json()

    assert [item["name"] for item in first["items"] + rest["items"]] == ["Shop", "Till"]
    assert first["items"][0]["origins"] == ["https://shop.example"]
    assert first["items"][0]["consent_mode"] == "granted"
    assert first["items"][0]["unread_days"] == 3
    assert rest["items"][0]["per_second"] == 9
    assert rest["next"] is None
    assert ask("viewer").status_code == 403
