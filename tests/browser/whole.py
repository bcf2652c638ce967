"""A whole Relasi in Chromium: real database, web, worker and mail sink, and a marketer's hands."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from relasi.messaging.rules.hits import TOO_FAST_SECONDS
from tests.running import Relasi, free_port

from .looking import shoot

# A worker shares two cores with everything else here.
PATIENCE = 120_000
# Chromium says that nobody is watching; a click of such a browser is counted as a machine's.
PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"


def whole(command: str) -> Iterator[tuple[str, str, str]]:
    """Address, e-mail and password of an installation that is there until the test is over."""
    home = Path(tempfile.mkdtemp(prefix=f"relasi-{command}-"))
    home.chmod(0o755)
    relasi = Relasi(home, free_port(), command)
    try:
        ready = re.search(
            r"(http://\S+) · sign in as (\S+) with the password (\S+)", relasi.wait_ready()
        )
        assert ready
        yield ready[1], ready[2], ready[3]
    finally:
        if relasi.process.poll() is None:
            relasi.end()
        shutil.rmtree(home, ignore_errors=True)


def sign_in(page: Page, house: tuple[str, str, str]) -> str:
    address, email, password = house
    page.goto(f"{address}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    expect(page.locator(".page-head h1")).to_be_visible()
    return address


def choose(page: Page, name: str, value: str) -> None:
    """Choose in the builder and wait until it was counted again."""
    with page.expect_response(lambda answer: "/segments/" in answer.url):
        page.select_option(f"[name='{name}']", value)
    page.wait_for_load_state("networkidle")


def enter(page: Page, name: str, value: str) -> None:
    """Write into the builder and wait until it was counted again."""
    with page.expect_response(lambda answer: "/segments/" in answer.url):
        page.fill(f"[name='{name}']", value)
        page.press(f"[name='{name}']", "Tab")
    page.wait_for_load_state("networkidle")


def live_size(page: Page) -> int:
    return int(page.locator(".seg-live .fig-value").first.inner_text().replace(",", ""))


def save_segment(page: Page, name: str) -> None:
    page.fill("[name=name]", name)
    page.click("button[value=save]")
    page.wait_for_url(re.compile(r"/segments/\d+/"))


def launch(page: Page) -> None:
    """From the draft through the review to the end of the sending."""
    page.click("button[name=review]")
    page.wait_for_url(re.compile("/review/"))
    page.get_by_role("button", name="Launch").click()
    page.wait_for_url(re.compile(r"/campaigns/\d+/$"))
    expect(page.locator(".page-head .tag", has_text="Done")).to_be_visible(timeout=PATIENCE)
    page.reload()


def figure(page: Page, label: str) -> int:
    """A figure of the result page."""
    panel = page.locator(".fig", has=page.locator(".fig-label", has_text=label)).first
    return int(panel.locator(".fig-value").inner_text().split()[0].replace(",", ""))


def held_out(page: Page) -> int:
    found = re.search(r"([\d,]+) more held out", page.inner_text("main"))
    assert found
    return int(found[1].replace(",", ""))


def open_first_person(page: Page, address: str) -> None:
    """The page of the first person of the list."""
    link = page.locator("tbody tr a[href*='/people/']").first.get_attribute("href") or ""
    found = re.search(r"/people/([0-9]+)/", link)
    assert found
    page.goto(f"{address}/people/{found[1]}/")


def open_first_mail(page: Page, address: str) -> str:
    """The newest mail of the Outbox; the address it went to."""
    page.goto(f"{address}/outbox/")
    page.locator("tbody a").first.click()
    page.wait_for_url(re.compile(r"/outbox/\d+/"))
    found = re.search(r"To\s+(\S+@example\.\w+)", page.inner_text("main"))
    assert found
    return found[1]


def link_in_mail(page: Page, kind: str) -> str:
    """The first link of a kind, `c` to click and `u` to leave, in the mail that is shown."""
    link = page.frame_locator("iframe").locator(f"a[href*='/{kind}/']").first
    address = link.get_attribute("href")
    assert address
    return address


def follow(page: Page, link: str) -> None:
    """As a person follows it, who has read first, to the address that stood in the mail."""
    page.wait_for_timeout(TOO_FAST_SECONDS * 1_000)
    answer = page.request.get(link, headers={"User-Agent": PERSON}, max_redirects=0)
    assert answer.status == 302


def leave_with_one_click(page: Page, link: str) -> None:
    """Looking changes nothing; what a mailbox's own button sends does (RFC 8058)."""
    assert page.request.get(link).status == 200
    answer = page.request.post(link, form={"List-Unsubscribe": "One-Click"})
    assert answer.status == 200


def answer_one_mail(page: Page, address: str, *, shop: str, campaign: str, name: str) -> None:
    """From the result page: read a mail, click, leave; it stands with the customer and here."""
    result = page.url
    recipient = open_first_mail(page, address)
    expect(page.frame_locator("iframe").locator("body")).to_contain_text(shop)
    shoot(page, f"{name}-mail")
    follow(page, link_in_mail(page, "c"))
    leave_with_one_click(page, link_in_mail(page, "u"))

    page.goto(f"{address}/people/?q={recipient}")
    open_first_person(page, address)
    for happened in (campaign, "Clicked", "Unsubscribed"):
        expect(page.locator("main")).to_contain_text(happened)
    shoot(page, f"{name}-timeline")
    page.goto(result)
    assert (figure(page, "Clicked"), figure(page, "Left the list")) == (1, 1)
    shoot(page, f"{name}-result")
