"""From an empty installation and a shop's own files to the same result, in Chromium.

The purchases are CDNOW's (23,570 customers, 1997 and 1998, 69,659 purchases), which are not
ours to pass on: without the file this is skipped.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .looking import shoot
from .whole import (
    PATIENCE,
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

PURCHASES = Path(__file__).parents[3] / "shared" / "data" / "cdnow" / "CDNOW_master.txt"
CUSTOMERS, ROWS = 23_570, 69_659
CAMPAIGN = "We miss you"
SEGMENT = "Best customers of old"

pytestmark = pytest.mark.skipif(not PURCHASES.exists(), reason=f"{PURCHASES} is not here")


@pytest.fixture(scope="module")
def empty():
    yield from whole("up")


@pytest.fixture
def addresses(tmp_path) -> Path:
    """An address for every customer; two of three have agreed to mails."""
    path = tmp_path / "addresses.csv"
    rows = (
        f"{n:05},buyer{n:05}@example.com,{'yes' if n % 3 else 'no'}"
        for n in range(1, CUSTOMERS + 1)
    )
    path.write_text("\n".join(("external_id,email,newsletter", *rows)) + "\n")
    return path


def test_from_a_file_of_purchases_to_a_tailored_mail_and_its_result(page: Page, empty, addresses):
    address = sign_in(page, empty)
    name_the_shop(page, address)
    assert bring_in(page, address, "orders", PURCHASES) == f"{ROWS:,} Added"
    assert bring_in(page, address, "contacts", addresses) == f"{CUSTOMERS:,} Changed"

    page.goto(f"{address}/people/?f=lifecycle:is:lapsed")
    open_first_person(page, address)
    for known in ("Lapsed", "Recency", "Frequency", "Money"):
        expect(page.locator("main")).to_contain_text(known)
    shoot(page, "own-customer")

    size = build_the_segment(page, address)
    write_the_mail(page, address)
    page.goto(f"{address}/campaigns/new/")
    page.fill("[name=name]", CAMPAIGN)
    page.select_option("[name=segment_id]", label=SEGMENT)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(re.compile("/edit/"))
    shoot(page, "own-campaign")
    page.select_option("[name=variant_else]", label="We miss you")
    page.fill("[name=sender_address]", "shelf@records.example")
    page.fill("[name=holdout_percent]", "10")
    launch(page)
    sent, kept = figure(page, "Sent"), held_out(page)
    assert sent + kept == size
    assert 0 < kept < size / 4
    answer_one_mail(page, address, shop="The Record Shelf", campaign=CAMPAIGN, name="own")


def name_the_shop(page: Page, address: str) -> None:
    page.goto(f"{address}/settings/organisation/")
    page.fill("[name=name]", "The Record Shelf")
    page.fill("[name=postal_address]", "1 Vinyl Street, Fort Washington PA 19034")
    page.fill("[name=country]", "US")
    page.fill("[name=currency]", "USD")
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()


def bring_in(page: Page, address: str, target: str, path: Path) -> str:
    """Through the four steps with what is suggested; how many rows were added or changed."""
    page.goto(f"{address}/imports/new/")
    page.check(f"[name=target][value={target}]")
    page.set_input_files("input[type=file]", str(path))
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/columns/")
    page.get_by_role("button", name="Look at the rows").click()
    page.wait_for_url("**/check/**")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("button", name="Take it back")).to_be_visible(timeout=PATIENCE)
    figures = page.locator("#state .fig")
    for label in ("Added", "Changed"):
        value = figures.filter(has_text=label).locator(".fig-value").inner_text()
        if value != "0":
            return f"{value} {label}"
    return "nothing"


def build_the_segment(page: Page, address: str) -> int:
    """Lapsed, in the best fifth by money, with consent, and at least ten orders."""
    page.goto(f"{address}/segments/new/")
    choose(page, "c.0.value", "lapsed")
    choose(page, "add.", "consent")
    choose(page, "add.", "score")
    choose(page, "c.2.field", "score:m")
    choose(page, "c.2.relation", "is")
    enter(page, "c.2.value", "5")
    choose(page, "add.", "score")
    choose(page, "c.3.field", "score:orders")
    choose(page, "c.3.relation", "at_least")
    enter(page, "c.3.value", "10")
    size = live_size(page)
    assert 100 < size < CUSTOMERS / 5
    save_segment(page, SEGMENT)
    return size


def write_the_mail(page: Page, address: str) -> None:
    page.goto(f"{address}/templates/")
    page.get_by_role("link", name="New template").first.click()
    page.get_by_label("Name", exact=True).fill("We miss you")
    page.get_by_role("button", name="Write it").click()
    page.wait_for_url(re.compile(r"/templates/\d+/"))
    page.fill("[name=subject]", "It has been a while")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Button", exact=True).click()
    page.get_by_label("Words on the button").fill("See what is new")
    page.get_by_label("Address (https://…)").fill("https://records.example/new")
    page.get_by_role("button", name="Apply").click()
    expect(page.frame_locator("iframe").get_by_role("link", name="See what is new")).to_be_visible()
