"""Files as they really come: each fault is told by row, column and a sentence."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import openpyxl
import pytest

from relasi.contacts.importing.queries.preview import preview
from relasi.contacts.importing.reading import Shape, rows, shape_of
from relasi.contacts.importing.reading import workbook as workbooks
from relasi.contacts.importing.testing import bring_in, person, refusals, upload
from relasi.contacts.models import Contact, ImportRun
from relasi.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return sorted(Contact.objects.values_list("name", flat=True))


def sheet(*lines: Sequence[object]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    for line in lines:
        page.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b"\x00\x00"])
def test_an_empty_file_is_refused(content):
    with pytest.raises(Refused, match="This file is empty"):
        upload(content)
    assert not ImportRun.objects.exists()


def test_a_header_alone_is_refused():
    with pytest.raises(Refused, match="a header and no rows"):
        upload("name,email\n")


@pytest.mark.parametrize("start", [b"%PDF-1.7 ...", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0old xls"])
def test_what_is_no_table_is_refused(start):
    with pytest.raises(Refused, match="This is not a table"):
        upload(start)


def test_ragged_rows_are_told_one_by_one():
    run = bring_in(
        "name,email,city\nAnn,ann@example.org,Solo\nBob,bob@example.org\n"
        "Eve,eve@example.org,Solo,extra\nDan,dan@example.org,Solo\n"
    )

    assert names() == ["Ann", "Dan"]
    assert [(row, reason[:55]) for row, _column, reason in refusals(run)] == [
        (3, "This row has 2 cells where the first one has 3. Check i"),
        (4, "This row has 4 cells where the first one has 3. Check i"),
    ]


def test_nul_and_foreign_bytes_spoil_their_cell_only():
    run = bring_in(
        b"name,email\nAnn\x00,ann@example.org\n"
        + "Zoë,zoe@example.org\nJosé,jose@example.org\n".encode()
        + "Jörg,joerg@example.org\n".encode("latin-1")
    )

    assert names() == ["José", "Zoë"]
    assert refusals(run) == [
        (2, "name", "This holds a character that cannot be stored. Type it again."),
        (5, "name", "This holds letters of another encoding. Type it again."),
    ]


def test_a_cell_of_ten_megabytes_costs_its_row_only():
    run = bring_in(
        "name,email,city\nAnn,ann@example.org,Solo\n"
        f"Bob,bob@example.org,{'x' * 10_000_000}\nEve,eve@example.org,Solo\n"
    )

    assert names() == ["Ann", "Eve"]
    assert refusals(run) == [
        (3, "city", "This cell is longer than 130,000 characters. Shorten it.")
    ]


def test_a_quotation_mark_never_closed_costs_its_line_only():
    run = bring_in(
        'name,email,city\n"Ann,ann@example.org,Solo\nBob,bob@example.org,Solo\n'
        'Eve,eve@example.org,"So\nlo"\n'
    )

    assert names() == ["Bob", "Eve"]
    assert refusals(run) == [
        (2, "name", "A quotation mark opens here and is not closed where it should be.")
    ]
    assert person("email", "eve@example.org").city == "So lo"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8-sig", "Zoë"), ("utf-16", "Zoë"), ("utf-16-le", "Zoë"), ("cp1252", "Zoë Müller–Ø")],
)
def test_encodings_are_found(encoding, name):
    run = bring_in(f"name,email\n{name},zoe@example.org\nBjørn,b@example.org\n".encode(encoding))

    assert names() == sorted([name, "Bjørn"])
    assert run.header == ["name", "email"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters_are_found(mark):
    lines = ["name,email,city", "Ann,ann@example.org,Solo", "Bob,bob@example.org,Solo"]

    run = bring_in("\n".join(line.replace(",", mark) for line in lines))

    assert (run.delimiter, names()) == (mark, ["Ann", "Bob"])


def test_a_list_without_header_is_known_by_what_it_holds():
    run = bring_in("Ann,ann@example.org,Solo\nBob,bob@example.org,Garut\n")

    assert run.options["has_header"] is False
    assert run.mapping == {"1": "email"}
    assert Contact.objects.count() == 2


def test_dates_and_amounts_that_do_not_exist_are_told():
    run = bring_in(
        "order number,email,date,amount\n"
        "1,a@example.org,31/02/2026,5.00\n"
        "2,a@example.org,29/02/2025,5.00\n"
        "3,a@example.org,12/11/26,5.00\n"
        '4,a@example.org,12/11/2026,"1.234,56"\n'
        '5,a@example.org,12/11/2026,"1,234.56"\n'
        "6,a@example.org,12/11/2026,lots\n"
        "7,a@example.org,12/11/2026 25:61,5.00\n"
        "8,a@example.org,12/11/2096,5.00\n",
        target="orders",
        options={"decimal": ".", "dates": "dmy"},
    )

    assert run.rows_created == 1
    assert refusals(run) == [
        (2, "date", "There is no 31 February."),
        (3, "date", "There is no 29 February in 2025."),
        (4, "date", "“12/11/26” does not say its century. Write the year in four digits."),
        (5, "amount", "“1.234,56” does not fit this file, which writes 1,234.56."),
        (7, "amount", "“lots” is not an amount. Write it like 1234.56."),
        (8, "date", "“12/11/2026 25:61” has no such time of day. Write it like 14:05."),
        (9, "date", "“12/11/2096” has not come yet. Check the date."),
    ]


def test_a_workbook_comes_in_with_its_dates_numbers_and_computed_cells():
    content = sheet(
        ["name", "email", "customer id", "birthday", "city"],
        [
            "Ann",
            "ann@example.org",
            1001,
            datetime(1988, 3, 2, tzinfo=UTC).replace(tzinfo=None),
            None,
        ],
        [],
        ["Bob", "bob@example.org", 1002.0, date(1990, 12, 31), '="So"&"lo"'],
    )

    run = bring_in(content, name="list.xlsx")

    assert (run.rows_created, run.rows_refused, run.options["kind"]) == (2, 1, "workbook")
    ann = person("external", "1001")
    assert (ann.name, str(ann.born_on), ann.city) == ("Ann", "1988-03-02", "")
    bob = person("external", "1002")
    # A formula's text is never taken for its value; the value was not saved in this file.
    assert (str(bob.born_on), bob.city) == ("1990-12-31", "")


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<c>" + b"0" * 60_000_000)

    with pytest.raises(Refused, match="unpacks to too much"):
        upload(path.read_bytes(), name="bomb.xlsx")


def test_a_workbook_with_entities_is_refused(tmp_path):
    path = tmp_path / "laughs.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "ha">]><workbook>&a;</workbook>'
        )

    with pytest.raises(Refused, match="what none should"):
        upload(path.read_bytes(), name="laughs.xlsx")


def test_an_archive_or_a_broken_workbook_is_refused():
    with pytest.raises(Refused, match="no workbook"):
        upload(b"PK\x03\x04 not really", name="x.xlsx")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(Refused, match="no workbook"):
        upload(file.getvalue(), name="x.zip")
    assert not ImportRun.objects.exists()


def test_the_name_of_a_file_never_becomes_a_path():
    run = upload("name,email\nAnn,ann@example.org\n", name="../../etc/\u202epasswd.csv")

    assert "/" not in run.file_name
    assert run.file_path.endswith(".upload")
    assert "passwd" not in run.file_path


def test_a_row_is_numbered_as_a_spreadsheet_does(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("name,email\n\nAnn,a@example.org\n,\nBob,b@example.org\n")

    found = [(row.number, row.cells[0]) for row in rows(path, shape_of(path))]

    assert found == [(3, "Ann"), (5, "Bob")]


def test_a_line_without_end_is_read_in_bounded_memory(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("name,email\n" + "x" * 30_000_000 + "\nAnn,a@example.org\n")

    found = list(rows(path, Shape("text", "utf-8", ",")))

    assert [(row.number, row.fault) for row in found] == [(2, "long"), (3, "")]


def test_a_workbook_is_unpacked_once(tmp_path):
    path = tmp_path / "book.upload"
    path.write_bytes(sheet(["name"], ["Ann"]))

    first = workbooks.unpack(path)
    path.unlink()

    assert workbooks.unpack(path) == first
    assert first.read_text() == "name\nAnn\n"


def garbled(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one of its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"<v>1</v>", b"<v>what</v>"),
        lambda data: data.replace(b'r="B2"', b'r="!!"'),
        lambda _data: b"",
    ],
)
def test_a_garbled_sheet_is_refused_with_a_sentence(change):
    content = sheet(["email", "n"], ["ann@example.org", 1])
    with pytest.raises(Refused, match="workbook cannot be read"):
        upload(garbled(content, SHEET, change), name="list.xlsx")
    assert not ImportRun.objects.exists()


def test_a_row_that_claims_any_number_does_not_fill_the_disk(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 50)
    content = sheet(["email"], ["ann@example.org"], ["bea@example.org"])
    far = garbled(content, SHEET, lambda data: data.replace(b'<row r="3"', b'<row r="999999999"'))

    run = bring_in(far, name="list.xlsx")

    assert (run.state, run.rows_created) == ("done", 1)


def test_a_sheet_that_is_too_wide_is_refused_and_nothing_cut_off():
    wide = [f"column {n}" for n in range(600)]
    with pytest.raises(Refused, match="more than 500 columns"):
        upload(sheet(wide, ["x"] * 600), name="wide.xlsx")


def test_the_preview_of_a_long_sheet_does_not_claim_to_be_the_whole():
    lines = [[f"Person {n}", f"p{n}@example.org"] for n in range(1500)]
    long = upload(sheet(["name", "email"], *lines), name="long.xlsx")
    short = upload(sheet(["name", "email"], *lines[:700]), name="short.xlsx")

    assert (preview(long.pk).looked_at, preview(long.pk).whole) == (999, False)
    assert (preview(short.pk).looked_at, preview(short.pk).whole) == (700, True)


def test_a_header_with_a_word_twice_is_a_header():
    run = upload("name,email,email\nAnn,ann@example.org,ann@work.example.org\n")

    assert run.header == ["name", "email", "email"]
    bring_in("name,email,email\nAnn,ann@example.org,ann@work.example.org\n")
    assert person("email", "ann@example.org").emails == ("ann@example.org", "ann@work.example.org")


@pytest.mark.parametrize("gap", ["", ",", '"",""'])
def test_an_empty_row_between_others_is_counted_as_left_out_and_said(gap):
    content = f"name,email\nAnn,ann@example.org\n{gap}\nBob,bob@example.org\n{gap}\n\n"

    run = bring_in(content)

    assert (run.rows_read, run.rows_created, run.rows_refused) == (3, 2, 1)
    assert refusals(run) == [(3, "", "This row is empty.")]
