"""Sources that Relasi knows are called in the reader's language; a company's own stay."""

import pytest
from django.utils import translation

from relasi.contacts import public as contacts


@pytest.mark.parametrize(
    ("language", "stored", "called"),
    [
        ("en", "search", "search"),
        ("id", "search", "pencarian"),
        ("id", "unsubscribe link", "tautan berhenti berlangganan"),
        ("id", "Toko Braga", "Toko Braga"),
        ("id", "", ""),
    ],
)
def test_a_source_is_called_in_the_language_of_its_reader(language, stored, called):
    with translation.override(language):
        assert contacts.source_called(stored) == called


def test_a_source_is_found_by_what_it_is_called():
    with translation.override("id"):
        assert contacts.sources_called("Pencari") == ["search"]
        assert contacts.sources_called("pencari", wholly=True) == []
        assert contacts.sources_called("Pencarian", wholly=True) == ["search"]
