"""The wizard, through HTTP, as a person walks it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from relasi.accounts import testing as staff
from relasi.contacts.importing.jobs import bring_in, take_back
from relasi.contacts.models import Contact, ImportCorrection, ImportRun

pytestmark = pytest.mark.django_db
LIST = (
    "nama,surel,tgl_lahir\n"
    "Ratna,ratna@example.org,2/3/1988\n"
    "Sri,sri@example.org,31/02/1990\n"
    "=cmd(),broken,1/1/1990\n"
)


@pytest.fixture
def alice(client):
    staff.sign_in(client, staff.alice())
    return client


def uploaded(client: Client, content: str = LIST, target: str = "contacts") -> ImportRun:
    file = SimpleUploadedFile("pameran.csv", content.encode())
    answer = client.post(reverse("contacts:import_new"), {"target": target, "file": file})
    assert answer.status_code == 302, answer.content
    return ImportRun.objects.latest("pk")


def settled(client: Client, run: ImportRun) -> None:
    columns = {f"column_{place}": key for place, key in run.mapping.items()}
    ways = {"mode": "create_update", "match_by": "email", "dates": "dmy", "decimal": "."}
    answer = client.post(reverse("contacts:import_columns", args=[run.pk]), columns | ways)
    assert answer.status_code == 302, answer.content


def test_a_file_goes_the_four_steps_in_and_back(alice):
    run = uploaded(alice)
    page = alice.get(reverse("contacts:import_columns", args=[run.pk]))
    assert b"tgl_lahir" in page.content
    settled(alice, run)
    check = reverse("contacts:import_check", args=[run.pk])
    assert "There is no 31 February." in alice.get(check).content.decode()

    fixed = alice.post(
        check,
        {"row": 3, "column": 2, "value": "28/02/1990"},
        headers={"HX-Request": "true", "HX-Request-Type": "partial"},
    )
    assert fixed.status_code == 200
    assert 'id="row-3"' in fixed.content.decode()
    assert "fixed" in fixed.content.decode()

    alice.post(reverse("contacts:import_start", args=[run.pk]))
    bring_in(run_id=run.pk)
    done = alice.get(reverse("contacts:import_run", args=[run.pk]))
    assert done.status_code == 200
    assert sorted(Contact.objects.values_list("name", flat=True)) == ["Ratna", "Sri"]
    assert str(Contact.objects.get(name="Sri").born_on) == "1990-02-28"

    alice.post(reverse("contacts:import_undo", args=[run.pk]))
    take_back(run_id=run.pk)
    assert Contact.objects.count() == 0
    assert alice.get(reverse("contacts:import_run", args=[run.pk])).status_code == 200


def test_the_report_names_row_column_and_reason_and_runs_no_formula(alice):
    run = uploaded(alice)
    settled(alice, run)
    alice.post(reverse("contacts:import_start", args=[run.pk]))
    bring_in(run_id=run.pk)

    answer = alice.get(reverse("contacts:import_report", args=[run.pk]))

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0].endswith("Row,Column,Reason,Result,nama,surel,tgl_lahir")
    assert lines[1].startswith("3,tgl_lahir,There is no 31 February.,Left out,Sri,")
    assert ",'=cmd()," in lines[2]


@pytest.mark.parametrize("figure", ["created", "updated", "refused", "notes", "kept"])
def test_each_figure_opens_its_rows(alice, figure):
    run = uploaded(alice)
    settled(alice, run)
    alice.post(reverse("contacts:import_start", args=[run.pk]))
    bring_in(run_id=run.pk)

    page = alice.get(reverse("contacts:import_rows", args=[run.pk, figure])).content.decode()

    assert ("Ratna" in page) is (figure == "created")
    assert ("There is no 31 February." in page) is (figure == "refused")


def test_the_list_shows_every_import(alice):
    uploaded(alice)

    assert b"pameran.csv" in alice.get(reverse("contacts:import_list")).content


def test_a_correction_holds_without_htmx_too(alice):
    run = uploaded(alice)
    settled(alice, run)
    check = reverse("contacts:import_check", args=[run.pk])

    answer = alice.post(check, {"row": 4, "column": 1, "value": "x@example.org", "show": "all"})

    assert answer.status_code == 302
    assert answer["Location"] == f"{check}?show=all#row-4"
    assert list(ImportCorrection.objects.values_list("row_number", "column", "value")) == [
        (4, 1, "x@example.org")
    ]


def test_an_empty_file_is_refused_beside_its_field(alice):
    file = SimpleUploadedFile("empty.csv", b"  \n")

    answer = alice.post(reverse("contacts:import_new"), {"target": "contacts", "file": file})

    assert answer.status_code == 422
    assert "This file is empty." in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_a_mapping_without_an_address_is_refused_and_nothing_typed_is_lost(alice):
    run = uploaded(alice)

    answer = alice.post(
        reverse("contacts:import_columns", args=[run.pk]),
        {"column_0": "name", "mode": "update", "match_by": "phone", "dates": "mdy", "decimal": "."},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "people are known by one" in page
    assert '<option value="mdy" selected>' in page
    assert '<option value="update" selected>' in page


def test_who_only_looks_may_not_import(client):
    staff.sign_in(client, staff.charlie())

    assert client.get(reverse("contacts:import_new")).status_code == 403


def test_the_check_says_which_phones_are_left_away_until_they_are_corrected(alice):
    staff.make_organisation(country="")
    run = uploaded(alice, "name,email,phone\nAnn,ann@example.org,0812 5550 0172\n")
    settled(alice, run)
    check = reverse("contacts:import_check", args=[run.pk])

    page = alice.get(check).content.decode()
    assert "1 phone number does not say its country and will be left away" in page
    assert "“0812 5550 0172” does not say its country, so it was left away." in page

    fixed = alice.post(
        check,
        {"row": 2, "column": 2, "value": "+62 812 5550 0172"},
        headers={"HX-Request": "true", "HX-Request-Type": "partial"},
    ).content.decode()
    assert "fixed" in fixed
    assert "left away" not in fixed


def test_a_country_that_cannot_be_read_is_said_beside_its_field(alice):
    run = uploaded(alice, "name,email\nAnn,ann@example.org\n")
    columns = {f"column_{place}": key for place, key in run.mapping.items()}
    ways = {"mode": "create_update", "match_by": "email", "dates": "dmy", "decimal": "."}

    answer = alice.post(
        reverse("contacts:import_columns", args=[run.pk]), columns | ways | {"same_country": "XX"}
    )

    assert answer.status_code == 422
    assert 'value="XX" aria-invalid="true"' in answer.content.decode()


def test_the_count_of_the_tab_follows_a_corrected_cell(alice):
    run = uploaded(alice)
    settled(alice, run)
    check = reverse("contacts:import_check", args=[run.pk])
    assert "Need a look 2<" in alice.get(check).content.decode()

    fixed = alice.post(
        check,
        {"row": 3, "column": 2, "value": "28/02/1990"},
        headers={"HX-Request": "true", "HX-Request-Type": "partial"},
    ).content.decode()

    assert '<nav class="seg" id="tabs" hx-swap-oob="true"' in fixed
    assert "Need a look 1<" in fixed
