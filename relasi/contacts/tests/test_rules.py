"""What is true of addresses, names, fields and merging, without a database."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relasi.contacts import rules
from relasi.contacts.rules import Candidate, Unfit, joined, normalise_email, normalise_phone
from relasi.contacts.rules.attributes import born_on, country, domain, language, time_zone

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 3, tzinfo=UTC)
LETTERS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", min_size=1)


@given(LETTERS.filter(lambda s: len(s) <= 64), st.sampled_from(["example.org", "Mailku.ID"]))
def test_an_email_is_lower_case_and_normalising_twice_changes_nothing(local, domain):
    once = normalise_email(f" {local}@{domain} ")
    assert once == f"{local}@{domain}".lower()
    assert normalise_email(once) == once


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ann.O'Neil@Example.org", "ann.o'neil@example.org"),
        ("jörg@müller.de", "jörg@müller.de"),
        ("info@xn--mller-kva.de", "info@müller.de"),
    ],
)
def test_an_unusual_email_goes_the_long_way(written, kept):
    assert normalise_email(written) == kept


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "email_without_at"),
        ("ann", "email_without_at"),
        ("ann@", "email"),
        ("@example.org", "email"),
        ("ann@example", "email"),
        ("ann..b@example.org", "email"),
        ("ann@exam ple.org", "email"),
        (f"{'a' * 65}@example.org", "email"),
        (f"ann@{'a' * 64}.org", "email"),
        ("ann@shop.local", "email"),
        ("a\x00b@example.org", "email"),
    ],
)
def test_what_is_no_email_says_why(written, reason):
    with pytest.raises(Unfit) as refused:
        normalise_email(written)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("+62 812-5550-0172", "", "+6281255500172"),
        ("0812 5550 0172", "ID", "+6281255500172"),
        ("0062 (812) 5550 0172", "", "+6281255500172"),
        ("089 / 1234567", "DE", "+49891234567"),
        ("+39 06 6982", "", "+39066982"),
        ("(212) 555-0100", "us", "+12125550100"),
    ],
)
def test_a_phone_number_is_written_one_way(written, country, kept):
    assert normalise_phone(written, country) == kept


@pytest.mark.parametrize(
    ("written", "country", "reason"),
    [
        ("0812 5550 0172", "", "phone_without_country"),
        ("call me", "ID", "phone"),
        ("+1234", "", "phone"),
        ("+999 1234567", "", "phone"),
        ("123", "ID", "phone"),
        ("+628125550017200000", "", "phone"),
    ],
)
def test_what_is_no_phone_number_says_why(written, country, reason):
    with pytest.raises(Unfit) as refused:
        normalise_phone(written, country)
    assert refused.value.reason == reason


@given(st.integers(10**7, 10**9 - 1))
def test_a_number_written_locally_and_internationally_is_one(rest):
    assert normalise_phone(f"08{rest}", "ID") == normalise_phone(f"+62 8{rest}")


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_unfit_and_nothing_else(text):
    for kind in ("email", "phone", "handle", "external"):
        try:
            value = rules.normalise_address(kind, text, "ID")
        except Unfit:
            continue
        assert rules.normalise_address(kind, value, "ID") == value


def test_a_handle_names_its_network():
    assert rules.normalise_handle("Instagram:@PutriMHR") == "instagram:putrimhr"
    assert rules.normalise_handle("https://www.instagram.com/putrimhr/") == "instagram:putrimhr"
    with pytest.raises(Unfit):
        rules.normalise_handle("@putrimhr")


def test_the_longest_known_contact_survives():
    older, newer = Candidate(9, MONDAY), Candidate(2, TUESDAY)
    assert rules.survivor([newer, older]) == 9
    assert rules.survivor([Candidate(9, MONDAY), Candidate(2, MONDAY)]) == 2


def test_joining_keeps_what_is_kept_fills_what_is_missing_and_takes_what_was_chosen():
    kept = {"name": "Ratna", "city": "", "born_on": None, "language": "id"}
    lost = {"name": "Ratna K", "city": "Solo", "born_on": "1991-05-14", "language": "", "x": 0}
    assert rules.differing(kept, lost) == ("name",)
    assert joined(kept, lost, ["name"]) == {
        "name": "Ratna K",
        "city": "Solo",
        "born_on": "1991-05-14",
        "language": "id",
        "x": 0,
    }


VALUES = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", None, 0, "x", "y"]))


@given(VALUES, VALUES)
def test_joining_never_loses_the_only_value_there_is(kept, lost):
    result = joined(kept, lost, [])
    for key in kept.keys() | lost.keys():
        values = [v for v in (kept.get(key), lost.get(key)) if v is not None and v != ""]
        assert not values or result[key] == values[0]


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", "  V60 ", "V60"),
        ("text", "", None),
        ("number", "12.50", 12.5),
        ("number", "12,5", 12.5),
        ("number", "3", 3),
        ("number", 0, 0),
        ("date", "2026-02-28", "2026-02-28"),
        ("boolean", "ya", True),
        ("boolean", False, False),
        ("choice", "french PRESS", "French press"),
    ],
)
def test_a_custom_value_is_kept_in_its_kind(kind, raw, value):
    assert rules.field_value(kind, ["V60", "French press"], raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "reason"),
    [
        ("text", 3, "text"),
        ("text", "x" * 2001, "text_long"),
        ("text", "a\x00", "text_nul"),
        ("number", "1,234", "number"),
        ("number", "twelve", "number"),
        ("number", True, "number"),
        ("number", "9" * 16, "number_large"),
        ("number", float("nan"), "number_large"),
        ("date", "2026-02-31", "date"),
        ("boolean", "maybe", "boolean"),
        ("choice", "Aeropress", "choice"),
    ],
)
def test_a_custom_value_of_another_kind_says_why(kind, raw, reason):
    with pytest.raises(Unfit) as refused:
        rules.field_value(kind, ["V60"], raw)
    assert refused.value.reason == reason


def test_a_label_gives_its_field_a_key():
    assert rules.field_key("Brews with") == "brews_with"
    assert rules.field_key("Größe (cm)") == "groe_cm"
    assert rules.field_key("好") == ""


def test_attributes_are_checked():
    assert country("id") == "ID"
    assert language("EN_gb") == "en-GB"
    assert time_zone("Asia/Jakarta") == "Asia/Jakarta"
    assert domain("https://www.Jenggala.co.id/kontak") == "jenggala.co.id"
    assert born_on("1991-05-14", MONDAY.date()) == date(1991, 5, 14)
    for check, raw in ((country, "XX"), (language, "indonesian"), (time_zone, "Mars")):
        with pytest.raises(Unfit):
            check(raw)
    with pytest.raises(Unfit):
        born_on("2027-01-01", MONDAY.date())


def test_a_person_is_called_by_name_or_address():
    assert rules.full_name(" Putri ", "") == "Putri"
    assert rules.called("", {"external": "C7", "email": "ann@example.org"}) == "ann@example.org"
    assert rules.called("", {"external": "C7"}) == "C7"
    assert rules.called("", {}) == ""
