"""Decisions on pairs, one by one and many at once; each can be taken back."""

import pytest

from relasi.accounts.models import AuditEntry
from relasi.accounts.public import SYSTEM, Actor
from relasi.contacts import public as contacts
from relasi.contacts.matching.actions import deciding, joining, sweeping
from relasi.contacts.matching.rules.groups import groups, is_whole
from relasi.contacts.matching.testing import NOON, make_twins, proposals
from relasi.contacts.models import Contact, MatchProposal, MatchSweep, Merge
from relasi.contacts.testing import make_contact
from relasi.kernel.errors import NotFound, Refused

pytestmark = pytest.mark.django_db
STAFF = Actor(kind="staff", id=7, name="Alice", role="owner")


def propose(one, other, probability=0.99):
    a, b = sorted((one, other))
    return MatchProposal.objects.create(
        a_id=a, b_id=b, a_print=1, b_print=2, weight=7, probability=probability, parts={},
        proposed_at=NOON,
    ).pk  # fmt: skip


def test_accepting_joins_and_names_the_proposal_in_the_audit_log():
    older, younger = make_twins()
    one = propose(older, younger)

    assert deciding.accept(proposal_id=one, by=SYSTEM, now=NOON) == older

    row = MatchProposal.objects.get(pk=one)
    assert (row.state, row.merge_id) == ("accepted", Merge.objects.get().pk)
    assert AuditEntry.objects.latest("pk").detail["proposal"] == one
    with pytest.raises(Refused, match="Joined"):
        deciding.accept(proposal_id=one, by=SYSTEM, now=NOON)


def test_taking_an_acceptance_back_takes_apart_exactly_and_the_pair_waits_again():
    older, younger = make_twins()
    one = propose(older, younger)
    before = list(Contact.objects.values("pk", "street", "born_on").order_by("pk"))
    deciding.accept(proposal_id=one, by=SYSTEM, now=NOON)

    deciding.take_back(proposal_id=one, by=SYSTEM, now=NOON)

    assert list(Contact.objects.values("pk", "street", "born_on").order_by("pk")) == before
    assert proposals() == [(older, younger)]


def test_a_joining_that_is_undone_elsewhere_is_a_rejection():
    older, younger = make_twins()
    one = propose(older, younger)
    deciding.accept(proposal_id=one, by=SYSTEM, now=NOON)

    contacts.undo_merge(merge_id=Merge.objects.get().pk, by=STAFF, now=NOON)

    row = MatchProposal.objects.get(pk=one)
    assert (row.state, row.merge_id, row.decided_by) == ("rejected", None, STAFF.label)


def test_other_pairs_of_who_went_are_outdated_and_come_back_with_them():
    older, younger = make_twins()
    third = make_contact()
    one, other, rejected = propose(older, younger), propose(younger, third), make_contact()
    kept_apart = propose(younger, rejected)
    deciding.reject(proposal_id=kept_apart, by=SYSTEM, now=NOON)
    deciding.accept(proposal_id=one, by=SYSTEM, now=NOON)
    assert MatchProposal.objects.get(pk=other).state == "outdated"

    deciding.take_back(proposal_id=one, by=SYSTEM, now=NOON)

    states = dict(MatchProposal.objects.values_list("pk", "state"))
    assert states == {one: "open", other: "open", kept_apart: "rejected"}


def test_rejecting_and_later_and_taking_a_rejection_back():
    one = propose(*make_twins())
    deciding.postpone(proposal_id=one, now=NOON)
    assert MatchProposal.objects.get(pk=one).later_at == NOON
    deciding.reject(proposal_id=one, by=SYSTEM, now=NOON)
    assert len(proposals("rejected")) == 1
    deciding.take_back(proposal_id=one, by=SYSTEM, now=NOON)
    assert len(proposals()) == 1
    with pytest.raises(Refused, match="Nothing was decided"):
        deciding.take_back(proposal_id=one, by=SYSTEM, now=NOON)
    with pytest.raises(NotFound, match="not here any more"):
        deciding.reject(proposal_id=one + 1, by=SYSTEM, now=NOON)


def test_a_group_is_accepted_as_one_only_when_everybody_is_everybody_else():
    older, younger = make_twins()
    third = make_contact(now=NOON)
    first = propose(older, younger)
    propose(younger, third)
    with pytest.raises(Refused, match="pair by pair"):
        joining.accept_group(proposal_id=first, by=SYSTEM, now=NOON)

    propose(older, third)
    assert joining.accept_group(proposal_id=first, by=SYSTEM, now=NOON) == older

    assert list(Contact.objects.values_list("pk", flat=True)) == [older]
    assert proposals("accepted") == [(older, younger), (older, third)]
    assert proposals("outdated") == [(younger, third)]


def test_groups_hang_together_by_pairs_and_a_chain_is_not_whole():
    assert groups([(1, 2), (2, 3), (7, 9)]) == [[1, 2, 3], [7, 9]]
    assert groups([(5, 6), (1, 6), (1, 2)]) == [[1, 2, 5, 6]]
    assert not is_whole([1, 2, 3], frozenset({(1, 2), (2, 3)}))
    assert is_whole([3, 1, 2], frozenset({(1, 2), (2, 3), (1, 3)}))


def sweep(*, accepts):
    rows = MatchProposal.objects.all()
    sweep_id = sweeping.propose_sweep(accepts=accepts, rows=rows, query="", by=STAFF, now=NOON)
    sweeping.start_sweep(sweep_id=sweep_id, by=STAFF, now=NOON)
    sweeping.go_on(sweep_id=sweep_id, by=STAFF, now=NOON)
    return MatchSweep.objects.get(pk=sweep_id)


def test_many_are_decided_at_once_and_who_cannot_be_joined_any_more_is_passed_over():
    older, younger = make_twins()
    third = make_contact(now=NOON)
    propose(older, younger, 0.999)
    propose(younger, third)
    one, other = make_twins()
    propose(one, other)

    done = sweep(accepts=True)

    assert (done.state, done.total, done.decided) == ("done", 3, 2)
    assert proposals("accepted") == [(older, younger), (one, other)]
    assert proposals("outdated") == [(younger, third)]
    with pytest.raises(Refused, match="Done"):
        sweeping.start_sweep(sweep_id=done.pk, by=STAFF, now=NOON)


def test_many_are_rejected_and_a_sweep_that_is_stopped_leaves_the_rest():
    for _number in range(3):
        propose(*make_twins())
    rows = MatchProposal.objects.all()
    sweep_id = sweeping.propose_sweep(accepts=False, rows=rows, query="", by=STAFF, now=NOON)
    sweeping.start_sweep(sweep_id=sweep_id, by=STAFF, now=NOON)
    sweeping.stop_sweep(sweep_id=sweep_id, by=STAFF, now=NOON)
    sweeping.go_on(sweep_id=sweep_id, by=STAFF, now=NOON)

    assert MatchSweep.objects.get(pk=sweep_id).state == "cancelled"
    assert (len(proposals("rejected")), len(proposals())) == (1, 2)
    assert sweep(accepts=False).decided == 2
