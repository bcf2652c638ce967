"""The frame around every page: navigation, palette, preferences, toasts."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils.safestring import SafeString

from relasi.ui import navigation, panels, searching, viewing
from relasi.ui.navigation import NavAction, NavItem
from relasi.ui.panels import Panel
from relasi.ui.searching import SearchHit, SearchProvider
from relasi.ui.viewing import Banner, Person

MAYA = Person(7, "Maya Prameswari", "Kopi Lereng", "Marketer")


@pytest.fixture(autouse=True)
def house(monkeypatch):
    """A house of two jobs, in which Maya may see contacts and nothing else."""
    for target in ("viewing._gates", "viewing._person", "viewing._actors", "viewing._banners"):
        monkeypatch.setattr(f"relasi.ui.{target}", [])
    monkeypatch.setattr("relasi.ui.lists.views._store", [])
    for target in ("navigation._items", "navigation._actions", "searching._providers"):
        monkeypatch.setattr(f"relasi.ui.{target}", {})
    viewing.set_gate(lambda _request, obj, action: (obj, action) == ("contacts", "view"))
    viewing.set_person(lambda _request: MAYA)
    see = ("contacts", "view")
    for item in (
        NavItem("customers", "people", "People", "ui:catalogue_list", "users-round", see, 10),
        NavItem("customers", "parts", "Parts", "ui:catalogue", "box", None, 20),
        NavItem("sales", "orders", "Orders", "ui:palette", "box", ("orders", "view")),
        NavItem("marketing", "outbox", "Outbox", "ui:catalogue", "box", only_if=lambda _r: False),
        NavItem("settings", "keys", "API keys", "ui:catalogue_empty", "key-round", see),
    ):
        navigation.register_nav(item)
    navigation.register_action(NavAction("new", "New person", "ui:catalogue", "plus", see))


def asked(path="/ui/"):
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


def test_a_job_is_shown_when_something_in_it_may_be_seen():
    assert [job.key for job in navigation.jobs(asked())] == ["customers"]


def test_the_page_with_the_longest_address_above_this_one_is_current():
    (customers,) = navigation.jobs(asked("/ui/list/"))
    (inside,) = navigation.jobs(asked("/ui/list/12/"))

    assert [(p.key, p.current, p.exact) for p in customers.pages] == [
        ("people", True, True),
        ("parts", False, False),
    ]
    assert [(p.key, p.current, p.exact) for p in inside.pages] == [
        ("people", True, False),
        ("parts", False, False),
    ]


def test_the_root_covers_only_itself():
    assert navigation._current_url("/people/", ["/", "/orders/"]) == ""
    assert navigation._current_url("/", ["/", "/orders/"]) == "/"


def test_an_unknown_job_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="'gardening' is not a job"):
        navigation.register_nav(NavItem("gardening", "x", "X", "ui:catalogue", "box"))


def test_the_page_shows_who_is_here_and_where_they_are(client):
    text = client.get("/ui/list/").content.decode()

    assert "Maya Prameswari" in text
    assert re.search(r'class="side-sub" href="/ui/list/" aria-current="page"', text)
    assert "API keys" in text
    assert "Orders" not in text


def test_without_a_person_there_is_no_navigation(client, monkeypatch):
    monkeypatch.setattr("relasi.ui.viewing._person", [])

    text = client.get("/ui/").content.decode()

    assert "side-link" not in text
    assert "API keys" not in text


def test_a_banner_stands_above_every_page(client):
    viewing.register_banner(
        lambda _request: Banner("This is a sample.", "Remove it", "/x/", posts=True)
    )

    text = client.get("/ui/").content.decode()

    assert "This is a sample." in text
    assert re.search(r'<form method="post" action="/x/"', text)


def test_the_palette_finds_pages_actions_and_rows():
    asked_for = []

    def find(actor, text, limit):
        asked_for.append((actor, text, limit))
        return [SearchHit("Person Ann", "ann@example.org", "/people/1/", "user")]

    viewing.set_actor(lambda _request: "staff:7")
    searching.register_search(SearchProvider("people", "People", ("contacts", "view"), find))
    searching.register_search(SearchProvider("orders", "Orders", ("orders", "view"), find))

    groups = searching.find(asked(), "pe")

    assert [(g.label, [h.label for h in g.hits]) for g in groups] == [
        ("People", ["Person Ann"]),
        ("Do", ["New person"]),
        ("Go to", ["People"]),
    ]
    assert asked_for == [("staff:7", "pe", 6)]


def test_one_letter_does_not_search_the_rows():
    def find(*_asked):
        raise AssertionError("searched for one letter")

    searching.register_search(SearchProvider("people", "People", None, find))

    assert [g.label for g in searching.find(asked(), "p")] == ["Do", "Go to"]


def test_the_palette_is_a_page_and_a_part(client):
    page = client.get("/palette/?q=people").content.decode()
    part = client.get("/palette/?q=people", HTTP_HX_REQUEST_TYPE="partial").content.decode()

    assert "<!doctype html>" in page
    assert part.startswith('<div role="group"')
    assert 'href="/ui/list/"' in page
    assert 'href="/ui/list/"' in part


def test_nobody_searches_before_signing_in(client, monkeypatch):
    monkeypatch.setattr("relasi.ui.viewing._person", [])

    response = client.get("/palette/?q=people")

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def saying(text):
    return lambda _request, _subject: SafeString(text) if text else None


def test_panels_come_in_their_order_and_only_those_one_may_see():
    for key, order, rights, text in (
        ("second", 2, None, "b"),
        ("first", 1, ("contacts", "view"), "a"),
        ("secret", 0, ("orders", "view"), "x"),
        ("silent", 3, None, None),
    ):
        panels.register_panel("test", Panel(key, order, rights, saying(text)))

    assert panels.panels("test", asked(), 1) == ["a", "b"]


@pytest.mark.parametrize(
    ("chosen", "theme"), [("dark", "relasi-malam"), ("light", "relasi"), ("system", "relasi")]
)
def test_the_theme_is_remembered(client, chosen, theme):
    response = client.post("/preferences/theme/", {"theme": chosen, "next": "/ui/list/?q=a"})

    assert response["Location"] == "/ui/list/?q=a"
    text = client.get("/ui/").content.decode()
    assert f'data-theme="{theme}" data-theme-choice="{chosen}"' in text


def test_the_language_is_remembered(client):
    client.post("/preferences/language/", {"language": "id", "next": "/ui/"})

    text = client.get("/ui/").content.decode()

    assert '<html lang="id"' in text
    assert "Bagian" in text


@pytest.mark.parametrize(
    "bad", ["https://evil.example/", "//evil.example", "", "javascript:alert(1)"]
)
def test_a_choice_never_leads_to_another_house(client, bad):
    response = client.post("/preferences/theme/", {"theme": "dark", "next": bad})

    assert response["Location"] == "/"


def test_a_theme_that_does_not_exist_changes_nothing(client):
    response = client.post("/preferences/theme/", {"theme": "neon", "next": "/ui/"})

    assert response.status_code == 302
    assert "relasi_theme" not in response.cookies


def test_single_letters_can_be_turned_off(client):
    assert "data-single-keys" in client.get("/ui/").content.decode()

    client.post("/preferences/keys/", {"keys": "off", "next": "/ui/"})

    assert "data-single-keys" not in client.get("/ui/").content.decode()


def test_a_page_of_the_settings_stands_among_the_others_of_the_settings(client):
    aside = client.get("/ui/empty/").content.decode()

    assert re.search(r'class="side-sub" href="/ui/empty/" aria-current="page">API keys', aside)


def test_settings_stand_by_subject_as_they_are_registered():
    see = ("contacts", "view")
    for key, group in (("log", "security"), ("me", "you"), ("erase", "privacy")):
        navigation.register_nav(
            NavItem("settings", key, key, "ui:catalogue_empty", "x", see, group=group)
        )

    groups = navigation.settings_groups(asked())

    assert [(group.key, [page.key for page in group.pages]) for group in groups] == [
        ("you", ["me"]),
        ("organisation", ["keys"]),
        ("privacy", ["erase"]),
        ("security", ["log"]),
    ]


def test_a_subject_that_is_none_is_refused():
    with pytest.raises(ValueError, match="'odds' is no group of the settings"):
        navigation.register_nav(
            NavItem("settings", "me", "me", "ui:catalogue_empty", "x", group="odds")
        )


def test_in_the_settings_the_jobs_stand_aside_and_keep_their_letters(client):
    text = client.get("/ui/empty/").content.decode()

    assert '<div class="side-jobs" hidden>' in text
    assert 'data-job="C"' in text
    assert re.search(r'class="side-back" href="/ui/list/"', text)


def test_an_address_elsewhere_belongs_to_the_page_that_claims_it():
    see = ("contacts", "view")
    navigation.register_nav(
        NavItem("settings", "keys", "API keys", "ui:catalogue_empty", "x", see, also=("/api/",))
    )

    (keys,) = navigation.settings_pages(asked("/api/docs"))

    assert (keys.url, keys.current, keys.exact) == ("/ui/empty/", True, False)
