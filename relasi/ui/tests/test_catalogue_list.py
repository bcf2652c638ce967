"""A list through HTTP, on the catalogue's fixed cast."""

import re

import pytest

from relasi.ui import sample
from relasi.ui.lists.cells import Row, drawn
from relasi.ui.lists.spec import Column

PARTIAL = {"HTTP_HX_REQUEST": "true", "HTTP_HX_REQUEST_TYPE": "partial"}


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Without the packages above: nobody signed in, no saved views."""
    for name in ("_gates", "_person", "_actors", "_banners"):
        monkeypatch.setattr(f"relasi.ui.viewing.{name}", [])
    monkeypatch.setattr("relasi.ui.lists.views._store", [])


def names(response):
    return re.findall(r"data-row-link>([^<]+)<", response.content.decode())


def test_a_list_comes_a_page_at_a_time(client):
    first = client.get("/ui/list/")
    last = client.get("/ui/list/?page=17")

    assert len(names(first)) == 25
    assert "1 to 25 of 412" in first.content.decode()
    assert len(names(last)) == 412 - 16 * 25
    assert 'rel="next"' not in last.content.decode()


def test_a_question_finds_exactly_what_fits(client):
    expected = [p for p in sample.EVERYONE if p.stage == "at_risk" and p.risk > 0.9]

    response = client.get("/ui/list/?f=stage:is:at_risk&f=risk:above:90&sort=name")

    assert names(response) == [p.name for p in sorted(expected, key=lambda p: p.name)]


def places(client, address):
    """Which head stands where."""
    heads = re.findall(r'<th scope="col" class="([^"]*)"', client.get(address).content.decode())
    return [css for css in heads if css]


def test_a_phone_shows_the_name_and_one_figure(client):
    assert places(client, "/ui/list/")[0] == "r grid-figure"
    assert all("wide-only" in css for css in places(client, "/ui/list/")[1:])


def test_a_phone_shows_what_the_list_is_sorted_by(client):
    css = places(client, "/ui/list/?sort=-risk")

    assert css[0] == "r wide-only"
    assert css.count("r grid-figure") == 1


def test_what_has_no_column_on_a_phone_stands_beneath_the_name():
    columns = (
        Column("name", "Name"),
        Column("subject", "Subject"),
        Column("tries", "Tries", "number"),
        Column("size", "Size", "number"),
        Column("owner", "Owner", wide_only=True),
    )
    row = Row(
        1,
        "/1/",
        {"name": "Ann", "subject": "Kopi <b>", "tries": 3, "size": 12, "owner": "Bob"},
        beneath="Shop",
    )

    assert drawn(row, columns, "size").beneath == "Shop · Kopi &lt;b&gt; · Tries 3"


def test_a_search_without_result_says_so_and_shows_the_way_back(client):
    text = client.get("/ui/list/?q=zzzz").content.decode()

    assert "Nothing matches" in text
    assert 'href="/ui/list/"' in text


def test_htmx_gets_the_part_and_the_address_to_remember(client):
    response = client.get("/ui/list/?f=stage:is:active&f_key=risk&f_rel=above&f_val=30", **PARTIAL)

    assert response.content.decode().strip().startswith('<section class="list-main" id="rows"')
    assert response["HX-Push-Url"] == "/ui/list/?f=stage:is:active&f=risk:above:30"


def test_a_plain_form_is_sent_on_to_the_clean_address(client):
    response = client.get("/ui/list/?f_key=risk&f_rel=above&f_val=30&q=a")

    assert response.status_code == 302
    assert response["Location"] == "/ui/list/?q=a&f=risk:above:30"


def test_every_part_of_a_chip_says_what_it_is(client):
    text = client.get("/ui/list/?f=risk:above:30&f=last:before:2026-05-14").content.decode()

    assert 'aria-label="Churn risk: above"' in text
    assert "30\u00a0%" in text
    assert "14\u00a0May\u00a02026" in text


def test_a_question_the_list_cannot_answer_is_refused_in_words(client):
    response = client.get("/ui/list/?sort=age")

    assert response.status_code == 422
    assert "This list cannot be sorted by “age”." in response.content.decode()


def test_the_file_holds_all_pages_and_only_what_was_asked(client):
    expected = sum(p.stage == "lapsed" for p in sample.EVERYONE)

    response = client.get("/ui/list/?f=stage:is:lapsed&export=csv")

    lines = response.getvalue().decode().strip().split("\r\n")
    assert len(lines) == expected + 1


def test_many_are_changed_only_after_a_look_at_the_change(client):
    asked = {"query": "f=stage:is:lapsed", "all": "1"}
    count = sum(p.stage == "lapsed" for p in sample.EVERYONE)

    preview = client.post("/ui/bulk/", asked).content.decode()
    done = client.post("/ui/bulk/", {**asked, "confirm": "1"}).content.decode()

    assert 'name="confirm" value="1"' in preview
    assert preview.count("<td>decaf</td>") == 10
    assert f"{count} people tagged “decaf”." in done


@pytest.mark.parametrize("sent", [{}, {"ids": "x"}, {"ids": "1", "query": "sort=age"}])
def test_a_bulk_action_without_a_readable_choice_is_refused(client, sent):
    assert client.post("/ui/bulk/", sent).status_code == 422


def test_an_empty_list_tells_why_one_would_want_it(client):
    text = client.get("/ui/empty/").content.decode()

    assert "Know who you serve" in text
    assert "Bring in a file" in text
    assert "<table" not in text


def test_a_phone_shows_the_note_beneath_the_name(client):
    text = client.get("/ui/list/").content.decode()

    beneath = re.findall(r'<span class="grid-beneath">([^<]+)</span>', text)
    beside = re.findall(r'wide-only" title="[^"]*">([^<]+)</span>', text)
    assert beneath == beside
    assert beneath
