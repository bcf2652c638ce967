"""The catalogue and the list as a person sees them."""

from .looking import axe, shoot, visit


def test_the_catalogue_in_every_look(staff_page, live_server):
    page = staff_page("owner")

    visit(page, f"{live_server.url}/ui/")

    axe(page)
    shoot(page, "catalogue")


def test_a_list_in_every_look(staff_page, live_server):
    page = staff_page("owner")

    visit(page, f"{live_server.url}/ui/list/?f=stage:is:active&f=risk:above:0.3")
    page.locator("input[name=ids]").nth(1).check()

    axe(page)
    shoot(page, "list")
