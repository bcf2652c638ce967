"""The catalogue and the list as a person sees them and works them."""

import re

from playwright.sync_api import expect

from .looking import axe, shoot, visit


def rows(page):
    return page.locator("tbody tr")


def test_the_catalogue_in_every_look(staff_page, live_server):
    page = staff_page("owner")

    visit(page, f"{live_server.url}/ui/")
    expect(page.locator(".chart svg").first).to_be_visible()

    axe(page)
    shoot(page, "catalogue")


def test_a_list_in_every_look(staff_page, live_server):
    page = staff_page("owner")

    visit(page, f"{live_server.url}/ui/list/?f=stage:is:active&f=risk:above:30")
    page.locator("input[name=ids]").nth(1).check()

    shoot(page, "list")


def test_each_part_of_a_chip_opens_its_own_menu(staff_page, live_server):
    page = staff_page("owner")
    visit(page, f"{live_server.url}/ui/list/?f=stage:is:active&f=risk:above:30")

    page.get_by_role("button", name="Stage: Active").click()
    axe(page)
    page.get_by_role("link", name="At risk").click()
    expect(page).to_have_url(re.compile(r"f=stage:is:at_risk&f=risk:above:30"))
    expect(page.get_by_role("button", name="Stage: At risk")).to_be_visible()

    page.get_by_role("button", name="Churn risk: 30").click()
    page.locator("input[name=f_val]:visible").fill("80")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"f=stage:is:at_risk&f=risk:above:80"))

    page.get_by_role("link", name="Take away “Stage”").click()
    expect(page).to_have_url(re.compile(r"\?f=risk:above:80$"))
    page.go_back()
    expect(page.get_by_role("button", name="Stage: At risk")).to_be_visible()


def test_a_search_follows_the_typing_and_keeps_the_cursor(staff_page, live_server):
    page = staff_page("owner")
    visit(page, f"{live_server.url}/ui/list/")

    page.keyboard.press("/")
    page.keyboard.type("kusuma", delay=20)

    expect(page).to_have_url(re.compile(r"q=kusuma"))
    expect(rows(page).first.locator("[data-row-link]")).to_contain_text("Kusuma")
    assert page.evaluate("document.activeElement.id") == "list-q"
    page.keyboard.type(" x")
    expect(page.get_by_text("Nothing matches")).to_be_visible()


def test_a_list_is_worked_with_the_keyboard_alone(staff_page, live_server):
    page = staff_page("owner")
    visit(page, f"{live_server.url}/ui/list/")

    for letter in ("j", "j", "x", "j", "j"):
        page.keyboard.press(letter)
    page.keyboard.press("Shift+X")
    expect(page.locator("[data-chosen]")).to_have_text("3 chosen")
    assert [box.is_checked() for box in page.locator("input[name=ids]").all()[:5]] == [
        False,
        True,
        True,
        True,
        False,
    ]
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/ui/")


def test_many_rows_are_shown_before_they_are_changed(staff_page, live_server):
    page = staff_page("owner")
    visit(page, f"{live_server.url}/ui/list/?f=stage:is:lapsed")

    page.get_by_label("Choose every row of this page").check()
    expect(page.locator("[data-chosen]")).to_have_text("25 chosen")
    page.get_by_text("Choose all").click()
    page.get_by_role("button", name="Tag", exact=True).click()
    expect(page.get_by_role("heading", name="What changes")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Tag them").click()
    expect(page.locator("#toasts").get_by_text("tagged “decaf”")).to_be_visible()


def test_a_row_opens_beside_the_list_and_escape_closes_it(staff_page, live_server):
    page = staff_page("owner")
    visit(page, f"{live_server.url}/ui/list/")

    rows(page).nth(3).locator("td").nth(2).click()
    expect(page.locator("#aside h2")).to_have_text(
        rows(page).nth(3).locator("[data-row-link]").inner_text()
    )
    axe(page)
    page.keyboard.press("Escape")
    expect(page.locator("#aside")).to_be_hidden()


def test_ctrl_k_finds_a_page_and_goes_there(staff_page, live_server):
    page = staff_page("owner")
    visit(page, f"{live_server.url}/ui/list/")

    page.keyboard.press("Control+k")
    page.keyboard.type("profile")
    expect(page.locator(".palette-hit[aria-selected=true]")).to_contain_text("profile")
    axe(page)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/ui/list/"))


def test_the_theme_changes_at_once_and_stays(staff_page, live_server):
    page = staff_page("owner")
    visit(page, f"{live_server.url}/ui/")
    expect(page.locator(".chart svg").first).to_be_visible()
    before = page.locator(".chart svg").first.inner_html()

    page.locator(".side-foot").click()
    with page.expect_response("**/preferences/theme/"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "relasi-malam")
    assert page.locator(".chart svg").first.inner_html() != before

    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "relasi-malam")


def test_system_follows_the_machine_while_the_page_is_open(staff_page, live_server):
    page = staff_page("owner")
    visit(page, f"{live_server.url}/ui/")

    page.emulate_media(color_scheme="dark")

    expect(page.locator("html")).to_have_attribute("data-theme", "relasi-malam")


def test_a_chart_has_its_table_and_its_file(staff_page, live_server):
    page = staff_page("owner")
    visit(page, f"{live_server.url}/ui/")
    chart = page.locator(".chart-box").first
    expect(chart.locator(".chart svg")).to_be_visible()

    chart.get_by_role("button", name="Table").click()
    expect(chart.locator("table")).to_be_visible()
    expect(chart.locator(".chart")).to_be_hidden()
    with page.expect_download() as download:
        chart.get_by_role("button", name="Download").click()
    text = download.value.path().read_text()
    assert text.splitlines()[0] == "\ufeffWeek,Hold-out,Contacted"
    assert text.splitlines()[1] == '1 Sep,"Rp\u00a012,800","Rp\u00a013,100"'


def test_signing_in_in_every_look(page, live_server):
    visit(page, f"{live_server.url}/account/login/")

    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    shoot(page, "sign-in")
