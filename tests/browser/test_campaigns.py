"""Campaigns, RACE and Today in Chromium, with a shop's worth of rows behind them."""

import random
from datetime import timedelta

import pytest

from relasi.campaigns import public as campaigns
from relasi.campaigns.models import Campaign, Recipient
from relasi.campaigns.testing import (
    make_campaign,
    make_launched,
    make_reader,
    make_segment,
    make_template,
)
from relasi.commerce.testing import make_order
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.messaging import transports
from relasi.reports import public as reports
from relasi.timeline import public as timeline

from .looking import axe, shoot, visit

DAY = timedelta(days=1)
NAMES = [
    "Clara Simanjuntak",
    "Rizky Ramadhan",
    "Fransiska Tandiono",
    "Oliver Grant",
    "Intan Permatasari",
]


class Postbox:
    connections = 1

    def ready(self) -> None: ...


@pytest.fixture
def shop(live_server, monkeypatch):  # noqa: ARG001 - the database that the server sees
    """Three campaigns of the last weeks, 140 people, their visits and orders."""
    monkeypatch.setitem(transports._transports, "email", Postbox())
    reports.race_of.cache_clear()
    chance, now = random.Random(7), clock.now()
    for n in range(140):
        name = NAMES[n] if n < len(NAMES) else None
        (make_reader if n % 9 else make_contact)(name=name, city="Jakarta" if n % 3 else "Bandung")
    here = {"on": "contact", "field": "city", "relation": "is", "value": "Jakarta"}
    jakarta = make_segment("In Jakarta", here)
    older = make_launched(name="Gayo harvest", holdout="40", now=now - 16 * DAY, variants=[
        campaigns.VariantIn(make_template("The Gayo harvest is here"), jakarta),
        campaigns.VariantIn(make_template("New coffee")),
    ])  # fmt: skip
    same = make_launched(name="Kintamani launch", holdout="30", now=now - 6 * DAY)
    running = make_launched(name="December tasting", holdout="10", now=now)
    Campaign.objects.filter(pk=older).update(state="done", finished_at=now - 15 * DAY)
    groups = Recipient.objects.filter(campaign_id=older).values_list("contact_id", "group")
    for contact_id, group in groups:
        if chance.random() < (0.75 if group == "contacted" else 0.5):
            amount = chance.gauss(296000 if group == "contacted" else 180000, 60000)
            days = chance.random() * 13
            make_order(contact_id, at=now - (16 - days) * DAY, amount=f"{max(amount, 9000):.2f}")
        for _ in range(chance.randrange(5)):
            timeline.record(
                timeline.NewEvent(
                    contact_id=contact_id,
                    at=now - chance.random() * 80 * DAY,
                    name=chance.choice(["page viewed", "product viewed", "signed up"]),
                    channel="web",
                    source=chance.choice(["search", "ads", "e-mail", "social", ""]),
                )
            )
    draft = make_campaign(name="Cold brew for summer", segment_id=jakarta, holdout="12.5")
    return {"older": older, "same": same, "running": running, "draft": draft}


PAGES = {
    "today": "/",
    "race": "/insights/race/",
    "race-weeks": "/insights/race/?weeks=4&by=week",
    "campaigns": "/campaigns/",
    "campaign-result": "/campaigns/{older}/",
    "campaign-rows": "/campaigns/{older}/rows/buyers/",
    "campaign-running": "/campaigns/{running}/",
    "campaign-edit": "/campaigns/{draft}/edit/",
    "campaign-review": "/campaigns/{draft}/review/",
    "campaign-new": "/campaigns/new/",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_campaigns_and_reports(staff_page, live_server, shop, name):
    page = staff_page("owner")
    visit(page, live_server.url + PAGES[name].format(**shop))
    page.wait_for_timeout(400)
    axe(page)
    shoot(page, name)


def test_the_reach_is_redrawn_when_another_segment_is_chosen(staff_page, live_server, shop):
    page = staff_page("marketer")
    everybody = make_segment("Everybody")
    visit(page, f"{live_server.url}/campaigns/{shop['draft']}/edit/")
    before = page.locator("#reach").inner_text()

    page.select_option("[name=segment_id]", str(everybody))

    page.wait_for_function(
        "before => document.querySelector('#reach').innerText !== before", arg=before
    )
    assert "140" in page.locator("#reach").inner_text()


def test_an_empty_house_leads_from_the_first_step_on(staff_page, live_server):
    page = staff_page("owner")
    visit(page, f"{live_server.url}/")
    axe(page)
    shoot(page, "today-empty")
    page.get_by_role("link", name="Do it").click()
    assert page.url == f"{live_server.url}/settings/organisation/"


@pytest.mark.usefixtures("shop")
def test_a_campaign_is_launched_by_hand(staff_page, live_server):
    page = staff_page("marketer")
    visit(page, f"{live_server.url}/campaigns/")
    page.get_by_role("link", name="Cold brew for summer").click()
    page.get_by_role("button", name="Save and review").click()
    page.get_by_role("button", name="Launch: send now").click()

    assert page.get_by_role("heading", name="Cold brew for summer").is_visible()
    assert campaigns.in_states(("preparing",), owners=None)[0].name == "Cold brew for summer"
