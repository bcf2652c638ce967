"""The people of the sample company, without a database."""

from datetime import UTC, datetime

import phonenumbers

from relasi.project.sample.departments import department, readable
from relasi.project.sample.people import PROSPECTS, Household, companies, people

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ORDERED = datetime(2025, 6, 1, 9, tzinfo=UTC)


def everybody(seed=1, count=2000):
    buyers = [Household(key, ORDERED, "35-44", "50-74K", "2", "0") for key in range(1, count + 1)]
    return list(people(buyers, seed, NOW))


def test_the_same_seed_makes_the_same_people_and_another_seed_others():
    assert everybody(count=50) == everybody(count=50)
    assert everybody(count=50) != everybody(seed=2, count=50)
    assert companies(1) == companies(1)


def test_nobody_shares_an_address_and_every_address_is_reserved():
    found = everybody()
    emails = [person.email for person in found]
    phones = [person.phone for person in found if person.phone]

    assert len(found) == 2000 + PROSPECTS
    assert len(set(emails)) == len(emails)
    assert len(set(phones)) == len(phones)
    assert {email.rpartition("@")[2] for email in emails} == {
        "example.org",
        "example.com",
        "example.net",
    }
    assert all(email.isascii() and email == email.lower() for email in emails)
    assert all(phonenumbers.is_possible_number(phonenumbers.parse(phone)) for phone in phones)
    reserved = ("+62810", "+447700900", "+4917139200", "+61491570", "+336399800")
    assert all(phone.startswith(reserved) or "55501" in phone for phone in phones)


def test_about_seven_in_ten_may_be_written_to():
    found = everybody()

    def agrees(person):
        said = [s for s in person.sayings if (s.channel, s.purpose) == ("email", "marketing")]
        return bool(said) and max(said, key=lambda s: s.at).granted

    assert 0.66 < sum(map(agrees, found)) / len(found) < 0.76


def test_buyers_signed_up_before_they_bought_and_nobody_in_the_future():
    for person in everybody(count=300):
        assert person.signed_up_at < (ORDERED if person.key > 0 else NOW)
        assert all(saying.at <= NOW for saying in person.sayings)


def test_there_are_forty_companies_with_reserved_domains():
    found = companies(1)

    assert len(found) == len({company.name for company in found}) == 40
    assert all(c.domain.endswith((".example.org", ".example.com", ".example.net")) for c in found)


def test_the_grocers_words_are_spelt_out():
    assert department("DRUG GM") == "Drugstore and household"
    assert department("HAM RADIO") == "Ham radio"
    assert readable("FRZN ICE") == "Frozen ice"
