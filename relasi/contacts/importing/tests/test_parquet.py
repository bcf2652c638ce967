"""Parquet comes in like any table, and hostile files do no harm."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from relasi.contacts.importing.reading import parquet
from relasi.contacts.importing.testing import bring_in, person, refusals, take_back, upload
from relasi.contacts.models import ImportRun
from relasi.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def written(table, **how):
    out = io.BytesIO()
    pq.write_table(table, out, **how)
    return out.getvalue()


def opened(folder, data):
    path = folder / "file.parquet"
    path.write_bytes(data)
    return parquet._opened(path)


PEOPLE = pa.table(
    {
        "email": ["ann@example.org", "bob@example.org", "nonsense"],
        "name": ["Ann, “the first”", "Bob\nRay", None],
        "birthday": [date(1990, 2, 3), None, None],
        "consent": [True, False, None],
        "consent_date": [datetime(2024, 3, 4, 5, 6, tzinfo=UTC)] * 2 + [None],
        "tags": [["vip", "new"], [], None],
    }
)


def test_people_come_in_with_their_types_and_go_again():
    run = bring_in(written(PEOPLE), name="people.parquet")

    assert (run.options["kind"], run.rows_created, run.rows_refused) == ("parquet", 2, 1)
    assert run.rows_total == 3
    ann = person("email", "ann@example.org")
    assert ann.name == "Ann, “the first”"
    assert ann.born_on == date(1990, 2, 3)
    assert set(ann.tags) == {"vip", "new"}
    assert [row for row, _column, _reason in refusals(run)] == [4]
    take_back(run)
    assert ImportRun.objects.get(pk=run.pk).state == "reverted"


def test_values_are_written_as_one_would_type_them():
    read = parquet._text
    assert read(Decimal("1.50")) == "1.50"
    assert read(2.0) == "2"
    assert read(float("nan")) == read(None) == ""
    assert read({"a": 1}) == '{"a": 1}'
    assert read(b"caf\xc3\xa9") == "café"


@pytest.mark.parametrize("spoilt", ["cut", "garbled", "mark"])
def test_a_broken_file_is_refused_in_words(spoilt):
    data = written(PEOPLE)
    broken = {
        "cut": data[: len(data) // 2],
        "garbled": data[:4] + b"\xff" * 300 + data[304:],
        "mark": b"PAR1",
    }[spoilt]
    with pytest.raises(Refused, match="cannot be read"):
        upload(broken, name="people.parquet")
    assert not ImportRun.objects.exists()


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(parquet, "SMALL", 1_000_000)
    column = pa.array(["x" * 1000] * 100_000)
    bomb = written(pa.table({"email": column}), use_dictionary=False, compression="zstd")
    with pytest.raises(Refused, match="unpacks to too much"):
        upload(bomb)


def test_a_long_text_that_stands_for_many_is_counted_as_it_is_written(monkeypatch):
    """The file says little of itself: one text in a dictionary, and references to it."""
    monkeypatch.setattr(parquet, "LARGEST_PART", 5_000_000)
    column = pa.array(["x" * 100_000] * 5_000)
    data = written(pa.table({"email": column}), compression="none")
    assert len(data) < 500_000
    with pytest.raises(Refused, match="unpacks to too much"):
        upload(data)


def test_more_columns_than_we_read_are_refused():
    wide = pa.table({f"c{n}": ["x"] for n in range(501)})
    with pytest.raises(Refused, match="more than 500 columns"):
        upload(written(wide))


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.binary(), pa.large_binary(), pa.list_(pa.string())]
)
def test_no_batch_spells_out_a_text_for_each_row_it_stands_in(tmp_path, kind):
    """One text of 200 kB in 4,000 rows: spelled out, a batch would hold 100 MB of it."""
    text = "x" * 200_000
    cell = [text] if pa.types.is_list(kind) else text.encode() if "binary" in str(kind) else text
    entry = pa.array([cell], kind)
    column = pa.concat_arrays([entry] * 50)
    data = written(pa.table({"c": pa.chunked_array([column] * 80)}), compression="none")
    assert len(data) < 2_000_000
    with opened(tmp_path, data) as file:
        batch = next(file.iter_batches(batch_size=500))
    assert batch.num_rows == 500
    assert batch.nbytes < 1_000_000


def test_a_list_of_one_long_text_is_counted_entry_by_entry(monkeypatch):
    monkeypatch.setattr(parquet, "LARGEST_LIST", 1_000_000)
    data = written(pa.table({"email": ["a@x.example"], "tags": [["x" * 10_000] * 1_000]}))
    with pytest.raises(Refused, match="unpacks to too much"):
        upload(data, name="people.parquet")


def test_more_entries_of_lists_than_can_be_held_are_refused(monkeypatch):
    monkeypatch.setattr(parquet, "MOST_VALUES", 999)
    data = written(pa.table({"email": ["a@x.example"], "tags": [["x"] * 1_000]}))
    with pytest.raises(Refused, match="unpacks to too much"):
        upload(data, name="people.parquet")


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        (pa.struct([("a", pa.string())]), {"a": "x"}, "tables within cells"),
        (pa.list_(pa.struct([("a", pa.string())])), [{"a": "x"}], "tables within cells"),
        (pa.list_(pa.list_(pa.string())), [["x"]], "tables within cells"),
        (pa.map_(pa.string(), pa.string()), [("a", "x")], "tables within cells"),
        (pa.binary(1_000), b"x" * 1_000, "holds bytes"),
    ],
)
def test_what_cannot_be_told_beforehand_is_refused_by_its_name(kind, cell, said):
    table = pa.table({"email": ["a@x.example"], "more": pa.array([cell], kind)})
    with pytest.raises(Refused, match=f"“more” .*{said}"):
        upload(written(table), name="people.parquet")


def test_texts_of_every_width_and_lists_of_numbers_are_read(tmp_path):
    kinds = {"email": pa.large_string(), "name": pa.binary(), "more": pa.list_(pa.int64())}
    cells = {"email": ["a@x.example"], "name": ["Zoé".encode()], "more": [[1, 2]]}
    columns = {key: pa.array(cells[key], kind) for key, kind in kinds.items()}
    with opened(tmp_path, written(pa.table(columns))) as file:
        assert list(parquet._rows(file)) == [["a@x.example", "Zoé", "[1, 2]"]]
