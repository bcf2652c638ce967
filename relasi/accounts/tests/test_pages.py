import pytest
from django.test import Client
from django.urls import reverse

from relasi.accounts import public as accounts
from relasi.accounts import testing
from relasi.accounts.models import ApiKey, AuditEntry, Invitation, Staff, Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    testing.make_organisation(name="Kopi Lereng", currency="IDR")
    return testing.sign_in(client, testing.alice())


PAGES = [
    "profile",
    "organisation",
    "staff_list",
    "team_list",
    "key_list",
    "audit_list",
    "my_rights",
]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.usefixtures("owner")
def test_each_page_of_the_settings_opens(client, name):
    answer = client.get(reverse(f"accounts:{name}"))
    assert answer.status_code == 200
    assert b"style=" not in answer.content


@pytest.mark.usefixtures("owner")
def test_the_organisation_is_changed_and_the_change_is_on_record(client):
    sent = {
        "_method": "patch",
        "name": "Kopi Lereng",
        "postal_address": "Jl. Braga 1, Bandung",
        "country": "ID",
        "currency": "IDR",
        "time_zone": "Asia/Jakarta",
        "language": "id",
    }
    answer = client.post("/settings/organisation/", sent)
    assert answer.status_code == 302
    assert accounts.organisation().postal_address == "Jl. Braga 1, Bandung"
    entry = AuditEntry.objects.latest("pk")
    assert (entry.actor_name, entry.action, entry.object) == ("Alice", "changed", "organisation")
    assert entry.detail["time_zone"] == ["UTC", "Asia/Jakarta"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("currency", "rupiah", "three capital letters"),
        ("country", "Indonesia", "two capital letters"),
        ("time_zone", "Asia/Bandung", "Asia/Bandung"),
        ("name", "", "required"),
    ],
)
@pytest.mark.usefixtures("owner")
def test_a_wrong_organisation_is_refused_beside_its_field(client, field, value, sentence):
    sent = {"name": "Kopi", "currency": "IDR", "time_zone": "UTC", "language": "en"}
    sent |= {"_method": "patch", "postal_address": "Jl. Braga 1", field: value}
    answer = client.post("/settings/organisation/", sent)
    assert answer.status_code == 422
    assert sentence in " ".join(answer.context["form"].errors[field])
    assert b"Jl. Braga 1" in answer.content
    assert accounts.organisation().name == "Kopi Lereng"


@pytest.mark.usefixtures("owner")
def test_an_invitation_opens_one_seat_once(client):
    answer = client.post("/settings/staff/", {"email": "Sari@Example.org ", "role": "marketer"})
    link = answer.context["link"]
    token = link.rstrip("/").rpartition("/")[2]
    assert answer.status_code == 200
    assert token not in str(Invitation.objects.values())

    client.logout()
    assert b"sari@example.org" in client.get(link).content
    sent = {"name": "Sari", "password": "kopi pagi di lereng"}
    assert client.post(link, sent).headers["Location"] == "/account/login/"
    sari = Staff.objects.get(email="sari@example.org")
    assert (sari.name, sari.role) == ("Sari", "marketer")
    assert client.login(email="sari@example.org", password="kopi pagi di lereng")

    client.logout()
    again = client.post(link, {"name": "Eve", "password": "another long password"})
    assert again.status_code == 422
    assert "not valid any more" in again.content.decode()
    assert Staff.objects.count() == 2


@pytest.mark.usefixtures("owner")
def test_a_browser_takes_the_seat(client):
    answer = client.post("/settings/staff/", {"email": "sari@example.org", "role": "viewer"})
    link = answer.context["link"]
    browser = Client(enforce_csrf_checks=True)

    page = browser.get(link)
    token = str(page.context["csrf_token"])
    sent = {"name": "Sari", "password": "kopi pagi di lereng", "csrfmiddlewaretoken": token}
    # As browsers do: a page that gives no referrer posts from nowhere.
    origin = "null" if page["Referrer-Policy"] == "no-referrer" else "http://testserver"
    taken = browser.post(link, sent, headers={"Origin": origin})

    assert (taken.status_code, taken.headers["Location"]) == (302, "/account/login/")
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize("password", ["short", "password12", "1234567890"])
@pytest.mark.usefixtures("owner")
def test_a_weak_password_is_refused_and_the_name_stays(client, password):
    answer = client.post("/settings/staff/", {"email": "sari@example.org", "role": "viewer"})
    answer = client.post(answer.context["link"], {"name": "Sari", "password": password})
    assert answer.status_code == 422
    assert "password" in answer.context["form"].errors
    assert b'value="Sari"' in answer.content
    assert not Staff.objects.filter(email="sari@example.org").exists()


@pytest.mark.usefixtures("owner")
def test_a_revoked_or_expired_invitation_is_refused(client):
    first = client.post("/settings/staff/", {"email": "a@example.org", "role": "viewer"})
    client.post(f"/settings/invitations/{Invitation.objects.get().pk}/", {"_method": "delete"})
    second = client.post("/settings/staff/", {"email": "b@example.org", "role": "viewer"})
    Invitation.objects.filter(email="b@example.org").update(expires_at="2020-01-01T00:00Z")
    client.logout()
    for answer in (first, second):
        assert client.get(answer.context["link"]).status_code == 422


@pytest.mark.usefixtures("owner")
def test_a_second_invitation_replaces_the_first(client):
    first = client.post("/settings/staff/", {"email": "a@example.org", "role": "viewer"})
    second = client.post("/settings/staff/", {"email": "a@example.org", "role": "sales"})
    assert client.get(first.context["link"]).status_code == 422
    assert client.get(second.context["link"]).status_code == 200


@pytest.mark.usefixtures("owner")
def test_somebody_who_works_here_is_not_invited_again(client):
    answer = client.post("/settings/staff/", {"email": "ALICE@shop.example", "role": "viewer"})
    assert answer.status_code == 422
    assert "already works here" in str(answer.context["form"].errors["email"])
    assert not Invitation.objects.exists()


def test_only_an_owner_makes_an_owner(client):
    testing.sign_in(client, testing.make_staff("admin"))
    answer = client.post("/settings/staff/", {"email": "a@example.org", "role": "owner"})
    assert answer.status_code == 422
    bob = testing.bob()
    sent = {"_method": "patch", "role": "owner", "email": "bob@shop.example"}
    assert client.post(f"/settings/staff/{bob}/", sent).status_code == 422
    assert Staff.objects.get(pk=bob).role == "marketer"


def test_an_administrator_cannot_touch_an_owner(client):
    alice = testing.alice()
    testing.sign_in(client, testing.make_staff("admin"))
    sent = {"_method": "patch", "role": "owner", "email": "mine@shop.example"}
    assert client.post(f"/settings/staff/{alice}/", sent).status_code == 422
    sent = {"_method": "patch", "role": "viewer", "email": "alice@shop.example"}
    assert client.post(f"/settings/staff/{alice}/", sent).status_code == 403
    assert client.post(f"/settings/staff/{alice}/", {"_method": "delete"}).status_code == 403
    assert client.post(f"/settings/staff/{alice}/link/").status_code == 403
    alice_now = Staff.objects.get(pk=alice)
    now = (alice_now.email, alice_now.role, alice_now.is_active)
    assert now == ("alice@shop.example", "owner", True)


def test_the_last_owner_stays_owner(client, owner):
    email = Staff.objects.get(pk=owner.id).email
    sent = {"_method": "patch", "role": "viewer", "email": email}
    answer = client.post(f"/settings/staff/{owner.id}/", sent)
    assert answer.status_code == 422
    assert "last owner" in str(answer.context["form"].errors["role"])
    testing.make_staff("owner")
    assert client.post(f"/settings/staff/{owner.id}/", sent).status_code == 302


@pytest.mark.usefixtures("owner")
def test_a_new_role_holds_from_the_next_click(client):
    bob = testing.bob()
    team = Team.objects.create(name="North")
    other = type(client)()
    testing.sign_in(other, bob)
    assert other.get("/settings/staff/").status_code == 403
    sent = {"_method": "patch", "role": "admin", "teams": [team.pk], "email": "bob@shop.example"}
    assert client.post(f"/settings/staff/{bob}/", sent).status_code == 302
    assert other.get("/settings/staff/").status_code == 200
    assert list(Staff.objects.get(pk=bob).teams.all()) == [team]


@pytest.mark.usefixtures("owner")
def test_a_closed_seat_is_out_at_once_and_its_keys_too(client):
    bob = testing.make_staff("admin")
    other = type(client)()
    testing.sign_in(other, bob)
    made = other.post("/settings/keys/", {"name": "Shop", "role": "viewer"})
    assert other.get("/settings/keys/").status_code == 200

    client.post(f"/settings/staff/{bob}/", {"_method": "delete"})

    assert other.get("/settings/keys/").status_code == 302
    assert ApiKey.objects.get().revoked_at is not None
    assert made.context["secret"]
    assert not other.login(email=Staff.objects.get(pk=bob).email, password=testing.PASSWORD)
    client.post(f"/settings/staff/{bob}/", {"_method": "patch", "open": "1"})
    assert Staff.objects.get(pk=bob).is_active


def test_nobody_closes_their_own_seat(client, owner):
    testing.make_staff("owner")
    answer = client.post(f"/settings/staff/{owner.id}/", {"_method": "delete"})
    assert answer.status_code == 422
    assert Staff.objects.get(pk=owner.id).is_active


@pytest.mark.usefixtures("owner")
def test_a_key_is_shown_once_and_stored_hashed(client):
    secret = client.post("/settings/keys/", {"name": "Shop", "role": "viewer"}).context["secret"]
    assert secret.encode() not in client.get("/settings/keys/").content
    key = ApiKey.objects.get()
    assert secret not in str(ApiKey.objects.values())
    assert secret.startswith(key.prefix)
    client.post(f"/settings/keys/{key.pk}/", {"_method": "delete"})
    assert ApiKey.objects.get().revoked_at is not None


@pytest.mark.usefixtures("owner")
def test_the_effective_rights_say_why(client):
    sally = testing.make_staff("sales", teams=("North",))
    page = client.get(f"/settings/staff/{sally}/rights/").content.decode()
    assert "The role Sales reaches rows owned by people of: North." in page
    assert "The role Sales does not include it." in page


def test_a_profile_is_ones_own(client):
    testing.sign_in(client, testing.charlie())
    sent = {"_method": "patch", "name": "Charly", "language": "id", "theme": "dark"}
    answer = client.post(
        "/settings/profile/", sent | {"time_zone": "Asia/Jakarta", "role": "owner"}
    )
    assert answer.status_code == 302
    charlie = Staff.objects.get(name="Charly")
    assert (charlie.language, charlie.theme, charlie.role) == ("id", "dark", "viewer")
    assert client.get("/settings/profile/").headers["Content-Language"] == "id"


def test_a_view_belongs_to_whoever_saved_it(client, owner):
    sent = {"page": "/people/", "name": "Buyers", "query": "f=stage:is:active", "shared": "1"}
    answer = client.post("/views/", sent)
    assert answer.headers["Location"] == "/people/?f=stage:is:active"
    view = accounts.saved_views(owner, "/people/")[0]
    assert (view.name, view.shared, view.pinned, view.mine) == ("Buyers", True, False, True)

    other = type(client)()
    bob = testing.sign_in(other, testing.bob())
    assert accounts.saved_views(bob, "/people/")[0].mine is False
    for method in ("patch", "delete"):
        sent = {"_method": method, "name": "Mine now"}
        assert other.post(f"/views/{view.id}/", sent).status_code == 404
    assert accounts.saved_views(owner, "/people/")[0].name == "Buyers"

    client.post(f"/views/{view.id}/", {"_method": "patch", "name": "Buyers", "pinned": "1"})
    changed = accounts.saved_views(owner, "/people/")[0]
    assert (changed.shared, changed.pinned) == (False, True)
    assert accounts.saved_views(bob, "/people/") == ()
    client.post(f"/views/{view.id}/", {"_method": "delete"})
    assert accounts.saved_views(owner, "/people/") == ()


@pytest.mark.parametrize(
    "page", ["/\\evil.example", "//evil.example/", "https://evil.example/", "people"]
)
@pytest.mark.usefixtures("owner")
def test_a_view_leads_nowhere_but_home(client, page):
    assert client.post("/views/", {"page": page, "name": "x"}).status_code == 422


@pytest.mark.usefixtures("owner")
def test_the_audit_log_is_filtered_and_exported(client):
    client.post("/settings/teams/", {"name": "=HYPERLINK(1)"})
    page = client.get("/settings/audit/?f=object:is:team").content.decode()
    assert "added" in page
    assert "signed in" not in page.partition("<tbody")[2]
    lines = b"".join(client.get("/settings/audit/?f=object:is:team&export=csv")).decode()
    assert lines.count("\r\n") == 2
    assert "staff:" in lines


def test_a_marketer_sees_none_of_it(client):
    testing.sign_in(client, testing.bob())
    for name in ("organisation", "staff_list", "team_list", "key_list", "audit_list"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 403
