"""What was stated outlasts another version, there and back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from relasi.consent import public as consent
from relasi.consent.models import Consent
from relasi.consent.testing import grant, withdraw
from relasi.contacts.testing import make_contact


@pytest.mark.django_db(transaction=True)
def test_statements_of_the_version_before_are_sealed_and_hold():
    ann = make_contact()
    grant(ann)
    grant(ann, purpose="personalise")
    withdraw(ann, purpose="personalise")
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()

    MigrationExecutor(connection).migrate([("consent", "0001_initial")])
    MigrationExecutor(connection).migrate(newest)

    assert consent.verify_statements() == (
        "The ledger of consent holds: 3 statements, none changed."
    )
    assert set(Consent.objects.values_list("stated_for", flat=True)) == {ann}
    assert {card.purpose: card.granted for card in consent.permissions_of(ann)} == {
        "marketing": True,
        "personalise": False,
    }
