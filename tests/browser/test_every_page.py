"""Every page there is, as the owner: both languages, both themes, wide and on a phone.

The addresses are those of the URLconf, so a new page is looked at the moment it is wired.
axe finds nothing, nothing is wider than the phone, no cell is cut off, and the console stays
silent.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import BrowserContext, Page, expect

from relasi.accounts import testing as accounts
from relasi.accounts.actions.teams import add_team
from relasi.accounts.models import Staff
from relasi.accounts.public import SYSTEM, invite
from relasi.campaigns.models import Campaign
from relasi.campaigns.testing import make_campaign, make_launched, make_reader
from relasi.commerce.testing import make_order, make_product
from relasi.connectors.databases.testing import make_feed
from relasi.connectors.exports.testing import make_export, make_run
from relasi.connectors.smtp.models import CaughtMail
from relasi.connectors.webhooks.actions.outbox import tell_one
from relasi.connectors.webhooks.models import Delivery as WebhookDelivery
from relasi.connectors.webhooks.testing import make_endpoint
from relasi.consent import public as consent
from relasi.consent.testing import suppress
from relasi.console.testing import make_query
from relasi.contacts.actions import bulk
from relasi.contacts.actions.fields import add_field
from relasi.contacts.actions.notes import write_note
from relasi.contacts.checking.testing import checked
from relasi.contacts.importing.testing import bring_in, upload
from relasi.contacts.matching.actions.sweeping import propose_sweep
from relasi.contacts.matching.testing import make_proposal
from relasi.contacts.models import CustomField, MatchProposal, Tag
from relasi.contacts.testing import make_company, make_contact
from relasi.insight.actions.recomputing import recompute
from relasi.kernel import clock, tokens
from relasi.messaging import public as messaging
from relasi.messaging import transports
from relasi.messaging.confirming import PURPOSE as CONFIRM
from relasi.messaging.content.tracking import LEAVE
from relasi.messaging.models import Delivery
from relasi.messaging.testing import make_content, make_mailing
from relasi.privacy.actions.asking import erase_person
from relasi.reports import public as reports
from relasi.reports.actions.counting import count_quality
from relasi.requests.letters import CONFIRM as REQUEST_CONFIRM
from relasi.requests.letters import OWN_PAGE
from relasi.requests.testing import make_request
from relasi.timeline.testing import (
    count,
    make_arrival,
    make_event,
    make_glimpse,
    make_source,
    put_in_quarantine,
)

from .looking import PHONE, WIDE, axe, use_theme, visit

LIST = """\
nama,surel,no_hp,tgl_lahir,kota,setuju
Ratna Kusumawardani,ratna.k@mailku.id,+62 813 5550 1184,2 Mar 1988,Bandung,ya
Sri Wahyuni,sri.wahyuni@mailku.id,+62 857 5550 2291,31/02/1990,Garut,ya
Yusuf Maulana,yusuf.maulana@,+62 813 5550 6621,,Bandung,ya
"""
MAIL = b"Subject: Kopi baru\r\nTo: ann@example.org\r\nContent-Type: text/html\r\n\r\n<p>Halo</p>"
FETCHING = ".htmx-request, .race-wait"
# The frame hides what is too wide, so its parts are measured too.
OVERFLOW = """Math.max(...[document.scrollingElement,
    ...document.querySelectorAll(".main, .page-body, .settings, .list-main, .plain, .gate")]
    .map(part => part.scrollWidth - part.clientWidth))"""
# Below the bottom bar there is nothing to scroll to; pages outside the shell scroll as a whole.
BELOW = """document.querySelector(".main")
    ? document.scrollingElement.scrollHeight - innerHeight : 0"""
# Cells that end behind an edge which does not say that there is more, or run over their own.
# On a phone nothing of a list lies beyond an edge at all.
CUT = """[...document.querySelectorAll("td, th")].filter(cell => {
    if (!cell.checkVisibility() || !cell.textContent.trim()) return false;
    if (cell.closest(".sr-only")) return false;
    const at = cell.getBoundingClientRect();
    if (at.width && cell.scrollWidth > cell.clientWidth + 1) return true;
    for (let box = cell.parentElement; box; box = box.parentElement) {
        if (getComputedStyle(box).overflowX === "visible") continue;
        if (box.dataset.more && !(innerWidth < 768 && box.matches(".list-table"))) return false;
        const edge = box.getBoundingClientRect();
        if (at.right > edge.right + 1 || at.left < edge.left - 1) return true;
    }
    return false;
}).map(cell => cell.textContent.trim().slice(0, 60))"""
# A fragment, a download, a redirect, nothing new, an address that is only pressed.
EXPECTED = {200, 204, 302, 405}
# What is not there while nothing waits: allauth's pages come and go with what somebody has set
# up, a link of a mail needs the mail, an import that is over has no steps left, a file of what
# is held is fetched once, an erasure under way has no receipt, and an export that never went out no
# file.
MAY_LACK = (
    "/account/",
    "/c/<",
    "/campaigns/<int:campaign_id>/check/failures/",
    "/imports/<int:run_id>/columns/",
    "/imports/<int:run_id>/check/",
    "/imports/<int:run_id>/difference/",
    "/opendsr/",
    "/settings/privacy/exports/<",
    "/settings/exports/<int:export_id>/file/",
    "/settings/privacy/erasures/<int:erasure_id>/receipt.json",
)
ALLAUTH = "/account/"


class Postbox:
    """A way for mails that takes none, so that a campaign may be launched."""

    connections = 1

    def ready(self) -> None: ...


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Each address, with its place-holders."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern) and "(?P" not in route:
            yield f"/{route}"


def address(route: str, values: dict[str, Any]) -> str:
    """The address with something real at each place; a beginning of it may have its own."""

    def real(found: re.Match[str]) -> str:
        own = [key for key in values if route.startswith(key) and key.endswith(f":{found[1]}>")]
        name = max(own, key=len, default=found[1])
        assert name in values, f"{route}: say in `house` what stands at <{name}>."
        return str(values[name])

    return re.sub(r"<(?:\w+:)?(\w+)>", real, route)


def pages(client: Client, values: dict[str, Any], *, refused: int = 200) -> list[str]:
    """The addresses that answer this visitor with a whole page."""
    found, odd = [], []
    for route in routes(get_resolver()):
        if route.startswith("/api/v1/") or (route.startswith(ALLAUTH) and "<" in route):
            continue
        path = address(route, values)
        answer = client.get(path)
        if is_whole(answer):
            found.append(path)
            if b'method="post"' in answer.content and answer["Referrer-Policy"] == "no-referrer":
                odd.append(f"{path} has a form, and browsers would post it from nowhere")
        elif answer.status_code not in EXPECTED | {refused} and not route.startswith(MAY_LACK):
            odd.append(f"{path} answered {answer.status_code}")
    assert odd == [], "\n".join(odd)
    return found


def is_whole(answer: Any) -> bool:
    """A page of ours: no fragment, and no mail, whose frame lets no script look at it."""
    kind, policy = (
        answer.headers.get(name, "") for name in ("Content-Type", "Content-Security-Policy")
    )
    if answer.status_code != 200 or not kind.startswith("text/html") or "sandbox" in policy:
        return False
    return b"<body" in answer.content and b'name="viewport"' in answer.content


@pytest.fixture
def house(live_server, monkeypatch) -> dict[str, Any]:  # noqa: ARG001 - the server's database
    """A little of everything, and what stands at each place of an address."""
    monkeypatch.setitem(transports._transports, "email", Postbox())
    reports.race_of.cache_clear()
    now, day = clock.now(), timedelta(days=1)
    draft = make_campaign("Cold brew for summer")
    company = make_company("Kantor Bersama Jenggala", city="Bandung")
    ann = make_reader(name="Putri Maharani Siregar", city="Bandung", company_id=company)
    for n in range(12):
        make_order(make_reader(), at=now - n * 9 * day, amount=f"{50 + n}000")
    suppress("bounced@example.org")
    cups = add_field(
        of="contact", label="Cups", kind="choice", choices=["1", "2"], by=SYSTEM, now=now
    )
    CustomField.objects.update(is_sample=True)  # so that the banner is there, and its page
    product = make_product("Toraja Sapan 500 g", category=("Coffee", "Beans"), brand="Lereng")
    order = make_order(ann, product, at=now - day, amount="392000")
    for name in ("page viewed", "product viewed", "signed up"):
        make_event(ann, name, at=now - day, source="search")
    recompute(now=now, by=SYSTEM)
    launched = make_launched(name="Gayo harvest", holdout="40", now=now - 16 * day)
    Campaign.objects.filter(pk=launched).update(state="done", finished_at=now - 15 * day)
    make_mailing([ann])
    template = messaging.add_template(
        name="Welcome, first brew",
        content=make_content("Kopi untuk {{ contact.given_name }}", "Halo"),
        by=SYSTEM,
        now=now,
    )
    mail = CaughtMail.objects.create(
        sender="halo@kopi.example",
        recipient="ann@example.org",
        subject="Kopi baru",
        source=MAIL,
        caught_at=now,
    )
    change = bulk.propose(
        kind="tag",
        detail={"tag": "vip"},
        chosen=("SELECT id FROM contacts_contact", ()),
        by=SYSTEM,
        now=now,
    )
    done = bring_in(LIST)
    make_contact("Dewi", email="dewi@gmail.con")
    checked(now)
    count_quality(now=now)
    source = make_source("Web shop", origins=["https://shop.example"])
    odd = put_in_quarantine(source, '{"event": "Order Completed"}', shared='{"sentAt": 1}')
    make_arrival(source, received_at=now - day)
    for outcome, reason in (("stored", ""), ("repeated", ""), ("quarantined", "no_id")):
        make_glimpse(source, "Product Viewed", outcome, reason=reason, profile_id=ann)
        count(source, outcome, reason, events=40, at=now)
    count(source, "refused", "too_large", at=now)
    twins = [make_proposal(0.9 + n / 20, now, name=f"Bagas Kurnia {n}") for n in range(2)]
    few = MatchProposal.objects.filter(pk=twins[0])
    swept = propose_sweep(accepts=True, rows=few, query="", by=SYSTEM, now=now)
    for language, words in (("en", "Write to me, monthly."), ("id", "Kirimi saya tiap bulan.")):
        consent.publish_text(
            channel="email", purpose="marketing", language=language, words=words, by=SYSTEM, now=now
        )
    asked = consent.ask(
        contact_id=ann,
        pairs=[("email", "personalise")],
        source="newsletter form",
        language="id",
        by=SYSTEM,
        now=now,
    )
    make_request(contact_id=ann, kind="erasure", proven=True)
    request = make_request(contact_id=ann, received_at=now - 4 * day, wish="Please forget me.")
    accounts.api_key("viewer")
    maya = accounts.make_staff("owner", name="Maya Prameswari")
    erasing = erase_person(contact_id=make_reader(), reason="asked", asked_by=SYSTEM, now=now)
    hook = make_endpoint("https://1.1.1.1/hook", name="Gudang")
    tell_one(hook)
    feed = make_feed(waiting := upload(LIST).pk)
    make_run(export := make_export(every_hours=6))
    writer = accounts.actor(staff_id=maya)
    note = write_note(contact_id=ann, body="She asks for decaf.", by=writer, now=now)
    return {
        "owner": maya,
        "contact_id": ann,
        "note_id": note,
        "erasure_id": erasing,
        "company_id": company,
        "product_id": product,
        "order_id": order,
        "field_id": cups,
        "tag_id": Tag.objects.create(name="decaf").pk,
        "campaign_id": launched,
        "draft": draft,
        "template_id": template,
        "segment_id": Campaign.objects.get(pk=draft).segment_id,
        "mail_id": mail.pk,
        "source_id": source,
        "quarantined_id": odd,
        "change_id": change,
        "proposal_id": twins[1],
        "sweep_id": swept,
        "run_id": done.pk,
        "waiting": waiting,
        "endpoint_id": hook,
        "delivery_id": WebhookDelivery.objects.get(endpoint=hook).pk,
        "database_id": feed.database_id,
        "feed_id": feed.pk,
        "/settings/exports/<int:export_id>": export,
        "query_id": make_query(maya),
        "team_id": add_team(name="North", by=SYSTEM, now=now),
        "staff_id": accounts.make_staff("sales", name="Sally Hartono", teams=("South",)),
        "/join/<str:token>": invite(
            email="new@shop.example", role="sales", by=accounts.actor(), now=now
        ).token,
        "token": tokens.sign(LEAVE, Delivery.objects.latest("pk").pk),
        "until": int(now.timestamp()),
        "weeks": 13,
        "/campaigns/<int:campaign_id>/rows/<slug:measure>": "contacted",
        "/insights/race/<int:weeks>/<int:until>/<slug:measure>": "orders",
        "figure": "refused",
        # Reached by a press alone; any number will do to see that a look is answered 405.
        **dict.fromkeys(
            ("invitation_id", "key_id", "view_id", "rate_id", "merge_id", "mention_id"), 1
        ),
        **dict.fromkeys(("suppression_id", "row_id", "sighting_id", "work_id", "export_id"), 1),
        **dict.fromkeys(("identity_id", "blocked_id", "hub_id"), 1),
        "check_id": 1,
        "block_id": "b1",
        "channel": "email",
        "purpose": "marketing",
        "ask_id": 1,
        "number": "a7551968-d5d6-44b2-9831-815ac9017798",
        "/confirm/<str:token>": tokens.sign(CONFIRM, asked),
        "request_id": request,
        "/your-data/confirm/<str:token>": tokens.sign(REQUEST_CONFIRM, request),
        "/your-data/<str:token>": tokens.sign(OWN_PAGE, ann),
    }


def look(page: Page, url: str, wide: str, phone: str) -> list[str]:
    """What is wrong with a page: wide in one theme, on a phone in the other."""
    visit(page, url)
    expect(page.locator(FETCHING)).to_have_count(0)
    wrong = []
    for size, theme in ((WIDE, wide), (PHONE, phone)):
        page.set_viewport_size(size)
        use_theme(page, theme)
        try:
            axe(page)
        except AssertionError as found:
            wrong.append(f"{url} {size['width']} {theme}: {found}")
        if cut := page.evaluate(CUT):
            wrong.append(f"{url} {size['width']} cuts {cut[:6]}")
    over = page.evaluate(OVERFLOW)
    if over > 0:
        wrong.append(f"{url} is {over} pixels wider than a phone")
    if (below := page.evaluate(BELOW)) > 0:
        wrong.append(f"{url} goes on for {below} empty pixels below a phone")
    return wrong


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_page_in_every_look(
    context: BrowserContext, live_server, staff_page, house, language
):
    wide, phone = ("light", "dark") if language == "en" else ("dark", "light")
    owner = house["owner"]
    Staff.objects.filter(pk=owner).update(language=language)
    client, stranger = Client(), Client()
    accounts.sign_in(client, owner)
    mine = pages(client, house)
    drafts = [f"/campaigns/{house['draft']}/{part}/" for part in ("edit", "review")]
    steps = [f"/imports/{house['waiting']}/{part}/" for part in ("columns", "check", "difference")]
    public = [path for path in pages(stranger, house, refused=403) if path not in mine]
    assert len(mine) > 60
    assert "/account/login/" in public

    page = staff_page(staff_id=owner)
    wrong = []
    for path in [*mine, *drafts, *steps]:
        wrong += look(page, live_server.url + path, wide, phone)
    context.clear_cookies()
    context.add_cookies([{"name": "relasi_language", "value": language, "url": live_server.url}])
    for path in public:
        wrong += look(page, live_server.url + path, wide, phone)
    assert wrong == [], "\n".join(wrong)
