"""A source in Chromium: added, connected, and its first event seen without pressing anything."""

from playwright.sync_api import Page, expect

from relasi.kernel import clock
from relasi.timeline.actions.collecting.batch import collect
from relasi.timeline.models import Source
from relasi.timeline.testing import make_arrival, make_glimpse, make_source

from .looking import axe, visit


def test_a_source_is_added_and_its_first_event_comes_by_itself(staff_page, live_server):
    page: Page = staff_page("owner")
    visit(page, f"{live_server.url}/settings/sources/")
    page.get_by_role("main").get_by_role("link", name="New source").first.click()
    page.get_by_label("Name").fill("Web shop")
    page.get_by_label("Before a visitor consents").select_option("granted")
    page.get_by_label("Origins").fill("shop.example")
    page.get_by_role("button", name="Add the source").click()
    expect(page.get_by_text("“shop.example” is not an origin.")).to_be_visible()
    page.get_by_label("Origins").fill("https://shop.example")
    page.get_by_role("button", name="Add the source").click()

    source = Source.objects.get()
    expect(page.locator("#relasi_tag")).to_contain_text(f"/r/{source.write_key}.js")
    axe(page)
    page.get_by_role("link", name="Live view").click()
    expect(page.get_by_text("Nothing came yet.")).to_be_visible()
    make_arrival(source.pk, '{"event": "Brochure Asked", "userId": "41"}', received_at=clock.now())
    expect(page.get_by_text("1 waits to be processed")).to_be_visible(timeout=5000)
    collect(100, clock.now())

    event = page.get_by_role("listitem").filter(has_text="Brochure Asked")
    expect(event).to_contain_text("Stored", timeout=5000)
    expect(event.get_by_role("link", name="41")).to_be_visible()
    axe(page)


def test_what_one_reads_stays_open_while_more_comes(staff_page, live_server):
    source = make_source()
    make_glimpse(source, "First", body='{"sku": "B-200"}')
    page: Page = staff_page("owner")
    visit(page, f"{live_server.url}/settings/sources/{source}/")
    page.get_by_role("listitem").filter(has_text="First").get_by_text("What came").click()
    expect(page.get_by_text('"sku": "B-200"')).to_be_visible()

    make_glimpse(source, "Second")

    expect(page.get_by_role("listitem").filter(has_text="Second")).to_be_visible(timeout=5000)
    expect(page.get_by_text('"sku": "B-200"')).to_be_visible()


def test_nothing_is_asked_for_while_nobody_looks(staff_page, live_server):
    source = make_source()
    page: Page = staff_page("owner")
    visit(page, f"{live_server.url}/settings/sources/{source}/")
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true})")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.wait_for_timeout(5000)

    assert asked == []


def test_an_example_is_copied_with_one_press(context, staff_page, live_server):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    source = make_source()
    page: Page = staff_page("owner")
    visit(page, f"{live_server.url}/settings/sources/{source}/connect/?with=plain")
    page.get_by_role("button", name="Copy the example: A plain request").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#plain").inner_text()
    assert Source.objects.get().write_key in copied
