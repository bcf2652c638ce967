"""Every address is looked at; what is doubtful is known, and nothing is changed."""

from datetime import UTC, datetime, timedelta

import pytest

from relasi.accounts.testing import SYSTEM
from relasi.contacts import public as contacts
from relasi.contacts.checking.actions import domains
from relasi.contacts.checking.actions.asking import check_addresses, stop_check
from relasi.contacts.checking.actions.leaving import leave_findings
from relasi.contacts.checking.actions.running import run_check
from relasi.contacts.checking.testing import checked, found_of, name_server
from relasi.contacts.models import AddressCheck, AddressFinding, Identity, MailExchange
from relasi.contacts.testing import make_contact
from relasi.kernel.errors import Refused

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_what_is_doubtful_about_each_address_is_found():
    slip = make_contact("Ann", email="ann@gmail.con")
    thrown = make_contact("Bea", email="bea@mailinator.com")
    office = make_contact("Cia", email="info+shop@kopi.example.org")
    good = make_contact("Dee", email="dee@gmail.com", phone="+6281255500172")
    far = make_contact("Eve", email="eve@bücher.example.org", phone="+6201234567")

    check = checked(NOON)

    assert found_of(slip) == [("ann@gmail.con", "typo", "gmail.com")]
    assert found_of(thrown) == [("bea@mailinator.com", "disposable", "")]
    assert found_of(office) == [("info+shop@kopi.example.org", "role", "")]
    assert found_of(good) == []
    assert [kind for _address, kind, _meant in found_of(far)] == ["phone"]
    assert check.state == "done"
    assert Identity.objects.get(contact_id=slip, kind="email").value == "ann@gmail.con"


def test_an_address_that_no_rule_of_today_lets_in_is_no_address():
    ann = make_contact("Ann", email="ann@example.org")
    Identity.objects.filter(contact_id=ann).update(value="ann@@example..org")

    checked(NOON)

    assert ("ann@@example..org", "unreadable", "") in found_of(ann)


def test_what_was_put_right_is_not_found_any_more_and_what_was_left_is_not_found_again():
    ann = make_contact("Ann", email="ann@gmail.con")
    bea = make_contact("Bea", email="info@example.org")
    checked(NOON)
    office = AddressFinding.objects.get(kind="role", identity_id__in=_addresses(bea))
    chosen = ("SELECT %s::bigint", [office.pk])
    leave_findings(chosen=chosen, by=SYSTEM, now=NOON)
    contacts.change_contact(
        contact_id=ann, changes={"emails": ["ann@gmail.com"]}, by=SYSTEM, now=NOON
    )

    checked(NOON + timedelta(days=1))

    assert found_of(ann) == []
    assert found_of(bea) == []
    assert AddressFinding.objects.get(pk=office.pk).left_by == SYSTEM.label


def test_nobody_is_led_to_an_address_that_was_erased_with_its_person():
    gone = make_contact("Ann", email="ann@gmail.com")
    contacts.bar(addresses=[("email", "ann@gmail.com")], erasure_id=1, now=NOON)
    Identity.objects.filter(contact_id=gone).delete()
    other = make_contact("Ann", email="ann@gmail.con")

    checked(NOON)

    assert found_of(other) == []


def test_without_a_name_server_nobody_is_asked():
    make_contact("Ann", email="ann@nowhere.example.org")

    check = checked(NOON)

    assert (check.to_ask, check.asked) == (0, 0)
    assert not MailExchange.objects.exists()


ZONE = {
    "kopi.example.org": {"MX": "10 mx.kopi.example.org."},
    "old.example.org": {"A": "192.0.2.7"},
    "none.example.org": {"MX": "0 ."},
    "empty.example.org": {"TXT": "hello"},
    "broken.example.org": {"SERVFAIL": ""},
    "xn--bcher-kva.example.org": {"MX": "10 mx.kopi.example.org."},
}


def test_domains_that_take_no_mail_are_found_by_asking_the_name_server(settings):
    people = {
        domain: make_contact(domain, email=f"ann@{domain}")
        for domain in (
            "kopi.example.org", "old.example.org", "none.example.org", "empty.example.org",
            "broken.example.org", "bücher.example.org", "gone.example.org",
        )
    }  # fmt: skip
    with name_server(ZONE) as (address, asked):
        settings.RESOLVERS = (address,)
        check = checked(NOON)
        deaf = {domain for domain, pk in people.items() if found_of(pk)}
        first = len(asked)
        again = checked(NOON + timedelta(hours=1))

    assert deaf == {"none.example.org", "empty.example.org", "gone.example.org"}
    assert check.asked == check.to_ask == len(people)
    assert again.to_ask == 0, "answers are remembered"
    assert len(asked) == first
    silent = MailExchange.objects.get(domain="broken.example.org")
    assert silent.answer == "silent", "who does not answer is not accused"


def test_a_check_that_is_stopped_goes_on_where_it_was(settings, monkeypatch):
    monkeypatch.setattr(domains, "AT_ONCE", 1)
    for name in ("a", "b", "c"):
        make_contact(name, email=f"ann@{name}.example.org")
    with name_server({}) as (address, _asked):
        settings.RESOLVERS = (address,)
        check_id = check_addresses(by=SYSTEM, now=NOON)
        asked = domains.ask_some

        def ask_and_stop(servers, *, now):
            number = asked(servers, now=now)
            AddressCheck.objects.filter(pk=check_id).update(cancel_requested=True)
            return number

        monkeypatch.setattr(domains, "ask_some", ask_and_stop)
        run_check(check_id=check_id, clock=lambda: NOON)
        assert AddressCheck.objects.get(pk=check_id).state == "cancelled"
        assert not AddressFinding.objects.filter(kind="no_mail").exists()
        monkeypatch.setattr(domains, "ask_some", asked)
        check = checked(NOON)

    assert check.to_ask == 2
    assert AddressFinding.objects.filter(kind="no_mail").count() == 3


def test_one_check_at_a_time_and_one_that_waits_can_be_stopped():
    check_id = check_addresses(by=SYSTEM, now=NOON)
    with pytest.raises(Refused, match="being checked already"):
        check_addresses(by=SYSTEM, now=NOON)
    stop_check(check_id=check_id, by=SYSTEM, now=NOON)
    with pytest.raises(Refused, match="over already"):
        stop_check(check_id=check_id, by=SYSTEM, now=NOON)
    run_check(check_id=check_id, clock=lambda: NOON)
    assert AddressCheck.objects.get(pk=check_id).state == "cancelled"


def test_a_finding_goes_with_its_person():
    ann = make_contact("Ann", email="ann@gmail.con")
    checked(NOON)
    MailExchange.objects.create(domain="gmail.con", answer="no", asked_at=NOON)
    addresses = _addresses(ann)

    contacts.erase([ann], "staff:1", NOON)

    assert not AddressFinding.objects.filter(identity_id__in=addresses).exists()
    assert not MailExchange.objects.filter(domain="gmail.con").exists()


def _addresses(contact_id):
    return list(Identity.objects.filter(contact_id=contact_id).values_list("pk", flat=True))
