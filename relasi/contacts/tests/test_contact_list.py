"""The People list, through HTTP."""

from datetime import UTC, datetime, timedelta

import pytest

from relasi.accounts.testing import alice, bob, charlie, make_staff, sign_in
from relasi.contacts import public as contacts
from relasi.contacts import registry
from relasi.contacts.actions.fields import add_field
from relasi.contacts.models import BulkChange, ContactTag, Tag
from relasi.contacts.queries.people import pages
from relasi.contacts.testing import make_company, make_contact
from relasi.ui.public import Filter

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def owner(client):
    return sign_in(client, alice())


def found(client, query=""):
    """The names on the page, in order."""
    answer = client.get(f"/people/{query}")
    assert answer.status_code == 200, answer.text
    return [row.label for row in answer.context["rows"]]


@pytest.fixture(params=["walk", "gather", "give up"])
def way(request, monkeypatch):
    """Every question is asked by each way to its answer."""
    if request.param == "walk":
        monkeypatch.setattr(pages, "FEW", -1)
    elif request.param == "gather":
        monkeypatch.setattr(pages, "FEW", 10**9)
    else:
        monkeypatch.setattr(pages, "FEW", -1)
        late = pages.WALKING.replace("= 80", "= 1") + "; SELECT pg_sleep(0.05)"
        monkeypatch.setattr(pages, "WALKING", late)


@pytest.mark.usefixtures("owner")
def test_an_empty_list_says_why_one_would_want_it(client):
    page = client.get("/people/").text
    assert "Everybody you serve, in one place" in page


@pytest.mark.usefixtures("owner")
def test_the_newest_stand_first_and_every_order_can_be_asked(client):
    for number, name in enumerate(("bea", "Ann", "Cia")):
        make_contact(name, city="XYZ"[number], now=NOON + timedelta(number))
    assert found(client) == ["Cia", "Ann", "bea"]
    assert found(client, "?sort=name") == ["Ann", "bea", "Cia"]
    assert found(client, "?sort=-city") == ["Cia", "Ann", "bea"]


@pytest.mark.usefixtures("way")
def test_every_filter_finds_those_whom_it_names(client, owner):
    add_field(
        of="contact", label="Brews", kind="choice", choices=["V60", "Moka"], by=owner, now=NOON
    )
    add_field(of="contact", label="Cups", kind="number", by=owner, now=NOON)
    add_field(of="contact", label="Since", kind="date", by=owner, now=NOON)
    add_field(of="contact", label="Member", kind="boolean", by=owner, now=NOON)
    add_field(of="contact", label="Remark", kind="text", by=owner, now=NOON)
    make_contact(
        "Ann",
        city="Solo",
        country="ID",
        language="id",
        born_on="1991-05-14",
        phone="+6281255500172",
        tags=("VIP",),
        owner_id=owner.id,
        company_id=make_company("Jenggala"),
        fields={"brews": "V60", "cups": 3, "since": "2026-01-05", "member": True, "remark": "Tea"},
        now=NOON,
    )
    make_contact("Bea", fields={"brews": "Moka", "cups": 1}, now=NOON - timedelta(40))
    vip = Tag.objects.get().pk
    only_ann = (
        "city:is:Solo",
        "city:contains:ol",
        "city:set",
        "country:is:ID",
        "language:is:id",
        f"tag:is:{vip}",
        "tag:set",
        f"owner:is:{owner.id}",
        "owner:set",
        "company:contains:jeng",
        "company:is:Jenggala",
        "company:set",
        "has_phone:is:yes",
        "born_on:before:2000-01-01",
        "created:after:2026-11-01",
        "fields.brews:is:V60",
        "fields.brews:is_not:Moka",
        "fields.cups:above:1.5",
        "fields.cups:is:3",
        "fields.since:before:2026-02-01",
        "fields.since:set",
        "fields.member:is:yes",
        "fields.remark:contains:te",
    )
    for asked in only_ann:
        assert found(client, f"?f={asked}") == ["Ann"], asked
    only_bea = (
        "city:not_set",
        "city:is_not:Solo",
        f"tag:is_not:{vip}",
        "tag:not_set",
        "owner:not_set",
        "company:not_set",
        "has_phone:is:no",
        "born_on:not_set",
        "created:before:2026-11-01",
        "fields.cups:below:2",
        "fields.remark:not_set",
    )
    for asked in only_bea:
        assert found(client, f"?f={asked}") == ["Bea"], asked
    assert found(client, "?f=email_state:is:unknown&sort=name") == ["Ann", "Bea"]
    assert found(client, "?f=has_email:is:no") == []


@pytest.mark.usefixtures("way")
@pytest.mark.usefixtures("owner")
def test_search_finds_names_by_a_piece_and_addresses_by_their_start(client):
    make_contact("Ratna Kusuma", email="rk@example.org", phone="+6281255500172")
    make_contact("Budi 100%", email="budi@example.org", handles=("instagram:kopi_budi",))
    assert found(client, "?q=kusu+ratn") == ["Ratna Kusuma"]
    assert found(client, "?q=RK@ex") == ["Ratna Kusuma"]
    assert found(client, "?q=%2B62+812-5550") == ["Ratna Kusuma"]
    assert found(client, "?q=instagram:kopi_") == ["Budi 100%"]
    assert found(client, "?q=100%25") == ["Budi 100%"]
    assert found(client, "?q=example") == []
    assert found(client, "?q=_") == []


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    "query", ["?f=shoe:is:1", "?f=city:above:1", "?sort=shoe", "?page=0", "?f=born_on:is:31.2."]
)
def test_what_the_list_cannot_answer_is_refused_in_words(client, query):
    assert client.get(f"/people/{query}").status_code == 422


@pytest.mark.usefixtures("owner")
def test_a_page_has_its_part_and_the_whole_its_size(client):
    for number in range(53):
        make_contact(f"P{number:02}", now=NOON + timedelta(minutes=number))
    assert found(client)[0] == "P52"
    assert found(client, "?page=2") == ["P02", "P01", "P00"]
    answer = client.get("/people/")
    assert (answer.context["paging"]["total"], answer.context["paging"]["estimate"]) == (53, False)


def test_the_number_of_queries_does_not_grow_with_the_rows(
    client, owner, django_assert_max_num_queries
):
    for number in range(30):
        make_contact(f"P{number}", tags=("A",), company_id=make_company(), owner_id=owner.id)
    client.get("/people/")
    with django_assert_max_num_queries(40):
        client.get("/people/")


def test_a_package_above_adds_a_column_that_sorts_and_filters(client, owner, monkeypatch):
    monkeypatch.setattr(registry, "_columns", {})
    ann, bea, cia = (make_contact(name, now=NOON) for name in ("Ann", "Bea", "Cia"))
    registry.register_column(
        registry.ListColumn(
            "noted",
            "Noted",
            kind="date",
            table="contacts_note",
            column="written_at",
            filter=Filter("noted", "Noted", "date"),
            default=True,
        )
    )
    for number, who in enumerate((bea, ann)):
        contacts_note(who, owner.id, NOON + timedelta(number))
    assert found(client, "?sort=-noted") == ["Ann", "Bea", "Cia"]
    assert found(client, "?sort=noted") == ["Bea", "Ann", "Cia"]
    assert found(client, "?f=noted:not_set") == ["Cia"]
    assert found(client, "?f=noted:after:2026-11-22&sort=noted") == ["Ann"]
    assert cia


def contacts_note(contact_id, author_id, at):
    from relasi.contacts.models import Note

    Note.objects.create(contact_id=contact_id, author_id=author_id, body="x", written_at=at)


@pytest.mark.usefixtures("owner")
def test_the_file_holds_everybody_and_no_formula(client):
    make_contact("=HYPERLINK(1)", email="ann@example.org", tags=("A", "B"), now=NOON)
    make_contact("Bea", now=NOON - timedelta(1))
    answer = client.get("/people/?export=csv&q=HYPER")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=HYPERLINK(1)" in lines[1]
    assert '"A, B"' in lines[1]


def test_a_viewer_exports_nothing_and_changes_nothing(client):
    sign_in(client, charlie())
    ann = make_contact("Ann")
    assert client.get("/people/?export=csv").status_code == 403
    assert client.post("/people/bulk/tag/", {"ids": [ann]}).status_code == 403
    assert client.get("/people/new/").status_code == 403
    assert "contacts:bulk" not in client.get("/people/").text


def test_sales_see_their_teams_people_only(client):
    mine = make_staff("sales", name="Sari")
    make_contact("Mine", owner_id=mine)
    theirs = make_contact("Theirs", owner_id=make_staff("sales", name="Budi"))
    make_contact("Nobody's")
    sign_in(client, mine)
    assert found(client) == ["Mine"]
    assert client.get(f"/people/{theirs}/").status_code == 403
    assert client.get(f"/people/{theirs}/aside/").status_code == 403


@pytest.mark.usefixtures("owner")
def test_many_are_tagged_after_every_change_was_seen(client):
    ann, bea = make_contact("Ann"), make_contact("Bea", tags=("Decaf",))
    asked = client.post("/people/bulk/tag/", {"ids": [ann, bea], "query": "sort=name"})
    assert "See every change" in asked.text
    form = {"ids": [ann, bea], "query": "sort=name", "propose": "1", "tag": "Decaf"}
    preview = client.post("/people/bulk/tag/", form, follow=True)
    assert "1 person gets the tag “Decaf”." in preview.text
    assert ContactTag.objects.count() == 1
    change = BulkChange.objects.get()
    done = client.post(f"/people/changes/{change.pk}/")
    assert done["Location"] == "/people/?sort=name"
    assert contacts.card(ann).tags == ("Decaf",)
    assert "1 person tagged “Decaf”." in client.get("/people/").text
    client.post(f"/people/changes/{change.pk}/undo/")
    assert contacts.card(ann).tags == ()
    assert contacts.card(bea).tags == ("Decaf",)


@pytest.mark.usefixtures("owner")
def test_all_that_a_list_finds_are_chosen_by_its_question(client):
    for name, city in (("Ann", "Solo"), ("Bea", "Solo"), ("Cia", "Medan")):
        make_contact(name, city=city)
    form = {
        "all": "1",
        "query": "f=city:is:Solo",
        "propose": "1",
        "key": "city",
        "value": "Surakarta",
    }
    client.post("/people/bulk/field/", form)
    client.post(f"/people/changes/{BulkChange.objects.get().pk}/")
    assert found(client, "?f=city:is:Surakarta&sort=name") == ["Ann", "Bea"]


@pytest.mark.usefixtures("owner")
def test_a_bad_value_for_many_is_told_beside_it(client):
    ann = make_contact("Ann")
    form = {"ids": [ann], "propose": "1", "key": "country", "value": "Indonesien"}
    answer = client.post("/people/bulk/field/", form)
    assert answer.status_code == 422
    assert "“INDONESIEN” is not a country code." in answer.text
    assert 'value="Indonesien"' in answer.text
    assert not BulkChange.objects.exists()


@pytest.mark.usefixtures("owner")
def test_a_change_belongs_to_who_proposed_it(client):
    make_contact("Ann")
    client.post("/people/bulk/tag/", {"all": "1", "propose": "1", "tag": "X"})
    change = BulkChange.objects.get()
    sign_in(client, make_staff("sales"))
    assert client.post(f"/people/changes/{change.pk}/").status_code == 403
    sign_in(client, bob())
    assert client.get(f"/people/changes/{change.pk}/").status_code == 200


def test_control_k_finds_a_person_by_name(owner):
    from relasi.contacts.queries.finding import find_people

    make_contact("Maratna", email="m@example.org")
    ratna = make_contact("Ratna Kusuma", email="rk@example.org", city="Solo")
    hits = find_people(owner, "ratna", 5)
    assert [(hit.name, hit.note) for hit in hits] == [
        ("Ratna Kusuma", "rk@example.org · Solo"),
        ("Maratna", "m@example.org"),
    ]
    assert hits[0].url == f"/people/{ratna}/"
    assert [hit.name for hit in find_people(owner, "rk@", 5)] == ["Ratna Kusuma"]
    assert find_people(owner, " ", 5) == []
