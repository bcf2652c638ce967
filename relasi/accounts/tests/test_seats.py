"""A seat changes: its address, and what went out under the role it had."""

import pytest
from django.core.cache import cache

from relasi.accounts import testing
from relasi.accounts.models import ApiKey, AuditEntry, Invitation, Staff

from .test_sign_in import sign_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    cache.clear()
    return testing.sign_in(client, testing.alice())


def give(client, staff_id, **more):
    sent = {"email": Staff.objects.get(pk=staff_id).email, "role": "viewer"} | more
    return client.post(f"/settings/staff/{staff_id}/", {"_method": "patch"} | sent)


def handed_out_by(staff_id, client, roles):
    testing.sign_in(client, staff_id)
    for role in roles:
        client.post("/settings/keys/", {"name": role, "role": role})
        client.post("/settings/staff/", {"email": f"{role}@example.org", "role": role})


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [
        ("admin", "viewer", set()),
        ("owner", "admin", {"admin", "viewer"}),
        ("admin", "owner", {"admin", "viewer"}),
    ],
)
@pytest.mark.usefixtures("owner")
def test_nothing_handed_out_reaches_further_than_its_maker_now(client, before, after, stays):
    bob = testing.make_staff(before)
    roles = {"admin", "viewer"} | ({"owner"} if before == "owner" else set())
    handed_out_by(bob, type(client)(), roles)

    assert give(client, bob, role=after).status_code == 302

    assert set(ApiKey.objects.filter(revoked_at=None).values_list("role", flat=True)) == stays
    assert set(Invitation.objects.filter(revoked_at=None).values_list("role", flat=True)) == stays
    detail = AuditEntry.objects.get(action="changed", object="staff").detail
    gone = len(roles - stays)
    assert (detail["keys_revoked"], detail["invitations_revoked"]) == (gone, gone)


@pytest.mark.usefixtures("owner")
def test_the_invitations_of_somebody_who_left_open_nothing(client):
    bob = testing.make_staff("admin")
    handed_out_by(bob, type(client)(), ["admin"])

    client.post(f"/settings/staff/{bob}/", {"_method": "delete"})

    assert Invitation.objects.get().revoked_at is not None


@pytest.mark.usefixtures("owner")
def test_another_address_opens_the_seat_and_the_old_one_does_not(client):
    bob = testing.bob()
    sign_in(type(client)(), "bob@shop.example")  # allauth has seen the old one

    assert give(client, bob, email=" Bob@New.example").status_code == 302

    old, new = type(client)(), type(client)()
    sign_in(old, "bob@shop.example")
    sign_in(new, "bob@new.example")
    assert (signed_in(old), signed_in(new)) == (False, True)
    detail = AuditEntry.objects.get(action="changed", object="staff").detail
    emails = (detail["before"]["email"], detail["after"]["email"])
    assert emails == ("bob@shop.example", "bob@new.example")


@pytest.mark.parametrize("email", ["alice@shop.example", "ALICE@shop.example", "no address", ""])
@pytest.mark.usefixtures("owner")
def test_an_address_that_is_taken_or_none_is_refused(client, email):
    bob = testing.bob()

    answer = give(client, bob, email=email, role="admin")

    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]
    row = Staff.objects.get(pk=bob)
    assert (row.email, row.role) == ("bob@shop.example", "marketer")
