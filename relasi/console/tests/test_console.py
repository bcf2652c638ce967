"""The page of questions: asking, files, what is kept, and who may."""

import csv
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client

from relasi.accounts import testing as accounts
from relasi.accounts.models import AuditEntry
from relasi.console.models import Question, SavedQuery
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db(transaction=True)
PAGE, FILE, SAVED, HISTORY = (
    f"/insights/sql/{part}" for part in ("", "file/", "saved/", "history/")
)


@pytest.fixture
def analyst(client):
    accounts.make_organisation(name="Kopi Lereng", currency="IDR")
    staff = accounts.make_staff("analyst", name="Ana")
    accounts.sign_in(client, staff)
    return staff


def body(answer):
    return b"".join(answer.streaming_content)


def test_the_answer_comes_to_the_page(client, analyst):
    make_contact("Ann <b>", city="Bandung")

    page = client.post(
        PAGE, {"statement": "SELECT name, 1.50 AS n FROM people"}, headers={"HX-Request": "true"}
    )

    assert page.status_code == 200
    text = page.content.decode()
    assert "<html" not in text
    assert "Ann &lt;b&gt;" in text
    assert "1.50" in text
    question = Question.objects.get()
    assert (question.state, question.rows, question.asked_by) == ("answered", 1, analyst)


@pytest.mark.usefixtures("analyst")
def test_without_a_script_the_whole_page_comes(client):
    page = client.post(PAGE, {"statement": "SELECT 42 AS answer"})

    assert b"<html" in page.content
    assert b"42" in page.content


@pytest.mark.usefixtures("analyst")
def test_what_is_wrong_stands_at_its_place(client):
    page = client.post(PAGE, {"statement": "SELECT 1\nFROM passwords"})

    assert page.status_code == 422
    assert "There is no table “passwords”" in page.content.decode()
    assert "LINE 2: FROM passwords\n             ^" in page.content.decode()
    assert Question.objects.get().state == "failed"


@pytest.mark.usefixtures("analyst")
def test_a_file_is_guarded_against_formulas(client):
    answer = client.post(
        FILE,
        {"statement": "SELECT '=1+1' AS \"=x\", -5 AS n, 'é' AS e, NULL AS none", "form": "csv"},
    )

    rows = list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert rows == [["'=x", "n", "e", "none"], ["'=1+1", "-5", "é", ""]]
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("analyst")
@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_a_file_has_every_row_with_its_kind(client, form):
    answer = client.post(
        FILE, {"statement": "SELECT range AS n, 'x' || range AS t FROM range(200000)", "form": form}
    )

    data = pa.BufferReader(body(answer))
    table = pq.read_table(data) if form == "parquet" else pa.ipc.open_stream(data).read_all()
    assert table.num_rows == 200_000
    assert table.schema.types == [pa.int64(), pa.string()]
    assert table.column("n").to_pylist()[-1] == 199_999
    question = Question.objects.get()
    assert (question.state, question.rows, question.form) == ("answered", 200_000, form)


@pytest.mark.usefixtures("analyst")
def test_a_file_that_breaks_off_is_no_whole_file(client):
    statement = (
        "SELECT CASE WHEN range > 500000 THEN ('x' || range)::int ELSE 1 END FROM range(900000)"
    )
    answer = client.post(FILE, {"statement": statement, "form": "csv"})

    with pytest.raises(Exception, match="engine"):
        body(answer)
    assert Question.objects.get().state == "failed"


@pytest.mark.usefixtures("analyst")
def test_a_file_whose_question_is_wrong_is_a_page(client):
    answer = client.post(FILE, {"statement": "DROP TABLE people", "form": "csv"})

    assert answer.status_code == 422
    assert "Only one SELECT can be asked here" in answer.content.decode()


def test_a_question_is_in_the_audit_log_by_its_print(client, analyst):
    client.post(PAGE, {"statement": "SELECT 'ann@example.org'"})

    entry = AuditEntry.objects.get(action="asked in SQL")
    assert entry.actor == f"staff:{analyst}"
    assert "ann@example.org" not in str(entry.__dict__)
    assert len(entry.detail["print"]) == 64


@pytest.mark.usefixtures("analyst")
def test_everybody_sees_their_own_questions_and_an_owner_all(client):
    client.post(PAGE, {"statement": "SELECT 'mine'"})
    question = Question.objects.get().pk
    other, owner = Client(), Client()
    accounts.sign_in(other, accounts.make_staff("analyst", name="Bob"))
    accounts.sign_in(owner, accounts.alice())

    assert "mine" in client.get(HISTORY).content.decode()
    assert "mine" in client.get(f"{PAGE}?question={question}").content.decode()
    assert "mine" not in other.get(HISTORY).content.decode()
    assert other.get(f"{PAGE}?question={question}").status_code == 404
    assert "mine" in owner.get(HISTORY).content.decode()
    assert "mine" in owner.get(f"{HISTORY}?export=csv").getvalue().decode()


@pytest.mark.usefixtures("analyst")
def test_a_query_gets_a_name_and_comes_back(client):
    client.post(SAVED, {"name": "By city", "statement": "SELECT city FROM people"})
    client.post(SAVED, {"name": "By city", "statement": "SELECT city, 1 FROM people"})
    query = SavedQuery.objects.get()
    other = Client()
    accounts.sign_in(other, accounts.make_staff("analyst", name="Bob"))

    assert query.statement == "SELECT city, 1 FROM people"
    assert "SELECT city, 1 FROM people" in other.get(f"{PAGE}?saved={query.pk}").content.decode()
    assert "By city" in other.get(SAVED).content.decode()
    refused = other.post(f"{SAVED}{query.pk}/", {"_method": "delete"})
    assert refused.status_code == 403
    client.post(f"{SAVED}{query.pk}/", {"_method": "delete"})
    assert not SavedQuery.objects.exists()


@pytest.mark.usefixtures("analyst")
def test_a_query_without_a_name_is_not_saved(client):
    client.post(SAVED, {"name": " ", "statement": "SELECT 1"})

    assert not SavedQuery.objects.exists()


@pytest.mark.usefixtures("analyst")
def test_tables_stand_beside_with_what_their_columns_mean(client):
    text = client.get(PAGE).content.decode()

    assert "addresses" in text
    assert "recency, 1 to 5" in text


@pytest.mark.parametrize("role", ["marketer", "sales", "service", "viewer"])
def test_others_do_not_find_it(client, role):
    accounts.make_organisation(name="Kopi Lereng", currency="IDR")
    accounts.sign_in(client, accounts.make_staff(role))

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"statement": "SELECT 1"}).status_code == 403
    assert not Question.objects.exists()
