"""The forms of people and companies, joining, tags: through HTTP."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from relasi.accounts.testing import actor, alice, sign_in
from relasi.contacts import public as contacts
from relasi.contacts.models import Company, Contact
from relasi.contacts.queries.merging import merges_of
from relasi.contacts.testing import make_company, make_contact

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def signed_in(client):
    return sign_in(client, alice())


def opened(client, address):
    """What the form at an address would send as it stands."""
    text = client.get(address).text
    form = re.findall(r'<form class="person-form".*?</form>', text, re.DOTALL)[0]
    inputs = re.findall(r"<input([^>]*)>", form)
    values: dict[str, list[str]] = {}
    for attributes in inputs:
        pairs = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        if pairs.get("type") == "radio" and " checked" not in attributes:
            continue
        if "name" in pairs:
            values.setdefault(pairs["name"], []).append(pairs.get("value", ""))
    for name, inner in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        values.setdefault(name, []).append(chosen[1] if chosen else "")
    return values


def test_a_person_is_written_down(client):
    answer = client.post(
        "/people/new/",
        {
            **opened(client, "/people/new/"),
            "name": "Ratna Kusuma",
            "emails": ["ratna@example.org", "", "work@example.org"],
            "emails_label": ["", "", "Work"],
            "emails_primary": "2",
            "phones": ["+62 812 5550 0172"],
            "country": "ID",
        },
    )
    card = contacts.card(Contact.objects.get().pk)
    assert answer["Location"] == f"/people/{card.id}/"
    assert card.emails == ("work@example.org", "ratna@example.org")
    assert (card.phone, card.country, card.owner_id) == ("+6281255500172", "ID", alice())


def test_each_bad_input_has_its_sentence_and_nothing_typed_is_lost(client):
    known = make_contact("Ratna Kusuma", email="ratna@example.org")
    answer = client.post(
        "/people/new/",
        {
            "name": "Ratna <b>",
            "emails": ["ratna@example.org", "nonsense"],
            "phones": ["12"],
            "born_on": "2026-02-31",
            "time_zone": "Mars",
            "source": "Fair & market",
        },
    )
    assert answer.status_code == 422
    for sentence in (
        "ratna@example.org already belongs to Ratna Kusuma. Join the two?",
        "“nonsense” has no @. Write it like name@example.org.",
        "“12” does not say its country.",
        "There is no date “2026-02-31”.",
        "“Mars” is not a time zone.",
    ):
        assert sentence in answer.text, sentence
    for typed in ("Ratna &lt;b&gt;", 'value="nonsense"', 'value="12"', "Fair &amp; market"):
        assert typed in answer.text, typed
    assert f'href="/people/{known}/"' in answer.text
    assert Contact.objects.count() == 1


def test_opening_and_saving_a_form_changes_nothing(client):
    ann = make_contact("Ann", email="ann@example.org", city="Solo", tags=("VIP",))
    before = contacts.card(ann)
    assert (
        client.post(f"/people/{ann}/edit/", opened(client, f"/people/{ann}/edit/")).status_code
        == 302
    )
    assert contacts.card(ann) == before


def test_two_who_change_different_things_lose_nothing(client):
    ann = make_contact("Ann", city="Solo")
    form = opened(client, f"/people/{ann}/edit/") | {"city": "Medan"}
    sari = actor("service")
    contacts.change_contact(contact_id=ann, changes={"source": "Fair"}, by=sari, now=NOON)
    assert client.post(f"/people/{ann}/edit/", form).status_code == 302
    assert (contacts.card(ann).city, contacts.card(ann).source) == ("Medan", "Fair")


def test_where_two_changed_the_same_both_are_shown_and_saving_again_is_mine(client):
    ann = make_contact("Ann", email="ann@example.org", city="Solo")
    form = opened(client, f"/people/{ann}/edit/") | {"city": "Medan", "emails": ["a@example.org"]}
    sari = actor("service")
    contacts.change_contact(
        contact_id=ann,
        changes={"city": "Ubud", "emails": ["b@example.org"], "source": "Fair"},
        by=sari,
        now=NOON,
    )
    both = client.post(f"/people/{ann}/edit/", form)
    assert both.status_code == 409
    assert f"{sari.name} changed this while you were writing, to: Ubud" in both.text
    assert "Changed while you were writing, to: b@example.org" in both.text
    assert 'value="Medan"' in both.text
    assert contacts.card(ann).city == "Ubud"

    base = re.findall(r'name="base" value="([^"]+)"', both.text)[0]
    again = client.post(f"/people/{ann}/edit/", form | {"base": base, "source": "Fair"})
    assert again.status_code == 302
    card = contacts.card(ann)
    assert (card.city, card.emails, card.source) == ("Medan", ("a@example.org",), "Fair")


def test_a_form_that_was_tampered_with_is_refused_and_kept(client):
    ann = make_contact("Ann", city="Solo")
    form = opened(client, f"/people/{ann}/edit/") | {"city": "Medan", "base": "forged"}
    answer = client.post(f"/people/{ann}/edit/", form)
    assert answer.status_code == 422
    assert 'value="Medan"' in answer.text
    assert contacts.card(ann).city == "Solo"


def test_a_company_that_is_not_there_yet_is_added_when_asked(client):
    ann = make_contact("Ann")
    form = opened(client, f"/people/{ann}/edit/") | {"company": "Jenggala"}
    asked = client.post(f"/people/{ann}/edit/", form)
    assert asked.status_code == 422
    assert "There is no company “Jenggala” yet." in asked.text
    assert not Company.objects.exists()
    client.post(f"/people/{ann}/edit/", form | {"add_company": "1"})
    assert contacts.card(ann).company == "Jenggala"


def test_another_address_row_keeps_what_was_typed(client):
    answer = client.post("/people/new/", {"name": "Ann", "emails": ["a@x"], "more": "emails"})
    assert answer.status_code == 200
    assert 'value="a@x"' in answer.text
    assert answer.text.count('name="emails"') == 4
    assert not Contact.objects.exists()


def test_two_people_are_compared_joined_and_taken_apart(client):
    ann = make_contact("Ann", email="ann@example.org", city="Solo", now=NOON - timedelta(9))
    anna = make_contact("Anna", email="anna@example.org", now=NOON)
    assert "Anna" in client.get(f"/people/{ann}/merge/").text
    page = client.get(f"/people/{ann}/merge/?with={anna}").text
    assert 'name="take.name"' in page
    assert 'name="take.city"' not in page
    joined = client.post(f"/people/{ann}/merge/", {"with": anna, "take.name": "lost"})
    assert joined["Location"] == f"/people/{ann}/"
    assert (contacts.card(ann).name, contacts.card(ann).city) == ("Anna", "Solo")
    assert "Take apart" in client.get(f"/people/{ann}/").text
    undo = f"/people/merges/{merges_of(ann)[0].id}/undo/"
    assert client.post(undo).status_code == 302
    assert contacts.card(anna).emails == ("anna@example.org",)
    assert client.post(undo).status_code == 422


@pytest.mark.parametrize("other", ["", "x", "404", "self", "9" * 30])
def test_joining_with_nobody_is_refused(client, other):
    ann = make_contact("Ann")
    answer = client.post(f"/people/{ann}/merge/", {"with": str(ann) if other == "self" else other})
    assert answer.status_code in {404, 422}
    assert Contact.objects.count() == 1


def test_the_customer_page_hides_what_is_empty(client):
    ann = make_contact("Ann", email="ann@example.org", handles=("instagram:ann",))
    page = client.get(f"/people/{ann}/").text
    assert "ann@example.org" in page
    assert "@ann" in page
    assert "<dt>Position</dt>" not in page
    assert "<dt>Position</dt>" in client.get(f"/people/{ann}/?empty=1").text
    aside = client.get(f"/people/{ann}/aside/").text
    assert "ann@example.org" in aside
    assert "<html" not in aside


def test_a_tag_is_put_on_and_taken_off(client):
    ann = make_contact("Ann")
    client.post(f"/people/{ann}/tags/", {"tag": "VIP"})
    assert contacts.card(ann).tags == ("VIP",)
    long = client.post(f"/people/{ann}/tags/", {"tag": "x" * 61})
    assert long.status_code == 422
    assert "A tag has 1 to 60 characters." in long.text
    assert "x" * 61 in long.text
    client.post(f"/people/{ann}/tags/", {"_method": "delete", "tag": "VIP"})
    assert contacts.card(ann).tags == ()


def test_a_company_has_its_pages(client):
    client.post("/companies/new/", {"name": "Jenggala", "domain": "https://jenggala.co.id"})
    company = Company.objects.get()
    assert company.domain == "jenggala.co.id"
    make_contact("Ann", company_id=company.pk, job_title="Chef")
    page = client.get(f"/companies/{company.pk}/").text
    assert "Ann" in page
    assert "Chef" in page
    bad = client.post(
        f"/companies/{company.pk}/edit/",
        opened(client, f"/companies/{company.pk}/edit/") | {"name": "", "domain": "no domain"},
    )
    assert bad.status_code == 422
    assert "A company needs a name. Write it here." in bad.text
    assert "“no domain” is not a domain." in bad.text
    kept = client.post(f"/companies/{company.pk}/delete/", {"_method": "delete"})
    assert kept.status_code == 422
    assert "1 person belong to it" in kept.text
    assert [row.label for row in client.get("/companies/?q=jeng").context["rows"]] == ["Jenggala"]
    assert "Jenggala" in client.get("/companies/names/?company=jen").text


def test_a_company_changed_by_two_shows_both(client):
    company = make_company("Jenggala", city="Ubud")
    form = opened(client, f"/companies/{company}/edit/") | {"city": "Medan"}
    Company.objects.filter(pk=company).update(city="Solo", version=2)
    both = client.post(f"/companies/{company}/edit/", form)
    assert both.status_code == 409
    assert "to: Solo" in both.text
    assert 'value="Medan"' in both.text


@pytest.mark.parametrize("address", ["/people/404/", "/people/404/edit/", "/companies/404/"])
def test_who_is_gone_is_said_in_words(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "is not here any more" in answer.text
