"""Every field of every table is in the data catalogue: what it holds, why, and for how long."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import connection

from relasi.kernel.catalogue import Category, Erased, Person, Store, Term, stores
from relasi.privacy.queries.tables import model_of, of_people, table_of

pytestmark = pytest.mark.django_db
NOBODY = Person((0,), (0,), (("email", "nobody@example.org"), ("phone", "+6281255500172")))
# The lake's own catalogue is spoken for by the store "lake".
TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
"""
COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"


def told(store: Store) -> list[str]:
    return [name for names in store.holds.values() for name in names.split()]


def fields_of(store: Store) -> set[str]:
    """As Django calls them; a column that no model knows by its own name."""
    model = model_of(store)
    named = {field.column: field.name for field in model._meta.concrete_fields} if model else {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table_of(store)])
        return {named.get(column, column) for (column,) in cursor.fetchall()} - {"id"}


def test_every_table_is_in_the_catalogue():
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = {name for (name,) in cursor.fetchall()}
    managed = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

    known = {table_of(store) for store in stores()}

    assert sorted((tables | managed) - known - {"timeline_event_rest"}) == []
    assert sorted(known - tables) == []


@pytest.mark.parametrize("store", stores(), ids=lambda store: store.key)
def test_every_field_has_a_category_and_with_its_table_a_purpose_and_a_term(store):
    assert [name for name, times in Counter(told(store)).items() if times > 1] == []
    assert sorted(fields_of(store) - set(told(store))) == [], (
        "say in data_catalogue.py what these hold of people"
    )
    assert sorted(set(told(store)) - fields_of(store)) == [], "there is no such field any more"
    assert store.kept.term is not Term.DAYS or store.kept.days > 0


@pytest.mark.parametrize("store", stores(), ids=lambda store: store.key)
def test_what_is_kept_of_customers_says_what_becomes_of_it(store):
    of_customers = set(store.holds) - {Category.NONE, Category.STAFF, Category.SECRET}
    if store.erased is Erased.NOBODY:
        assert not store.whose
        assert not of_customers - {Category.WORDS, Category.LINK, Category.CONSENT}
    if store.erased in {Erased.NAMELESS, Erased.KEPT}:
        assert store.why is not None


@pytest.mark.parametrize("store", of_people(), ids=lambda store: store.key)
def test_its_sql_holds(store):
    values = NOBODY.values()
    beside = f", {store.told}" if store.told else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_jsonb(t){beside} FROM {table_of(store)} t WHERE {store.where}", values
        )
        if store.proof:
            cursor.execute(f"SELECT {store.proof} FROM {table_of(store)} t")
        if store.cleared:
            cursor.execute(f"UPDATE {table_of(store)} t SET {store.cleared} WHERE FALSE")
