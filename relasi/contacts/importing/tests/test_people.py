"""People come in from files, once each, and go out again."""

import pytest

from relasi.accounts import testing as staff
from relasi.contacts.importing.testing import bring_in, person, picture, refusals, take_back, upload
from relasi.contacts.models import Contact, Identity, ImportChange, ImportKept, ImportMade
from relasi.kernel.errors import Refused

pytestmark = pytest.mark.django_db

PEOPLE = (
    "contacts_contact",
    "contacts_identity",
    "contacts_contacttag",
    "contacts_tag",
    "contacts_company",
)
LIST = (
    "nama,surel,no_hp,kota,id pelanggan,perusahaan,label,tgl_lahir\n"
    "Ratna Kusuma,Ratna@Example.org,+62 813 5550 1184,Bandung,C1,Kopi Lereng,decaf;vip,02/03/1988\n"
    "Hendra,hendra@example.org,+62 812 5550 7701,Cimahi,C2,,vip,17/08/1979\n"
)


def test_a_list_with_indonesian_headers_comes_in_as_it_is():
    run = bring_in(LIST)

    assert (run.state, run.rows_created, run.rows_refused) == ("done", 2, 0)
    card = person("email", "ratna@example.org")
    assert (card.name, card.city, card.company) == ("Ratna Kusuma", "Bandung", "Kopi Lereng")
    assert sorted(card.tags) == ["decaf", "vip"]
    assert str(card.born_on) == "1988-03-02"
    assert Identity.objects.get(value="ratna@example.org").shown == "Ratna@Example.org"
    assert person("external", "C2").id == person("phone", "+6281255507701").id


def test_the_same_file_twice_creates_and_changes_nothing():
    bring_in(LIST)
    before = picture(*PEOPLE)

    again = bring_in(LIST)

    assert (again.rows_created, again.rows_updated, again.rows_unchanged) == (0, 0, 2)
    assert picture(*PEOPLE) == before
    assert refusals(again) == refusals(again, "note") == []


def test_people_are_recognised_by_the_column_that_finds_most_of_them():
    bring_in("id,name\n101,Ana Wijaya\n102,Rudi Hartono\n103,Sari Dewi\n")
    listed = "id,email\n101,ana@kantorku.example\n102,rudi@kantorku.example\n"
    assert upload(listed).match_by == "external_id"
    run = bring_in(listed)
    assert (run.rows_created, run.rows_updated) == (0, 2)
    assert person("email", "ana@kantorku.example").id == person("external", "101").id
    bring_in("email,name\nbudi@kantorku.example,Budi\nsiti@kantorku.example,Siti\n")
    by_mail = "id,email\n7,budi@kantorku.example\n8,siti@kantorku.example\n103,new@kantorku.example"
    assert upload(by_mail).match_by == "email"
    assert upload("id,email\n900,nobody@kantorku.example\n").match_by == "email"


def test_a_known_person_gets_what_the_file_says_and_keeps_the_rest():
    bring_in(LIST)

    run = bring_in(
        "email,city,phone,tags\nRATNA@example.org,Garut,+62 22 555 0001,new\n"
        "hendra@example.org,,,\n"
    )

    assert (run.rows_updated, run.rows_unchanged) == (1, 1)
    ratna = person("email", "ratna@example.org")
    assert (ratna.name, ratna.city, ratna.company) == ("Ratna Kusuma", "Garut", "Kopi Lereng")
    assert sorted(ratna.tags) == ["decaf", "new", "vip"]
    phones = Identity.objects.filter(contact_id=ratna.id, kind="phone").order_by("pk")
    assert list(phones.values_list("value", "is_primary")) == [
        ("+6281355501184", True),
        ("+62225550001", False),
    ]


def test_taking_back_restores_every_table_updates_included():
    bring_in(LIST)
    before = picture(*PEOPLE)
    run = bring_in(
        "name,email,city,company,tags,phone\n"
        "Ratna K,ratna@example.org,Garut,Other Ltd,new,+62 22 555 0001\n"
        "Yusuf,yusuf@example.org,Bandung,Kopi Lereng,vip,\n"
    )
    assert picture(*PEOPLE) != before

    take_back(run)

    assert picture(*PEOPLE) == before
    assert run.state == "reverted"
    assert not ImportChange.objects.filter(run=run).exists()
    assert not ImportMade.objects.filter(run=run).exists()
    assert not ImportKept.objects.exists()


def test_whoever_was_changed_since_stays_and_is_listed():
    run = bring_in(LIST)
    hendra = person("email", "hendra@example.org").id
    Contact.objects.filter(pk=hendra).update(city="Solo", version=2)

    take_back(run)

    assert list(Contact.objects.values_list("name", "city")) == [("Hendra", "Solo")]
    assert list(Identity.objects.values_list("value", flat=True).order_by("kind")) == [
        "hendra@example.org",
        "C2",
        "+6281255507701",
    ]
    kept = ImportKept.objects.filter(run=run, table="contacts_contact").get()
    assert (kept.row_id, kept.name, kept.reason) == (hendra, "Hendra", "It was changed since.")


def test_a_later_row_changes_the_earlier_one_and_says_so():
    run = bring_in(
        "name,email,city\nAnn,ann@example.org,Bandung\nBob,bob@example.org,\n"
        "Anna,ANN@example.org,\n"
    )

    assert (run.rows_created, run.rows_repeated) == (2, 1)
    assert person("email", "ann@example.org").name == "Anna"
    assert person("email", "ann@example.org").city == "Bandung"
    assert refusals(run, "note") == [
        (4, "email", "ann@example.org came before, in row 2. This row changed it.")
    ]


def test_an_address_of_somebody_else_is_left_away_and_said():
    bring_in("name,email,phone\nAnn,ann@example.org,+62 812 5550 0001\n")

    run = bring_in("name,email,phone\nBob,bob@example.org,+62 812 5550 0001\n")

    assert run.rows_created == 1
    bob = person("email", "bob@example.org").id
    assert list(Identity.objects.filter(contact_id=bob).values_list("kind", flat=True)) == ["email"]
    assert refusals(run, "note") == [
        (2, "phone", "+6281255500001 already belongs to Ann, so it was left away here.")
    ]


def test_adding_only_leaves_known_people_alone():
    bring_in("name,email,city\nAnn,ann@example.org,Bandung\n")

    run = bring_in(
        "name,email,city\nOther,ann@example.org,Solo\nBob,bob@example.org,Solo\n", mode="create"
    )

    assert (run.rows_created, run.rows_unchanged, run.rows_updated) == (1, 1, 0)
    assert person("email", "ann@example.org").city == "Bandung"


def test_changing_only_adds_nobody():
    bring_in("name,email,city\nAnn,ann@example.org,Bandung\n")

    run = bring_in(
        "name,email,city\nAnn,ann@example.org,Solo\nBob,bob@example.org,Solo\n", mode="update"
    )

    assert (run.rows_created, run.rows_updated, run.rows_refused) == (0, 1, 1)
    assert Contact.objects.count() == 1
    assert refusals(run) == [
        (3, "email", "Nobody here is known by this, and only known people were to be changed.")
    ]


def test_several_addresses_of_a_kind_come_from_one_cell_and_from_many():
    run = bring_in(
        "name,email,e-mail,phone\nAnn,ann@example.org;ann@work.example.org,anna@example.org,\n"
    )

    assert run.rows_created == 1
    emails = Identity.objects.filter(kind="email").order_by("pk")
    assert list(emails.values_list("value", "is_primary")) == [
        ("ann@example.org", True),
        ("ann@work.example.org", False),
        ("anna@example.org", False),
    ]


LOCAL = "name,email,phone\nAnn,ann@example.org,0812 5550 0172\nBob,,0812 5550 0173\n"


def phones() -> list[str]:
    return sorted(Identity.objects.filter(kind="phone").values_list("value", flat=True))


def test_a_phone_without_a_country_goes_and_its_row_stays_if_it_is_known_by_something_else():
    staff.make_organisation(country="")

    run = bring_in(LOCAL)

    assert (run.rows_read, run.rows_created, run.rows_refused) == (2, 1, 1)
    assert (phones(), list(Contact.objects.values_list("name", flat=True))) == ([], ["Ann"])
    where = "Choose one for the file, under Columns, or for all under Settings, Organisation."
    assert refusals(run, "note") == [
        (2, "phone", "“0812 5550 0172” does not say its country, so it was left away. " + where)
    ]
    assert refusals(run) == [(3, "phone", "“0812 5550 0173” does not say its country. " + where)]


@pytest.mark.parametrize("country", ["ID", "id", "Indonesia", " indonesia "])
def test_the_country_of_the_file_reads_its_phones(country):
    staff.make_organisation(country="DE")

    bring_in(LOCAL, options={"constants": {"country": country}})

    assert phones() == ["+6281255500172", "+6281255500173"]
    assert {person("email", "ann@example.org").country} == {"ID"}


def test_the_country_of_a_row_reads_its_phone():
    staff.make_organisation(country="ID")

    bring_in(
        "email,country,phone\na@example.org,Singapore,9123 4567\nb@example.org,,0812 5550 017\n"
    )

    assert phones() == ["+628125550017", "+6591234567"]


def test_of_several_phones_only_the_one_without_a_country_goes():
    staff.make_organisation(country="")

    bring_in("email,phone\na@example.org,0812 5550 0172; +62 812 5550 0173\n")

    assert phones() == ["+6281255500173"]


def test_a_country_that_cannot_be_read_is_refused_at_its_field():
    with pytest.raises(Refused) as caught:
        bring_in(LOCAL, options={"constants": {"country": "Atlantis"}})

    assert caught.value.field == "same_country"
    assert caught.value.sentence == (
        "“ATLANTIS” is no country known here. Write its name or two letters, such as ID."
    )


FAMILY = "Ann \N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
PERSIAN = "می\N{ZERO WIDTH NON-JOINER}خواهم"
HEART = "Eve \N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}"


@pytest.mark.parametrize("name", [FAMILY, PERSIAN, HEART])
def test_joiners_inside_a_name_come_in_as_they_are(name):
    run = bring_in(f"name,email\n{name},ann@example.org\n")

    assert (run.rows_created, refusals(run)) == (1, [])
    assert person("email", "ann@example.org").name == name


@pytest.mark.parametrize("name", ["Ann\u200b", "\u200d\u200c", "Ann\u202ennA", "A\u0007n"])
def test_other_characters_that_cannot_be_shown_are_refused(name):
    run = bring_in(f"name,email\n{name},ann@example.org\n")

    assert refusals(run) == [
        (2, "name", "This holds a character that cannot be shown. Type it again.")
    ]
