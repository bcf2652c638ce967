"""Pages of duplicates, as the browser asks for them."""

from datetime import date

import pytest
from django.urls import reverse

from relasi.accounts.models import AuditEntry
from relasi.accounts.testing import alice, make_staff, sign_in
from relasi.contacts.importing.testing import bring_in
from relasi.contacts.matching.queries.limits import limits
from relasi.contacts.matching.testing import NOON, make_twins, proposals
from relasi.contacts.models import Contact, MatchProposal, MatchRun, MatchSweep
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db
PARTS = {"given": [0, 7.2], "born": [2, 5.6], "phone": [-1, 0], "city": [3, -3.4]}


def propose(one, other, probability=0.995):
    a, b = sorted((one, other))
    return MatchProposal.objects.create(
        a_id=a, b_id=b, a_print=1, b_print=2, weight=4.5, probability=probability, parts=PARTS,
        proposed_at=NOON,
    ).pk  # fmt: skip


@pytest.fixture
def staff(client):
    sign_in(client, alice())
    return client


def page(client, name, *args, **query):
    answer = client.get(reverse(f"contacts:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, name, *args, follow=True, **values):
    return client.post(reverse(f"contacts:{name}", args=args), values, follow=follow)


def test_the_list_shows_pairs_that_wait_the_surest_first(staff):
    sure = propose(*make_twins(name="Sure One"), 0.99999)
    propose(*make_twins(name="Less Sure"), 0.96)
    gone = propose(*make_twins(name="Apart"), 0.97)
    MatchProposal.objects.filter(pk=gone).update(state="rejected")

    html = page(staff, "duplicates")

    assert html.index("Sure One") < html.index("Less Sure")
    assert "Apart" not in html
    assert reverse("contacts:duplicate", args=[sure]) in html
    assert "Less Sure" not in page(staff, "duplicates", f="band:is:certain")
    assert "Apart" in page(staff, "duplicates", f="state:is:rejected")
    assert "Sure One" not in page(staff, "duplicates", q="less")
    assert "Sure One" in page(staff, "duplicates", f="source:not_set:")
    assert "Sure One" not in page(staff, "duplicates", f="found:before:2020-01-01")


def test_the_list_is_exported_and_that_is_written_down(staff):
    one = propose(*make_twins())
    answer = staff.get(reverse("contacts:duplicates"), {"export": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert lines[0].endswith("found,decided")
    assert lines[1].startswith(f"{one},")
    assert AuditEntry.objects.latest("pk").action == "exported"


def test_a_pair_shows_both_with_what_differs_and_why_they_may_be_one(staff):
    one = propose(*make_twins())

    html = page(staff, "duplicate", one)

    assert "99.50" in html
    assert 'name="take.born_on"' in html
    assert "nearly the same" not in html
    assert "a slip of the pen apart" in html
    assert "+7.2" in html
    assert "Together" in html


def test_accepting_goes_on_to_the_next_pair_and_keeps_what_was_chosen(staff):
    older, younger = make_twins()
    one = propose(older, younger, 0.999)
    behind = propose(*make_twins(name="Next"), 0.99)

    answer = post(staff, "duplicate_accept", one, **{"take.born_on": "lost"})

    assert answer.redirect_chain[-1][0] == reverse("contacts:duplicate", args=[behind])
    assert Contact.objects.get(pk=older).born_on == date(1990, 4, 13)
    assert not Contact.objects.filter(pk=younger).exists()
    again = post(staff, "duplicate_accept", one)
    assert again.status_code == 422
    assert "Take the next one" in again.content.decode()


def test_rejecting_later_next_and_undoing_the_last_decision(staff):
    first = propose(*make_twins(), 0.999)
    second = propose(*make_twins(), 0.99)

    def ends(answer):
        return answer.redirect_chain[-1][0]

    assert ends(post(staff, "duplicate_later", first)) == reverse(
        "contacts:duplicate", args=[second]
    )
    assert ends(post(staff, "duplicate_reject", second)) == reverse(
        "contacts:duplicate", args=[first]
    )
    assert ends(post(staff, "duplicates_undo")) == reverse("contacts:duplicate", args=[second])
    assert len(proposals()) == 2
    next_one = staff.get(reverse("contacts:duplicates_next"))
    assert next_one.url == reverse("contacts:duplicate", args=[second])


def test_the_last_pair_leads_back_to_the_list(staff):
    one = propose(*make_twins())
    answer = post(staff, "duplicate_reject", one)
    assert answer.redirect_chain[-1][0] == reverse("contacts:duplicates")
    assert "Nothing waits any more" in answer.content.decode()
    assert "Take the decision back" in page(staff, "duplicate", one)


def test_a_group_is_shown_as_one_and_joined_as_one(staff):
    older, younger = make_twins()
    third = make_contact("Third Ann", now=NOON)
    one = propose(older, younger, 0.999)
    propose(younger, third)
    html = page(staff, "duplicate", one)
    assert "Third Ann" in html
    assert reverse("contacts:duplicate_group", args=[one]) not in html
    assert post(staff, "duplicate_group", one).status_code == 422

    propose(older, third)
    assert "Join all 3" in page(staff, "duplicate", one)
    post(staff, "duplicate_group", one)
    assert list(Contact.objects.values_list("pk", flat=True)) == [older]


def test_many_are_decided_after_they_were_looked_at(staff):
    pairs = [make_twins(name=f"Twin {number}") for number in range(3)]
    ids = [propose(*pair) for pair in pairs]

    looked = post(staff, "duplicates_accept", ids=ids[:2])
    html = looked.content.decode()
    assert "2 pairs become one person each." in html
    assert len(proposals()) == 3
    sweep = MatchSweep.objects.get()
    post(staff, "duplicates_sweep", sweep.pk)

    assert proposals("accepted") == pairs[:2]
    assert proposals() == pairs[2:]
    post(staff, "duplicates_reject", all="1", query="")
    post(staff, "duplicates_sweep", MatchSweep.objects.latest("pk").pk)
    assert proposals("rejected") == pairs[2:]


def test_a_search_is_asked_for_followed_and_stopped(staff):
    assert "Nobody has searched yet" in page(staff, "duplicates_search")
    html = post(staff, "duplicates_search", kind="everybody").content.decode()
    assert "Waiting" in html
    assert post(staff, "duplicates_search", kind="everybody").status_code == 422
    html = post(staff, "duplicates_stop", MatchRun.objects.get().pk).content.decode()
    assert "Cancelled" in html


def test_limits_are_checked_and_kept(staff):
    bad = post(staff, "duplicates_limits", propose_from="95", join_from="90", most_joined="10")
    assert bad.status_code == 422
    assert "at least 99 percent" in bad.content.decode()
    post(staff, "duplicates_limits", propose_from="97", join_from="99.9", most_joined="10")
    assert (limits().propose_from, limits().join_from, limits().most_joined) == (0.97, 0.999, 10)


def test_who_may_change_only_their_own_people_meets_only_pairs_of_theirs(client):
    mine = make_staff("sales")
    sign_in(client, mine)
    theirs = propose(*make_twins(name="Not Bobs"), 0.999)
    own = propose(*make_twins(name="Bobs Own", owner_id=mine))
    half = propose(make_contact("Half", owner_id=mine), make_contact("Other Half"))

    assert client.get(reverse("contacts:duplicates_next")).url == reverse(
        "contacts:duplicate", args=[own]
    )
    for other in (theirs, half):
        assert post(client, "duplicate_accept", other).status_code == 404
    assert MatchProposal.objects.filter(state="open").count() == 3
    post(client, "duplicate_accept", own)
    assert MatchProposal.objects.get(pk=own).state == "accepted"


def test_an_import_says_how_many_may_be_known(staff):
    run = bring_in("email,name\nann@example.org,Ann\n")
    search = MatchRun.objects.get(source=run)
    assert "is being looked at" in page(staff, "import_run", run.pk)
    MatchRun.objects.filter(pk=search.pk).update(state="done")
    one = propose(*make_twins())
    MatchProposal.objects.filter(pk=one).update(run=search)

    html = page(staff, "import_run", run.pk)

    assert "1 pair may be people you already know" in html
    assert f"f=import:is:{run.pk}" in html
