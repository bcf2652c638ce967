"""The product's main job, done by a marketer in Chromium on `relasi demo`."""

import pytest
from playwright.sync_api import Page, expect

from .looking import axe, shoot
from .whole import (
    answer_one_mail,
    choose,
    enter,
    figure,
    held_out,
    launch,
    live_size,
    open_first_person,
    save_segment,
    sign_in,
    whole,
)

CAMPAIGN = "We saved your favourites"
SEGMENT = "At-risk buyers, three categories"


@pytest.fixture(scope="module")
def demo():
    yield from whole("demo")


def test_from_the_sample_company_to_a_tailored_mail_and_its_result(page: Page, demo):
    address = sign_in(page, demo)
    find_somebody_at_risk(page, address)
    size = build_the_segment(page, address)

    page.goto(f"{address}/campaigns/")
    page.get_by_role("link", name=CAMPAIGN).first.click()
    page.select_option("[name=segment_id]", label=SEGMENT)
    assert page.input_value("[name=holdout_percent]") == "10"
    launch(page)
    sent, kept = figure(page, "Sent"), held_out(page)
    assert sent + kept == size
    assert 0 < kept < size / 4
    assert (figure(page, "Clicked"), figure(page, "Left the list")) == (0, 0)
    answer_one_mail(page, address, shop="Toko Lestari", campaign=CAMPAIGN, name="job")


def find_somebody_at_risk(page: Page, address: str) -> None:
    page.goto(f"{address}/people/?f=lifecycle:is:at_risk")
    open_first_person(page, address)
    expect(page.locator("main")).to_contain_text("Usually buys every")
    expect(page.locator("main")).to_contain_text("times the usual gap")
    shoot(page, "job-customer")


def build_the_segment(page: Page, address: str) -> int:
    """At-risk buyers with e-mail consent who bought from at least three categories."""
    page.goto(f"{address}/segments/new/")
    choose(page, "c.0.value", "at_risk")
    choose(page, "add.", "consent")
    choose(page, "add.", "score")
    choose(page, "c.2.field", "score:category_count")
    choose(page, "c.2.relation", "at_least")
    enter(page, "c.2.value", "3")
    size = live_size(page)
    assert size > 50
    page.locator(".seg-person").first.click()
    expect(page.locator("#why")).to_contain_text("Their lifecycle stage is at risk")
    expect(page.locator("#why")).to_contain_text("Agreed on")
    axe(page)
    save_segment(page, SEGMENT)
    shoot(page, "job-segment")
    return size
