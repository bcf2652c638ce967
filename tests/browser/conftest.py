"""Chromium, looking at the product: signed in, watched for errors, judged by axe, photographed.

    def test_people(staff_page, live_server):
        page = staff_page("marketer")
        visit(page, f"{live_server.url}/people/")
        axe(page)
        shoot(page, "people")

Any console error, uncaught exception or broken Content-Security-Policy fails the test.
"""

import os
import re
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from relasi.collector.tests.conftest import (  # noqa: F401  # fixtures
    _collector,
    collector,
    database_url,
    make_source,
    query,
)
from tests.clients.conftest import process  # noqa: F401  # fixture

CHROMIUM = Path("/usr/bin/chromium")
IN_CI = os.environ.get("CI") == "true"
# The browser prints every answer of 4xx as an error; whether it was right is the test's to say.
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")

# Playwright's loop runs in the main thread, where Django would refuse to query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items):
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
    if CHROMIUM.exists() or IN_CI:  # there a test fails that cannot be run
        return
    for item in here:
        item.add_marker(pytest.mark.skip(reason=f"{CHROMIUM} is not here (apt install chromium)"))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": str(CHROMIUM),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--force-color-profile=srgb",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args():
    return {
        "viewport": {"width": 1440, "height": 900},
        "locale": "en-GB",
        "timezone_id": "Asia/Jakarta",
        "reduced_motion": "reduce",
    }


@pytest.fixture(autouse=True)
def no_complaints(context: BrowserContext):
    """Whatever any page of the test says went wrong."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.search(message.text):
            complaints.append(f"{message.text} ({message.location['url']})")

    context.on("console", hear)
    context.on("weberror", lambda error: complaints.append(f"uncaught: {error.error}"))
    yield complaints
    assert complaints == []


@pytest.fixture
def staff_page(context: BrowserContext, live_server):
    """Opens a page for somebody signed in, by role or by `staff_id`."""
    from relasi.accounts import testing as accounts

    def opened(role: str = "owner", *, staff_id: int | None = None) -> Page:
        client = Client()
        accounts.sign_in(client, staff_id or accounts.make_staff(role))
        cookie = client.cookies["relasi_session"]
        context.add_cookies(
            [{"name": "relasi_session", "value": cookie.value, "url": live_server.url}]
        )
        return context.new_page()

    return opened
