"""Which exports of other programs are known. What they prove is tried in consent."""

import pytest

from relasi.contacts.importing.layouts import LAYOUTS, layout_of, meaning_of
from relasi.contacts.importing.testing import upload

MAILCHIMP = ["Email Address", "MEMBER_RATING", "OPTIN_TIME", "LEID", "EUID"]


def test_the_programs_that_are_known():
    assert {layout.key for layout in LAYOUTS} == {
        *("mailchimp", "listmonk", "hubspot", "salesforce_contacts", "salesforce_leads", "mautic")
    }


def test_a_list_that_is_like_none_of_them_has_no_layout():
    assert layout_of("contacts", ["email", "name", "status"]) is None
    assert layout_of("orders", MAILCHIMP) is None


def test_added_cells_stand_for_the_row_whatever_its_columns_are_called_later():
    layout = layout_of("contacts", MAILCHIMP)
    assert layout is not None
    more = meaning_of("mailchimp", [*MAILCHIMP, *layout.more])
    assert more is not None

    assert more(["a@example.org", "2", "2024-01-02", "1", "a"]) == ["yes", "2024-01-02", ""]
    assert more(["a@example.org", "2", "", "1", "a"]) == ["", "", ""]
    assert more(["a@example.org"]) == ["", "", ""]


@pytest.mark.django_db
def test_a_plain_list_is_read_by_its_words():
    assert "layout" not in upload("email,name\nann@example.org,Ann\n").options
