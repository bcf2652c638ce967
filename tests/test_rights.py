"""Every page × role × verb answers as the matrix says, and a refusal writes nothing.

The addresses are those of the URLconf: a new page is tested the moment it is wired.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from relasi.accounts import testing
from relasi.accounts.rules import ROLES, Scope, scope_of
from relasi.contacts.testing import make_company, make_contact

pytestmark = pytest.mark.django_db

METHODS = {"show": "get", "create": "post", "update": "patch", "destroy": "delete"}
NOBODY = 987_654_321
# Tables that keep counts or sessions, not what anybody entrusted to us.
ASIDE = {"accounts_cache", "django_session", "django_migrations", "usersessions_usersession"}
# ui stands below accounts and cannot wire its addresses by rights; what they show is asked
# of the rights by each provider. allauth's addresses are tested in accounts.
BY_THEMSELVES = ("ui:",)


@dataclass(frozen=True)
class Address:
    name: str
    path: str
    rights: Any
    names: frozenset[str]


def _walk(resolver: URLResolver, prefix: str = "", space: str = "") -> list[Address]:
    found = []
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += _walk(entry, route, f"{entry.app_name}:" if entry.app_name else space)
        elif isinstance(entry, URLPattern):
            found.append(_address(entry, route, space))
    return found


def _address(entry: URLPattern, route: str, space: str) -> Address:
    names = frozenset(re.findall(r"<(?:\w+:)?(\w+)>", route))
    path = "/" + re.sub(r"<int:\w+>", str(NOBODY), re.sub(r"<(?!int:)(?:\w+:)?\w+>", "x", route))
    return Address(f"{space}{entry.name}", path, getattr(entry.callback, "rights", None), names)


EVERY = [a for a in _walk(get_resolver()) if not a.path.startswith(("/account/", "/api/v1/"))]
PAGES = [a for a in EVERY if isinstance(a.rights, dict)]


def ask(client: Client, address: Address, verb: str, path: str = "") -> Any:
    if METHODS[verb] == "get":
        return client.get(path or address.path)
    return client.post(path or address.path, {"_method": METHODS[verb]})


def checksums() -> dict[str, Any]:
    """One number for each table, in one statement; equal only if every row is the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        )
        tables = [row[0] for row in cursor.fetchall() if row[0] not in ASIDE]
        parts = [f'(SELECT sum(hashtext(t::text)) FROM "{table}" t)' for table in tables]
        cursor.execute("SELECT " + ", ".join(parts))
        return dict(zip(tables, cursor.fetchone(), strict=True))


@pytest.fixture
def shop():
    """Something to see and to lose."""
    testing.make_organisation(name="Kopi Lereng", currency="IDR")
    owner = testing.actor(staff_id=testing.alice())
    make_company("Warung Sari", by=owner)
    return make_contact("Ann", by=owner, owner_id=owner.id)


def test_every_address_is_wired_through_resource_or_public_page():
    loose = [a.name for a in EVERY if a.rights is None and not a.name.startswith(BY_THEMSELVES)]
    assert loose == []
    assert len(PAGES) > 20


def test_every_operation_of_the_api_asks_for_a_key():
    from relasi.project.api import api

    open_to_all = [
        operation.view_func.__name__
        for bound in api._get_bound_routers()
        for view in bound.path_operations.values()
        for operation in view.operations
        if not operation.auth_callbacks
    ]
    assert open_to_all == []


@pytest.mark.usefixtures("shop")
def test_a_stranger_is_sent_to_sign_in_and_changes_nothing():
    client, before = Client(), checksums()
    for address in PAGES:
        for verb in address.rights:
            answer = ask(client, address, verb)
            assert answer.status_code == 302, (address.name, verb)
            assert answer.headers["Location"].startswith("/account/login/"), (address.name, verb)
    assert checksums() == before


def _forbidden(role: str) -> list[tuple[Address, str]]:
    return [
        (address, verb)
        for address in PAGES
        for verb, (obj, action) in address.rights.items()
        if obj is not None and scope_of(role, action, obj) is Scope.NONE
    ]


def _permitted(role: str) -> list[tuple[Address, str]]:
    forbidden = {(address.path, verb) for address, verb in _forbidden(role)}
    return [
        (address, verb)
        for address in PAGES
        for verb in address.rights
        if (address.path, verb) not in forbidden
    ]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_not_is_refused_and_changes_nothing(role):
    client = Client()
    testing.sign_in(client, testing.make_staff(role))
    before = checksums()
    for address, verb in _forbidden(role):
        assert ask(client, address, verb).status_code == 403, (address.name, verb)
    assert checksums() == before


def _whole(role: str, right: tuple[str | None, str]) -> bool:
    """Whether the role reaches every row; where it does not, the row itself decides."""
    obj, action = right
    return obj is None or scope_of(role, action, obj) is Scope.ALL


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_is_not_refused(role):
    client = Client()
    testing.sign_in(client, testing.make_staff(role))
    for address, verb in _permitted(role):
        with transaction.atomic():
            status = ask(client, address, verb).status_code
            assert status < 500, (address.name, verb, status)
            if _whole(role, address.rights[verb]):
                assert status != 403, (address.name, verb)
            transaction.set_rollback(True)


@pytest.mark.usefixtures("shop")
def test_whatever_is_refused_to_an_owner_changes_nothing():
    client = Client()
    testing.sign_in(client, testing.alice())
    before = checksums()
    refused = 0
    for address, verb in _permitted("owner"):
        with transaction.atomic():
            if ask(client, address, verb).status_code >= 400:
                refused += 1
                assert checksums() == before, (address.name, verb)
            transaction.set_rollback(True)
    assert refused > 20


def test_customers_of_another_team_are_neither_seen_nor_changed(shop):
    client = Client()
    testing.sign_in(client, testing.make_staff("sales", teams=("South",)))
    before = checksums()
    seen = []
    for address in PAGES:
        if "contact_id" not in address.names:
            continue
        path = address.path.replace(str(NOBODY), str(shop))
        for verb in address.rights:
            status = ask(client, address, verb, path).status_code
            if status not in {403, 404}:
                seen.append((address.name, verb, status))
    assert seen == []
    assert checksums() == before


def test_customers_of_ones_own_team_are_seen(shop):
    client = Client()
    sally = testing.make_staff("sales", teams=("North",))
    colleague = testing.make_staff("sales", teams=("North",))
    theirs = make_contact("Budi", owner_id=colleague)
    testing.sign_in(client, sally)
    assert client.get(f"/people/{theirs}/").status_code == 200
    page = client.get("/people/").content.decode()
    assert "Budi" in page
    assert "Ann" not in page
    assert shop != theirs


@pytest.mark.parametrize("path", ["/people/%00/", "/people/?q=%00", "/nothing/here/"])
def test_damaged_addresses_are_refused_in_words(path):
    client = Client()
    testing.sign_in(client, testing.alice())
    answer = client.get(path)
    assert answer.status_code in {400, 404}
    assert b"<h1" in answer.content


def test_a_fragment_that_is_refused_is_a_notice_where_it_happened():
    client = Client()
    testing.sign_in(client, testing.charlie())
    answer = client.get("/settings/staff/", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert answer.content.startswith(b'<div class="verdict')
