"""The settings in Chromium: each page in both looks, on a phone, judged by axe; a passkey, used."""

import pytest

from relasi.accounts import testing

from .looking import axe, shoot, visit

PAGES = {
    "profile": "/settings/profile/",
    "organisation": "/settings/organisation/",
    "staff": "/settings/staff/",
    "rights": "/settings/rights/",
    "teams": "/settings/teams/",
    "keys": "/settings/keys/",
    "audit": "/settings/audit/",
    "api": "/api/docs",
    "factors": "/account/2fa/",
    "devices": "/account/sessions/",
}


@pytest.fixture
def house(live_server):  # noqa: ARG001 - the database that the server sees
    testing.make_organisation(name="Kopi Lereng", currency="IDR", country="ID")
    testing.make_staff("sales", name="Sally Hartono", teams=("North",))
    testing.make_staff("marketer", name="Budi Santoso", teams=("North", "South"))
    testing.api_key("viewer")


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_settings(staff_page, live_server, name):
    page = staff_page("owner")
    visit(page, live_server.url + PAGES[name])
    axe(page)
    shoot(page, f"settings-{name}")
