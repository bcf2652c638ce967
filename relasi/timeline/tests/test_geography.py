"""Where somebody is, from a database of places that the operator supplies."""

import ipaddress

import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from relasi.timeline.actions.collecting.geography import NOWHERE, whereabouts
from relasi.timeline.models import Event, Session

from .arriving import make_site, page, send

MALANG = {
    "country": {"iso_code": "ID", "names": {"en": "Indonesia"}},
    "subdivisions": [{"names": {"en": "East Java", "id": "Jawa Timur"}}],
    "city": {"names": {"en": "Malang"}},
}


@pytest.fixture
def places(tmp_path):
    """A database with three networks; of the last only odd things are known."""
    writer = MMDBWriter(ip_version=4, database_type="Test-City")
    writer.insert_network(IPSet(["203.0.113.0/24"]), MALANG)
    flat = {"country": "NL", "region": "Utrecht", "city": "Utrecht"}
    writer.insert_network(IPSet(["198.51.100.0/24"]), flat)
    writer.insert_network(IPSet(["192.0.2.0/24"]), {"country": "Nowhere", "city": 7})
    path = tmp_path / "places.mmdb"
    writer.to_db_file(str(path))
    return str(path)


@pytest.mark.parametrize(
    ("ip", "expected"),
    [
        ("203.0.113.9", ("ID", "East Java", "Malang")),
        ("198.51.100.9", ("NL", "Utrecht", "Utrecht")),
        ("192.0.2.9", (None, None, None)),
        ("10.0.0.1", (None, None, None)),
        ("2001:db8::1", (None, None, None)),
        ("no address", (None, None, None)),
        ("", (None, None, None)),
    ],
)
def test_a_place_is_what_the_database_says(places, settings, ip, expected):
    settings.GEO = places

    assert whereabouts(ip) == expected


@pytest.mark.django_db
def test_a_visit_keeps_the_place_and_nothing_keeps_the_address(places, settings):
    settings.GEO = places

    send(make_site(), page("a-1", "m1"), ip=str(ipaddress.ip_address("203.0.113.9")))

    row = Session.objects.get()
    assert (row.country, row.region, row.city) == ("ID", "East Java", "Malang")
    assert "203.0.113" not in f"{Event.objects.values().get()} {Session.objects.values().get()}"


def test_without_a_file_or_with_a_broken_one_nothing_is_kept(settings, tmp_path):
    settings.GEO = ""
    assert whereabouts("203.0.113.9") == NOWHERE
    settings.GEO = str(tmp_path / "gone.mmdb")
    assert whereabouts("203.0.113.8") == NOWHERE
