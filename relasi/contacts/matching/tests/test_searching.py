"""Searches: who is proposed, who is not any more, and what stays the same from one to the next."""

from datetime import timedelta

import pytest
from django.db import connection

from relasi.accounts.public import SYSTEM
from relasi.contacts import public as contacts
from relasi.contacts.actions.deleting import delete_contact
from relasi.contacts.importing.testing import bring_in, take_back
from relasi.contacts.matching.actions import deciding, running, writing
from relasi.contacts.matching.actions.limits import change_limits
from relasi.contacts.matching.actions.searching import search_everybody, stop_search
from relasi.contacts.matching.queries.limits import Limits
from relasi.contacts.matching.testing import NOON, make_twins, proposals, search, search_again
from relasi.contacts.models import Contact, MatchEntry, MatchProposal, MatchRun, Merge
from relasi.contacts.testing import make_contact
from relasi.kernel.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(hours=1)


def change(contact_id, now=LATER, **changes):
    contacts.change_contact(contact_id=contact_id, changes=changes, by=SYSTEM, now=now)


def the_proposal():
    return MatchProposal.objects.get()


def test_two_records_of_one_person_are_proposed_with_what_each_trait_weighs():
    older, younger = make_twins()
    make_contact("Budi Santoso", given_name="Budi", family_name="Santoso", city="Bandung")

    run = search()

    assert (run.state, run.people, run.proposed) == ("done", 3, 1)
    assert proposals() == [(older, younger)]
    row = the_proposal()
    assert row.probability > 0.99
    assert row.parts["given"][0] == 0
    assert row.parts["born"][0] == 2
    assert row.parts["phone"] == [-1, 0]
    assert sum(weight for _level, weight in row.parts.values()) > row.weight


def test_two_of_one_name_in_one_town_are_not_one_person():
    for _number in range(2):
        make_contact("Budi Santoso", given_name="Budi", family_name="Santoso", city="Jakarta")

    search()

    assert proposals() == []


def test_newcomers_are_compared_with_everybody_and_nobody_else_is():
    make_twins()
    search()
    another = make_contact("Ann Wijaya", now=LATER, born_on="1990-04-12", city="Bandung")
    before = MatchProposal.objects.get().proposed_at

    run = search_again(now=LATER)

    assert run.people == 1
    assert [pair for pair in proposals() if another in pair] == proposals()[1:]
    assert len(proposals()) == 3
    assert MatchProposal.objects.order_by("pk")[0].proposed_at == before
    assert search_again(now=LATER).people == 0


def test_a_newcomer_scores_as_in_a_search_of_everybody():
    make_twins()
    search()
    make_contact("Ann Wijaya", now=LATER, born_on="1990-04-12", city="Bandung")
    search_again(now=LATER)
    incremental = dict(MatchProposal.objects.values_list("b_id", "weight"))

    search(now=LATER)

    assert dict(MatchProposal.objects.values_list("b_id", "weight")) == incremental


def test_the_first_search_of_newcomers_is_one_of_everybody():
    make_twins()
    assert search_again().people == 2
    assert len(proposals()) == 1


def test_who_was_rejected_is_proposed_again_only_when_one_of_them_changes():
    older, younger = make_twins()
    search()
    deciding.reject(proposal_id=the_proposal().pk, by=SYSTEM, now=NOON)

    search(now=LATER)
    change(older, job_title="Barista")
    search_again(now=LATER)
    assert proposals("rejected") == [(older, younger)]

    change(older, city="Surabaya", now=LATER + timedelta(hours=1))
    search_again(now=LATER + timedelta(hours=1))
    assert proposals() == [(older, younger)]


def test_who_was_taken_apart_is_not_proposed():
    older, younger = make_twins()
    contacts.merge_contacts(one_id=older, other_id=younger, by=SYSTEM, now=NOON)
    contacts.undo_merge(merge_id=Merge.objects.get().pk, by=SYSTEM, now=NOON)

    search(now=LATER)
    search(now=LATER)

    assert proposals() == []
    assert proposals("rejected") == [(older, younger)]


def test_who_is_no_longer_alike_is_no_longer_proposed():
    older, younger = make_twins()
    search()
    change(younger, given_name="Maria", name="Maria", street="", born_on="1971-01-30")

    search_again(now=LATER)

    assert proposals("outdated") == [(older, younger)]
    change(younger, given_name="Ann", born_on="1990-04-12", now=LATER + timedelta(hours=1))
    search_again(now=LATER + timedelta(hours=1))
    assert proposals() == [(older, younger)]


def test_the_older_one_keeps_their_id_over_repeated_searches():
    younger_first = make_contact("Filler")
    older, younger = make_twins()
    search()
    kept = deciding.accept(proposal_id=the_proposal().pk, by=SYSTEM, now=NOON)
    assert kept == older

    third = make_contact("Ann Wijaya", now=LATER, born_on="1990-04-12", city="Bandung")
    search_again(now=LATER)
    assert proposals() == [(older, third)]
    row = MatchProposal.objects.get(state="open")
    assert deciding.accept(proposal_id=row.pk, by=SYSTEM, now=LATER) == older
    search(now=LATER)

    assert sorted(Contact.objects.values_list("pk", flat=True)) == [younger_first, older]
    assert proposals() == []
    assert proposals("accepted") == [(older, younger), (older, third)]


def test_an_import_is_searched_and_taken_back_whole():
    older, _younger = make_twins()
    search()
    run = bring_in(
        "email,given_name,family_name,street,postal_code,city\n"
        "a.wijaya@mail.example,Ann,Wijaya,Jl Braga 12,40111,Bandung\n",
        now=LATER,
    )
    asked = MatchRun.objects.get(source=run)
    running.find_duplicates(run_id=asked.pk, now=LATER)
    asked.refresh_from_db()
    assert (asked.state, asked.people) == ("done", 1)
    new = Contact.objects.latest("pk").pk
    assert (older, new) in proposals()

    take_back(run)

    assert not Contact.objects.filter(pk=new).exists()
    assert not MatchEntry.objects.filter(pk=new).exists()
    assert [pair for pair in proposals() if new in pair] == []
    assert MatchRun.objects.filter(source=run).count() == 1


def test_who_is_deleted_is_in_no_pair_and_has_no_keys():
    _older, younger = make_twins()
    search()
    delete_contact(contact_id=younger, by=SYSTEM, now=NOON)

    assert not MatchProposal.objects.exists()
    assert not MatchEntry.objects.filter(pk=younger).exists()


def test_what_was_deleted_while_the_search_ran_is_not_proposed(monkeypatch):
    _older, younger = make_twins()
    write = writing.write_proposals

    def late(found, **values):
        delete_contact(contact_id=younger, by=SYSTEM, now=NOON)
        return write(found, **values)

    monkeypatch.setattr(running, "write_proposals", late)
    run = search()

    assert (run.state, run.proposed) == ("done", 0)
    assert not MatchProposal.objects.exists()
    assert not MatchEntry.objects.filter(pk=younger).exists()


def test_a_search_is_stopped_and_says_so_and_one_is_enough():
    make_twins()
    run_id = search_everybody(by=SYSTEM, now=NOON)
    with pytest.raises(Refused, match="on its way already"):
        search_everybody(by=SYSTEM, now=NOON)
    stop_search(run_id=run_id, by=SYSTEM, now=NOON)
    running.find_duplicates(run_id=run_id, now=NOON)

    assert MatchRun.objects.get().state == "cancelled"
    assert not MatchProposal.objects.exists()
    with pytest.raises(Refused, match="over already"):
        stop_search(run_id=run_id, by=SYSTEM, now=NOON)


def test_a_search_that_fails_says_what_happened_and_the_next_one_works(monkeypatch):
    make_twins()
    with monkeypatch.context() as broken:
        broken.setattr(running, "write_model", lambda *_args: 1 / 0)
        run_id = search_everybody(by=SYSTEM, now=NOON)
        with pytest.raises(ZeroDivisionError):
            running.find_duplicates(run_id=run_id, now=NOON)
    run = MatchRun.objects.get()
    assert (run.state, "ZeroDivisionError" in run.problem) == ("failed", True)

    assert search(now=LATER).state == "done"
    assert len(proposals()) == 1


def test_nobody_is_joined_by_itself_unless_staff_says_so():
    make_twins()
    search()
    assert len(proposals()) == 1

    change_limits(limits=Limits(join_from=0.99), by=SYSTEM, now=NOON)
    run = search(now=LATER)

    assert run.joined == 1
    assert len(proposals("automatic")) == 1
    deciding.take_back(proposal_id=the_proposal().pk, by=SYSTEM, now=LATER)
    assert len(proposals()) == 1


def test_two_with_numbers_of_their_own_are_left_to_a_person():
    older, younger = make_twins()
    change(older, external_id="A-1")
    change(younger, external_id="A-2")
    change_limits(limits=Limits(join_from=0.99), by=SYSTEM, now=NOON)

    run = search(now=LATER)

    assert run.joined == 0
    assert proposals() == [(older, younger)]


def test_a_chain_is_joined_by_itself_only_when_every_pair_is_certain():
    make_twins()
    known = {"born_on": "1990-04-12", "city": "Bandung", "postal_code": "40111"}
    make_contact("Ann Wijaya", now=NOON, **known)
    search()
    least, middle, _most = sorted(MatchProposal.objects.values_list("probability", flat=True))
    assert least < middle

    change_limits(limits=Limits(join_from=middle), by=SYSTEM, now=NOON)
    assert search(now=LATER).joined == 0
    change_limits(limits=Limits(join_from=least), by=SYSTEM, now=NOON)
    assert search(now=LATER).joined == 2
    assert Contact.objects.count() == 1


def test_no_more_are_joined_than_staff_allows():
    make_twins()
    make_twins(
        given_name="Siti",
        family_name="Rahma",
        name="Siti Rahma",
        city="Medan",
        postal_code="20111",
        street="Jl. Sudirman 4",
        born_on="1981-11-30",
    )
    change_limits(limits=Limits(join_from=0.99, most_joined=1), by=SYSTEM, now=NOON)

    assert search(now=LATER).joined == 1
    assert search(now=LATER + timedelta(hours=1)).joined == 1


def test_whose_data_are_not_used_is_compared_with_nobody_until_they_are_used_again():
    older, younger = make_twins()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO consent_restriction (contact_id, reason, restricted_at, restricted_by,"
            " lifted_by) VALUES (%s, '', now(), 'system:0', '')",
            [younger],
        )
    assert (search().people, proposals()) == (1, [])

    with connection.cursor() as cursor:
        cursor.execute("UPDATE consent_restriction SET lifted_at = now()")
    contacts.compare_anew([younger], by=SYSTEM, now=LATER)
    search_again(now=LATER)
    assert proposals() == [(older, younger)]

    contacts.compare_anew([younger], by=SYSTEM, now=LATER)
    assert the_proposal().state == "outdated"
