"""The sample company comes and goes, and nothing of anybody else with it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from relasi.accounts.public import SYSTEM, organisation
from relasi.accounts.testing import alice, bob, make_organisation, sign_in
from relasi.commerce.models import Order, OrderLine, Product
from relasi.commerce.testing import make_order, make_product
from relasi.consent.models import Consent, Permission
from relasi.consent.testing import grant
from relasi.contacts import public as contacts
from relasi.contacts.models import Contact
from relasi.contacts.testing import make_company, make_contact
from relasi.kernel.errors import Refused
from relasi.project import sample, start
from relasi.project.sample.loading import SEED, bring_in
from relasi.project.sample.people import Household, people
from relasi.timeline import public as timeline
from relasi.timeline.models import Event
from relasi.timeline.testing import make_event

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
# What is kept on purpose: the audit log is never shortened, a run of scores stays as a record.
KEPT = {"accounts_auditentry", "insight_scorerun"}


@pytest.fixture
def loaded(folder):
    make_organisation()
    bring_in(now=NOW, folder=folder)


def tables():
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return sorted(name for name in names if name.split("_")[0] not in {"django", "auth"})


def rows():
    """Every row of every table, as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT array_agg(t::text ORDER BY t::text) FROM {table} t")
            found[table] = cursor.fetchone()[0]
    return {table: value for table, value in found.items() if table not in KEPT}


def jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, lock FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


@pytest.mark.usefixtures("loaded")
def test_orders_are_the_baskets_and_end_today(folder):
    import duckdb

    with duckdb.connect() as con:
        baskets, paid, lines = con.execute(
            "SELECT count(DISTINCT basket_id), sum(round(sales_value - coupon_disc, 2)),"
            f" count(*) FROM read_parquet('{folder}/transactions.parquet')"
        ).fetchall()[0]

    assert Order.objects.count() == baskets
    assert OrderLine.objects.count() == lines
    total = sum(Order.objects.values_list("total", flat=True))
    assert total == Decimal(str(round(paid, 2)))
    assert sum(OrderLine.objects.values_list("amount_base", flat=True)) == total
    placed = Order.objects.values_list("placed_at", flat=True)
    assert NOW - timedelta(days=8) < max(placed) <= NOW
    assert min(placed) > NOW - timedelta(days=366)


@pytest.mark.usefixtures("loaded")
def test_each_order_is_one_event_and_a_line_agrees_with_its_order():
    told = Event.objects.filter(name="order completed").values_list("order_id", flat=True)

    assert sorted(filter(None, told)) == sorted(Order.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM commerce_orderline l JOIN commerce_order o ON o.id = l.order_id"
            " WHERE (l.contact_id, l.placed_at) IS DISTINCT FROM (o.contact_id, o.placed_at)"
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.usefixtures("loaded")
def test_visits_come_before_their_orders_and_after_signing_up():
    names = set(Event.objects.values_list("name", flat=True))
    assert {"page viewed", "product viewed", "signed up", "coupons sent"} <= names
    assert not Event.objects.filter(at__gt=NOW).exists()
    first = {e.contact_id: e.at for e in Event.objects.filter(name="signed up")}
    viewed = Event.objects.filter(name="product viewed").values_list("contact_id", "at")
    assert all(at > first[contact_id] for contact_id, at in viewed)


@pytest.mark.usefixtures("loaded")
def test_permissions_follow_from_the_ledger():
    held = Permission.objects.count()
    said = Consent.objects.values("contact_id", "channel", "purpose").distinct().count()

    assert held == said > 0


def test_the_same_moment_and_seed_make_the_same_company(folder):
    make_organisation()
    bring_in(now=NOW, folder=folder)
    facts = "name", "city", "country", "created_at"
    first = list(Contact.objects.order_by("pk").values_list(*facts))
    sample.remove(by=SYSTEM, now=NOW)

    bring_in(now=NOW, folder=folder)

    assert list(Contact.objects.order_by("pk").values_list(*facts)) == first


@pytest.mark.usefixtures("loaded")
def test_a_nameless_organisation_borrows_a_name_and_gives_it_back():
    assert (organisation().name, organisation().currency) == ("Toko Lestari", "USD")
    assert organisation().postal_address

    sample.remove(by=SYSTEM, now=NOW)

    assert (organisation().name, organisation().postal_address) == ("", "")


def test_an_organisation_with_a_name_keeps_name_and_currency(folder):
    make_organisation(name="Kopi Lereng", currency="IDR", postal_address="Jl. Melati 1")

    bring_in(now=NOW, folder=folder)

    assert (organisation().name, organisation().currency) == ("Kopi Lereng", "IDR")
    assert organisation().postal_address == "Jl. Melati 1"
    assert set(Order.objects.values_list("currency", flat=True)) == {"IDR"}


@pytest.mark.usefixtures("loaded")
def test_it_is_not_loaded_twice(folder):
    people = Contact.objects.count()

    with pytest.raises(Refused, match="here already"):
        bring_in(now=NOW, folder=folder)

    assert Contact.objects.count() == people


def test_a_demo_fills_only_an_empty_installation(capsys):
    assert sample.is_empty()
    make_organisation(name="Kopi Lereng")
    ann = make_contact("Ann Adams")

    start._load_sample()

    assert not sample.is_empty()
    assert not sample.is_loaded()
    assert list(Contact.objects.values_list("pk", flat=True)) == [ann]
    assert "the sample company is not loaded" in capsys.readouterr().out


def test_a_load_that_fails_leaves_nothing(folder, tmp_path):
    make_organisation()
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "coupon_redemptions.parquet").write_bytes(b"not a parquet file")
    before = rows()

    with pytest.raises(Exception, match="parquet"):
        bring_in(now=NOW, folder=tmp_path)

    assert rows() == before
    assert not sample.is_loaded()


def test_removing_restores_every_table_exactly(folder):
    make_organisation(name="Kopi Lereng", currency="EUR", postal_address="Jl. Melati 1")
    twin = Household(900, NOW)
    ann = make_contact(
        "Ann Adams",
        company_id=make_company("Adams & Co"),
        email=next(people([twin], SEED, NOW)).email,
    )
    make_order(ann, make_product("Beans", category=("Grocery", "Coffee")))
    grant(ann)
    make_event(ann)
    before, waiting = rows(), jobs()

    bring_in(now=NOW, folder=folder)
    assert sample.is_loaded()
    assert rows() != before
    sample.remove(by=SYSTEM, now=NOW)

    after = rows()
    changed = {table for table in after if after[table] != before[table]}
    # Without the sample everybody's fifths are others, and segments smaller: two jobs, in turn,
    # and whose purchases went is noted until the first of them, which events until the lake's
    # next round.
    assert changed == {
        "insight_purchasechange", "procrastinate_events", "procrastinate_jobs",
        "timeline_lakenote",
    }  # fmt: skip
    added = [("insight.recompute", "scores"), ("audience.refresh_all", "scores")]
    assert jobs() == [*waiting, *added]
    assert not sample.is_loaded()


@pytest.mark.usefixtures("loaded")
def test_what_users_hung_on_a_sample_person_goes_and_what_they_made_stays():
    person = Contact.objects.filter(is_sample=True).latest("pk").pk
    product = Product.objects.filter(is_sample=True).latest("pk")
    ann = make_contact("Ann Adams")
    make_order(person)
    mine = make_order(ann, product.pk)
    grant(person)

    sample.remove(by=SYSTEM, now=NOW)

    assert list(Contact.objects.values_list("pk", flat=True)) == [ann]
    assert list(Order.objects.values_list("pk", flat=True)) == [mine]
    product.refresh_from_db()
    assert not product.is_sample
    assert [event.name for event in timeline.page_of(ann)] == ["order completed"]
    assert not Consent.objects.exists()
    assert contacts.names([person]) == {}


@pytest.mark.usefixtures("loaded")
def test_the_page_says_what_goes_and_one_click_does_it(client):
    sign_in(client, alice())
    url = reverse("project:sample")

    page = client.get(url).content.decode()
    assert "Sample data" in page
    assert "Remove it" in page

    answer = client.post(url, {"_method": "delete"}, follow=True)
    assert "The sample company is gone" in answer.content.decode()
    assert not sample.is_loaded()
    assert client.get(url).status_code == 404


@pytest.mark.usefixtures("loaded")
def test_only_who_may_change_settings_removes_it(client):
    sign_in(client, bob())

    assert client.post(reverse("project:sample"), {"_method": "delete"}).status_code == 403
    assert sample.is_loaded()
