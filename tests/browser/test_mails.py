"""Writing a mail in the editor and reading what was caught, in Chromium."""

import pytest
from playwright.sync_api import Page, expect

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.connectors.smtp.models import CaughtMail
from relasi.connectors.smtp.testing import running_sink, use_sink
from relasi.consent import testing as consent
from relasi.contacts.testing import make_contact
from relasi.kernel import clock, tokens
from relasi.messaging import public as messaging
from relasi.messaging.actions.sending import send_mailing
from relasi.messaging.content.tracking import LEAVE
from relasi.messaging.models import Delivery, Hit, Template
from relasi.messaging.rules.content import Content, tidy_block
from relasi.messaging.testing import make_mailing
from tests.browser.looking import PHONE, axe, shoot, use_theme, visit

pytestmark = pytest.mark.django_db(transaction=True)

BLOCKS = (
    {"kind": "heading", "text": "Selamat datang, {{ contact.given_name | default: 'Sahabat' }}"},
    {
        "kind": "text",
        "text": "Biji kopi Anda dipanggang hari **Senin**.\n\n- air 92 °C\n- 15 gram kopi",
    },
    {"kind": "product", "name": "V60 ceramic dripper 02", "price": "{{ 265000 | money }}",
     "text": "Keramik tebal, panas lebih lama.", "url": "https://kopi.example/v60"},
    {"kind": "bought", "title": "Yang Anda beli terakhir"},
    {"kind": "button", "label": "Baca panduan seduh", "url": "https://kopi.example/guide"},
)  # fmt: skip
WELCOME = Content(
    "Seduhan pertama Anda, {{ contact.given_name }}",
    "Tiga langkah, tiga menit, tanpa pahit.",
    tuple(tidy_block({"id": f"b{n}", **block}) for n, block in enumerate(BLOCKS)),
)


@pytest.fixture(autouse=True)
def shop():
    accounts.make_organisation(
        name="Kopi Lereng", postal_address="Jl. Bukit Pakar 18, Bandung", currency="IDR"
    )


def welcome() -> int:
    return messaging.add_template(
        name="Welcome, first brew", content=WELCOME, by=SYSTEM, now=clock.now()
    )


def test_a_mail_is_written_without_a_line_of_html(staff_page, live_server):
    template_id = welcome()
    page: Page = staff_page("marketer")
    visit(page, f"{live_server.url}/templates/{template_id}/?block=b1")
    mail = page.frame_locator("iframe")

    page.get_by_label("Text", exact=True).fill("Kopi untuk ")
    page.get_by_role("button", name="City").click()
    expect(mail.get_by_text("Kopi untuk Bandung")).to_be_visible()
    page.get_by_role("button", name="Two columns").click()
    page.get_by_label("Text on the left").fill("Kiri")
    page.get_by_label("Text on the right").fill("Kanan")
    page.get_by_role("button", name="Apply").click()
    expect(mail.get_by_text("Kanan")).to_be_visible()
    page.get_by_role("button", name="Move up").click()
    page.get_by_role("button", name="Delete").click()
    expect(mail.get_by_text("Kanan")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(mail.get_by_text("Kanan")).to_be_visible()

    kinds = [block["kind"] for block in Template.objects.get().blocks]
    assert kinds == ["heading", "columns", "text", "product", "bought", "button"]
    axe(page)


def test_the_editor_looks_as_it_should(staff_page, live_server):
    template_id = welcome()
    page: Page = staff_page("marketer")
    visit(page, f"{live_server.url}/templates/{template_id}/?block=b2")
    expect(page.frame_locator("iframe").get_by_role("link", name="V60")).to_be_visible()
    for theme in ("light", "dark"):
        use_theme(page, theme)
        axe(page)
        shoot(page, f"mail-editor-{theme}")
    page.set_viewport_size(PHONE)
    axe(page)
    shoot(page, "mail-editor-phone")


def test_a_caught_mail_is_read_and_its_link_followed(staff_page, live_server, settings):
    settings.BASE_URL = live_server.url
    putri = make_contact("Putri Wulandari", given_name="Putri", language="id")
    consent.grant(putri)
    with running_sink() as sink:
        use_sink(sink)
        mailing = make_mailing([putri], contents={"a": WELCOME})
        messaging.start_mailing(mailing_id=mailing, by=SYSTEM, now=clock.now())
        send_mailing(mailing_id=mailing, lane=0, clock=clock.now)
        (received,) = sink.received
    caught = CaughtMail.objects.create(
        sender=received.sender,
        recipient=received.recipients[0],
        subject="Seduhan pertama Anda, Putri",
        source=received.data,
        caught_at=clock.now(),
    )
    page: Page = staff_page("marketer")
    visit(page, f"{live_server.url}/outbox/")
    axe(page)
    shoot(page, "outbox")

    visit(page, f"{live_server.url}/outbox/{caught.pk}/")
    mail = page.frame_locator("iframe")
    expect(mail.get_by_text("Selamat datang, Putri")).to_be_visible()
    expect(mail.get_by_text("Berhenti berlangganan")).to_be_visible()
    axe(page)
    shoot(page, "outbox-mail")
    page.context.route("https://kopi.example/**", lambda route: route.fulfill(body="The guide"))
    with page.context.expect_page() as opened:
        mail.get_by_text("Baca panduan seduh").click()
    expect(opened.value.get_by_text("The guide")).to_be_visible()

    assert opened.value.url == "https://kopi.example/guide"
    assert set(Hit.objects.values_list("kind", flat=True)) == {"open", "click"}


def test_leaving_looks_as_it_should(live_server, page: Page):
    putri = make_contact("Putri")
    consent.grant(putri)
    make_mailing([putri])
    token = tokens.sign(LEAVE, Delivery.objects.get().pk)
    visit(page, f"{live_server.url}/u/{token}/")
    axe(page)
    shoot(page, "unsubscribe")
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name="You are unsubscribed")).to_be_visible()
    page.get_by_role("link", name="That was a mistake").click()
    axe(page)
    shoot(page, "preferences")


def test_the_mail_server_page(staff_page, live_server):
    page: Page = staff_page("owner")
    visit(page, f"{live_server.url}/settings/mail-server/")
    axe(page)
    shoot(page, "mail-server")
