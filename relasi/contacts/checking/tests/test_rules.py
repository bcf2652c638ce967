"""What can be told of a domain by its letters."""

import pytest

from relasi.contacts.checking.rules import Suggester, kind_of_domain
from relasi.contacts.checking.rules.domains import PROVIDERS, slip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmaill.con", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("jmail.com", "gmail.com"),
        ("gmail.com.id", "gmail.com"),
        ("yaho.co.id", "yahoo.co.id"),
        ("yahooo.com", "yahoo.com"),
        ("hotnail.com", "hotmail.com"),
        ("outlok.com", "outlook.com"),
    ],
)
def test_one_slip_leads_to_the_provider_that_was_meant(written, meant):
    assert Suggester({}).suggestion(written) == meant


@pytest.mark.parametrize(
    "domain", [*PROVIDERS, "hotmail.it", "email.com", "kopi.id", "example.org"]
)
def test_a_domain_that_is_right_or_far_from_any_is_left_alone(domain):
    assert Suggester({}).suggestion(domain) == ""


@pytest.mark.parametrize(
    "domain",
    ["hotmail.dk", "hotmail.gr", "outlook.be", "outlook.dk", "outlook.ie", "yahoo.gr", "yahoo.ie",
     "yahoo.se", "yahoo.co.nz"],
)  # fmt: skip
def test_a_provider_has_domains_in_many_countries(domain):
    assert Suggester({}).suggestion(domain) == ""


def test_what_many_write_is_no_slip():
    assert Suggester({}).suggestion("outlok.com", users=20) == "outlook.com"
    assert Suggester({}).suggestion("outlok.com", users=21) == ""


def test_the_houses_own_large_customers_are_meant_too():
    suggester = Suggester({"kopilereng.co.id": 50})

    assert suggester.suggestion("kopilerng.co.id") == "kopilereng.co.id"
    assert suggester.suggestion("kopilerng.co.id", users=2) == "", "one in fifty at most"
    assert Suggester({"kopilereng.co.id": 49}).suggestion("kopilerng.co.id") == ""
    assert Suggester({"toko.id": 900}).suggestion("tiko.id") == "", "short names are too alike"


def test_addresses_that_are_thrown_away_are_known_by_their_domain_and_those_below_it():
    assert kind_of_domain("mailinator.com") == "disposable"
    assert kind_of_domain("any.mailinator.com") == "disposable"
    assert kind_of_domain("gmail.com") == "free"
    assert kind_of_domain("example.org") == ""


@pytest.mark.parametrize(
    ("written", "cost"),
    [("gmail", 0.0), ("gmial", 0.9), ("gmal", 1.0), ("gmaill", 1.0), ("fmail", 1.0),
     ("pmail", 1.5), ("gmil", 1.0), ("gm", None), ("mgial", None), ("hotmail", None)],
)  # fmt: skip
def test_a_slip_costs_less_the_likelier_it_is(written, cost):
    assert slip(written, "gmail") == cost
