"""Tags are renamed for everybody who has them."""

from datetime import UTC, datetime

import pytest

from relasi.accounts.testing import SYSTEM, alice, bob, sign_in
from relasi.contacts import public as contacts
from relasi.contacts.actions.tagging import rename_tag
from relasi.contacts.models import Tag
from relasi.contacts.testing import make_contact
from relasi.kernel.errors import NotFound, Refused

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def rename(tag_id, name):
    rename_tag(tag_id=tag_id, name=name, by=SYSTEM, now=NOON)


def test_a_tag_gets_another_word_for_everybody():
    ann, bea = make_contact("Ann", tags=("vip",)), make_contact("Bea", tags=("vip", "Decaf"))
    tag = Tag.objects.get(name="vip")

    rename(tag.pk, "  Best   customers ")

    assert contacts.card(ann).tags == ("Best customers",)
    assert contacts.card(bea).tags == ("Best customers", "Decaf")
    rename(tag.pk, "best customers")
    assert contacts.card(ann).tags == ("best customers",)


def test_a_word_that_is_taken_or_no_word_is_refused():
    make_contact(tags=("VIP", "Decaf"))
    tag = Tag.objects.get(name="VIP")
    with pytest.raises(Refused, match="There is a tag “decaf” already"):
        rename(tag.pk, "decaf")
    with pytest.raises(Refused, match="1 to 60 characters"):
        rename(tag.pk, " ")
    with pytest.raises(NotFound):
        rename(0, "x")
    assert contacts.tags() == ("Decaf", "VIP")


def test_the_page_keeps_what_was_typed_and_says_why_not(client):
    make_contact(tags=("VIP", "Decaf"))
    tag = Tag.objects.get(name="VIP")
    sign_in(client, alice())
    assert client.post(f"/settings/tags/{tag.pk}/", {"_method": "patch", "tag": "Top"}).url == (
        "/settings/tags/"
    )
    assert contacts.tags() == ("Decaf", "Top")
    refused = client.post(f"/settings/tags/{tag.pk}/", {"_method": "patch", "tag": "DECAF"})
    assert refused.status_code == 422
    assert 'value="DECAF"' in refused.text
    assert "There is a tag" in refused.text
    sign_in(client, bob())
    answer = client.post(f"/settings/tags/{tag.pk}/", {"_method": "patch", "tag": "x"})
    assert answer.status_code == 403
    assert contacts.tags() == ("Decaf", "Top")
