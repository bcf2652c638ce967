"""Exports of other programs: known by their headers, and taken for what they prove."""
# ruff: noqa: E501 - files as the other programs write them

import pytest

from relasi.consent import public as consent
from relasi.consent.models import Suppression
from relasi.contacts import public as contacts
from relasi.contacts.importing.testing import bring_in, person, picture, refusals, take_back

pytestmark = pytest.mark.django_db

MAILCHIMP = (
    '"Email Address","First Name","Last Name","Phone Number",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,'
    "CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,"
    "LEID,EUID,NOTES,TAGS"
)
SUBSCRIBED = f"""{MAILCHIMP}
ann@example.org,Ann,Lee,,4,"2024-03-14 09:12:31",10.0.0.1,"2024-03-14 09:14:00",,,,,,Asia/Jakarta,ID,JB,"2024-05-01 10:00:00",1,a1,,"""
SUBSCRIBED += """"VIP"
bob@example.org,Bob,Ray,,2,,,"2024-03-14 09:14:00",,,,,,,,,"2024-05-01 10:00:00",2,b2,,
"""
UNSUBSCRIBED = f"""{MAILCHIMP},UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON
eve@example.org,Eve,,,2,"2023-01-01 10:00:00",,"2023-01-01 10:00:00",,,,,,,,,,3,c3,,,"2024-06-02 08:00:00",May,NORMAL
"""
CLEANED = f"""{MAILCHIMP},CLEAN_TIME,CLEAN_CAMPAIGN_TITLE
dan@example.org,Dan,,,1,"2023-01-01 10:00:00",,"2023-01-01 10:00:00",,,,,,,,,,4,d4,,,"2024-06-02 08:00:00",May
"""
LISTMONK = """uuid,email,name,attributes,status,created_at,updated_at
0b1c,ann@example.org,Ann Lee,"{""city"": ""Bandung""}",enabled,2024-01-02T03:04:05Z,2024-01-02T03:04:05Z
7d2e,eve@example.org,Eve,{},blocklisted,2024-01-02T03:04:05Z,2024-06-07T08:09:10Z
"""
HUBSPOT = """Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Marketing contact status,Create Date,Unsubscribed from all email,Email hard bounce reason,City
101,Ann,Lee,ann@example.org,+62 811 1111 111,Sari,New,Marketing contact,2024-01-02 03:04,,,Bandung
102,Eve,Ray,eve@example.org,,Sari,,Non-marketing contact,2024-01-02 03:04,true,,
103,Dan,Fox,dan@example.org,,,,,2024-01-02 03:04,false,UNKNOWN_USER,
"""
SALESFORCE_CONTACTS = """Id,IsDeleted,AccountId,LastName,FirstName,Salutation,MailingStreet,MailingCity,MailingCountry,Phone,Email,Title,LeadSource,Birthdate,HasOptedOutOfEmail,DoNotCall,EmailBouncedDate
003A,0,001A,Lee,Ann,Ms.,Jl. Asia 1,Bandung,Indonesia,+628111111111,ann@example.org,Buyer,Web,1990-02-03,0,0,
003B,0,001A,Ray,Eve,,,,,,eve@example.org,,,,1,1,
003C,0,001A,Fox,Dan,,,,,,dan@example.org,,,,0,0,2024-06-02T08:00:00.000Z
"""
SALESFORCE_LEADS = """Id,IsDeleted,LastName,FirstName,Company,Street,City,Email,LeadSource,Status,IsConverted,HasOptedOutOfEmail,DoNotCall
00QA,0,Lee,Ann,Kopi Asia,Jl. Asia 1,Bandung,ann@example.org,Fair,Open,0,0,0
00QB,0,Ray,Eve,,,,eve@example.org,,Open,0,1,0
"""
MAUTIC = """id,title,firstname,lastname,company,position,email,mobile,phone,points,fax,address1,address2,city,state,zipcode,country,preferred_locale,timezone,last_active,attribution
7,,Ann,Lee,Kopi Asia,Buyer,ann@example.org,,+628111111111,12,,Jl. Asia 1,,Bandung,,40111,Indonesia,id,Asia/Jakarta,2024-01-02 03:04:05,
"""
FILES = {
    "mailchimp": SUBSCRIBED,
    "listmonk": LISTMONK,
    "hubspot": HUBSPOT,
    "salesforce_contacts": SALESFORCE_CONTACTS,
    "salesforce_leads": SALESFORCE_LEADS,
    "mautic": MAUTIC,
}


def said(email: str) -> dict[str, bool]:
    found = consent.permissions_of(person("email", email).id)
    return {p.channel: p.granted for p in found if p.stated_at}


def dead() -> set[str]:
    return set(Suppression.objects.filter(lifted_at=None).values_list("address", flat=True))


@pytest.mark.parametrize("key", FILES)
def test_a_file_is_known_by_its_header_and_all_of_it_comes_in(key):
    run = bring_in(FILES[key])

    assert run.options["layout"] == key
    assert refusals(run) == []
    assert run.rows_created == FILES[key].count("@example.org")
    ann = person("email", "ann@example.org")
    assert ann.name == "Ann Lee"


@pytest.mark.parametrize("key", FILES)
def test_nobody_is_said_to_have_agreed_but_who_signed_up_themselves(key):
    run = bring_in(FILES[key])

    agreed = {
        email
        for email in ("ann@example.org", "bob@example.org", "eve@example.org", "dan@example.org")
        if contacts.find_contact("email", email) and True in said(email).values()
    }
    assert agreed == ({"ann@example.org"} if key == "mailchimp" else set())
    assert run.state == "done"


def test_mailchimp_says_since_when_and_who_was_put_in_by_others_said_nothing():
    bring_in(SUBSCRIBED)

    (ann,) = [
        p for p in consent.permissions_of(person("email", "ann@example.org").id) if p.stated_at
    ]
    assert ann.stated_at.isoformat().startswith("2024-03-14")
    assert said("bob@example.org") == {}
    assert "VIP" in person("email", "ann@example.org").tags


def test_who_unsubscribed_at_mailchimp_said_no_and_cleaned_addresses_are_dead():
    bring_in(UNSUBSCRIBED)
    bring_in(CLEANED)

    assert said("eve@example.org") == {"email": False}
    assert said("dan@example.org") == {}
    assert dead() == {"dan@example.org"}


def test_a_no_of_long_ago_stays_a_no_when_the_other_file_comes_later():
    bring_in(UNSUBSCRIBED)
    bring_in(SUBSCRIBED.replace("ann@", "eve@"))

    assert said("eve@example.org") == {"email": False}


@pytest.mark.parametrize(
    ("key", "no"),
    [
        ("listmonk", {"email": False}),
        ("hubspot", {"email": False}),
        ("salesforce_contacts", {"email": False, "phone": False}),
        ("salesforce_leads", {"email": False}),
    ],
)
def test_who_opted_out_elsewhere_is_opted_out_here(key, no):
    bring_in(FILES[key])

    assert said("eve@example.org") == no
    assert said("ann@example.org") == {}


@pytest.mark.parametrize("key", ["hubspot", "salesforce_contacts"])
def test_an_address_that_bounced_hard_elsewhere_is_not_written_to(key):
    bring_in(FILES[key])
    assert dead() == {"dan@example.org"}


def test_the_whole_of_it_is_taken_back_dead_addresses_too():
    tables = ("contacts_contact", "consent_consent", "consent_suppression")
    before = picture(*tables)
    run = bring_in(HUBSPOT)
    assert picture(*tables) != before
    take_back(run)
    assert picture(*tables) == before


def test_a_row_of_another_width_is_told_by_the_columns_of_the_file():
    run = bring_in(LISTMONK + "short,row\n")
    assert "This row has 2 cells where the first one has 7." in refusals(run)[0][2]
