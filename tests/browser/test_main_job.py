"""The product's main job, done by a marketer in Chromium on a whole Relasi.

Database, web, worker and mail sink are the real processes of `relasi demo`.
"""

import re
import shutil
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.running import Relasi, free_port

from .looking import axe, shoot

# A worker shares two cores with everything else here.
PATIENCE = 120_000


def start(command: str):
    home = Path(tempfile.mkdtemp(prefix=f"relasi-{command}-"))
    home.chmod(0o755)
    relasi = Relasi(home, free_port(), command)
    try:
        line = relasi.wait_ready()
        address, email, password = re.search(
            r"(http://\S+) · sign in as (\S+) with the password (\S+)", line
        ).groups()
        yield address, email, password
    finally:
        if relasi.process.poll() is None:
            relasi.end()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def demo():
    yield from start("demo")


def sign_in(page: Page, house: tuple[str, str, str]) -> str:
    address, email, password = house
    page.goto(f"{address}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    expect(page.locator("h1")).to_be_visible()
    return address


def choose(page: Page, name: str, value: str) -> None:
    """Choose in the builder and wait until it was counted again."""
    with page.expect_response(lambda answer: "/segments/" in answer.url):
        page.select_option(f"[name='{name}']", value)
    page.wait_for_load_state("networkidle")


def open_first_person(page: Page, address: str) -> None:
    """The page of the first person of the list."""
    link = page.locator("tbody tr a[href*='/people/']").first.get_attribute("href") or ""
    page.goto(f"{address}/people/{re.search(r'/people/([0-9]+)/', link).group(1)}/")


def figure(page: Page, label: str) -> str:
    """The value of a figure of the result page."""
    panel = page.locator(".fig", has=page.locator(".fig-label", has_text=label)).first
    return panel.locator(".fig-value").inner_text().split()[0]


def build_segment(page: Page, address: str, name: str) -> int:
    """At-risk buyers with e-mail consent who bought from at least three categories."""
    page.goto(f"{address}/segments/new/")
    choose(page, "c.0.value", "at_risk")
    choose(page, "add.", "consent")
    choose(page, "add.", "score")
    choose(page, "c.2.field", "score:category_count")
    choose(page, "c.2.relation", "at_least")
    with page.expect_response(lambda answer: "/segments/" in answer.url):
        page.fill("[name='c.2.value']", "3")
        page.press("[name='c.2.value']", "Tab")
    page.fill("[name=name]", name)
    return int(page.locator(".seg-live .fig-value").first.inner_text().replace(",", ""))


def save_segment(page: Page) -> None:
    page.click("button[value=save]")
    page.wait_for_url(re.compile(r"/segments/\d+/"))


def launch(page: Page) -> None:
    page.click("button[name=review]")
    page.wait_for_url(re.compile("/review/"))
    page.get_by_role("button", name="Launch").click()
    page.wait_for_url(re.compile(r"/campaigns/\d+/$"))
    expect(page.locator(".page-head .tag", has_text="Done")).to_be_visible(timeout=PATIENCE)
    page.reload()


def test_from_the_sample_company_to_a_tailored_mail_and_its_result(page: Page, demo):
    address = sign_in(page, demo)
    # Find a customer and read why they are at risk.
    page.goto(f"{address}/people/?f=lifecycle:is:at_risk")
    open_first_person(page, address)
    expect(page.locator("main")).to_contain_text("Usually buys every")
    expect(page.locator("main")).to_contain_text("times the usual gap")
    axe(page)
    shoot(page, "job-customer")

    size = build_segment(page, address, "At-risk buyers, three categories")
    assert size > 50
    page.locator(".seg-person").first.click()
    expect(page.locator("#why")).to_contain_text("Their lifecycle stage is at risk")
    expect(page.locator("#why")).to_contain_text("Agreed on")
    axe(page)
    shoot(page, "job-segment")
    save_segment(page)

    # Send the sample campaign with a tenth held out.
    page.goto(f"{address}/campaigns/")
    page.get_by_role("link", name="We saved your favourites").first.click()
    page.select_option("[name=segment_id]", label="At-risk buyers, three categories")
    assert page.input_value("[name=holdout_percent]") == "10"
    launch(page)
    sent = int(figure(page, "Sent"))
    held_out = int(re.search(r"(\d+) more held out", page.inner_text("main")).group(1))
    assert sent + held_out == size
    assert 0 < held_out < size / 4

    # Read a mail in the Outbox, follow its link, leave with one click.
    page.goto(f"{address}/outbox/")
    assert f"{sent}" in page.inner_text(".page-head")
    page.locator("tbody a").first.click()
    recipient = re.search(r"\S+@example\.\w+", page.locator("main").inner_text().split("To")[1])
    mail = page.frame_locator("iframe")
    expect(mail.locator("body")).to_contain_text("Toko Lestari")
    shoot(page, "job-mail")
    click = mail.locator("a[href*='/c/']").first.get_attribute("href")
    leave = mail.locator("a[href*='/u/']").last.get_attribute("href")
    asked = page.request.get(click, max_redirects=0)
    assert asked.status == 302
    assert page.request.get(leave).status == 200
    left = page.request.post(leave, form={"List-Unsubscribe": "One-Click"})
    assert left.status == 200

    # All of it is on the timeline and in the result.
    page.goto(f"{address}/people/?q={recipient.group(0)}")
    open_first_person(page, address)
    timeline = page.locator(".tl, #timeline, main").first
    expect(timeline).to_contain_text("We saved your favourites")
    expect(timeline).to_contain_text("Unsubscribed")
    page.goto(f"{address}/campaigns/1/")
    assert figure(page, "Left the list") == "1"
    axe(page)
    shoot(page, "job-result")
