import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relasi.accounts.public import SYSTEM
from relasi.accounts.testing import actor, alice, bob, charlie, make_staff, sign_in
from relasi.campaigns import public
from relasi.campaigns.models import Campaign, Recipient
from relasi.campaigns.testing import (
    NOON,
    make_campaign,
    make_launched,
    make_reader,
    make_segment,
    make_template,
)
from relasi.campaigns.web import words
from relasi.commerce.testing import make_order
from relasi.contacts import public as contacts
from relasi.contacts.testing import make_contact
from relasi.messaging.actions.preflighting import work_on_preflight
from relasi.messaging.models import Delivery, Hit, Unsubscription

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def text(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


@pytest.fixture
def bob_signed_in(client):
    sign_in(client, bob())
    return client


def form_of(campaign_id, **changes):
    card = public.card(campaign_id)
    return {
        "_method": "patch",
        "name": card.name,
        "segment_id": card.segment_id or "",
        "holdout_percent": "10",
        "window_days": "14",
        "sender_name": "Kopi Lereng",
        "sender_address": "halo@kopilereng.example",
        "reply_to": "",
        "when": "now",
        "on": "",
        "at": "",
        "zone": "sender",
        "variant_else": card.variants[0].template_id if card.variants else "",
    } | changes


def test_the_list_names_each_campaign_its_state_and_whom_it_reached(bob_signed_in):
    for _ in range(3):
        make_reader()
    sent = make_launched(name="Gayo harvest", holdout="0")
    make_campaign(name="December tasting")

    page = text(bob_signed_in.get(url("campaign_list")))

    assert "Gayo harvest" in page
    assert "Sending" in page
    assert f'href="/campaigns/{sent}/rows/contacted/">3</a>' in page
    assert "December tasting" in page
    drafts = text(bob_signed_in.get(url("campaign_list") + "?f=state:is:draft"))
    assert "December tasting" in drafts
    assert "Gayo harvest" not in drafts


def test_a_new_campaign_asks_for_a_name_and_opens_its_draft(bob_signed_in):
    segment = make_segment()

    refused = bob_signed_in.post(url("campaign_new"), {"name": "  ", "segment_id": segment})
    made = bob_signed_in.post(url("campaign_new"), {"name": "Gayo", "segment_id": segment})

    assert refused.status_code == 422
    (row,) = Campaign.objects.all()
    assert (row.name, row.segment_id, row.owner_id) == ("Gayo", segment, bob())
    assert made.url == url("campaign_edit", row.pk)
    assert bob_signed_in.get(made.url).status_code == 200


def test_saving_a_draft_keeps_the_wall_time_and_the_order_of_the_contents(bob_signed_in):
    campaign_id = make_campaign()
    first, second = make_segment(), make_segment()
    a, b, c = make_template(), make_template(), make_template()

    answer = bob_signed_in.post(
        url("campaign_edit", campaign_id),
        form_of(
            campaign_id,
            when="at",
            on="2030-03-10",
            at="08:00",
            zone="recipient",
            holdout_percent="12.5",
            variant_segment=[str(second), str(first), ""],
            variant_template=[str(b), str(a), ""],
            variant_else=str(c),
        ),
    )

    assert answer.url == url("campaign_edit", campaign_id)
    card = public.card(campaign_id)
    assert card.send_at_local == datetime(2030, 3, 10, 8, tzinfo=UTC)
    assert (card.zone, str(card.holdout_percent)) == ("recipient", "12.50")
    assert [(v.key, v.template_id, v.segment_id) for v in card.variants] == [
        ("a", b, second),
        ("b", a, first),
        ("c", c, None),
    ]
    form = text(bob_signed_in.get(url("campaign_edit", campaign_id)))
    assert 'value="2030-03-10"' in form
    assert 'value="08:00"' in form


def test_two_tabs_do_not_overwrite_one_another_unseen(bob_signed_in):
    campaign_id = make_campaign()
    seen = str(bob_signed_in.get(url("campaign_edit", campaign_id)).context["version"])
    bob_signed_in.post(
        url("campaign_edit", campaign_id), form_of(campaign_id, version=seen, name="First tab")
    )
    mine = form_of(campaign_id, version=seen, name="Second tab")

    told = bob_signed_in.post(url("campaign_edit", campaign_id), mine)

    assert told.status_code == 422
    assert "was changed meanwhile" in text(told)
    assert 'value="Second tab"' in text(told)
    assert public.card(campaign_id).name == "First tab"
    again = mine | {"version": str(told.context["version"])}
    assert bob_signed_in.post(url("campaign_edit", campaign_id), again).status_code == 302
    assert public.card(campaign_id).name == "Second tab"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Fill in “Name”."),
        ({"holdout_percent": "51"}, "is at most 50. Type a smaller number."),
        ({"holdout_percent": "a few"}, "as a number, as in 25 or 2.5."),
        ({"sender_address": "halo"}, "as an address, as in ann@example.org."),
        ({"when": "at"}, "Choose the day."),
        ({"when": "at", "on": "2030-02-31", "at": "08:00"}, "as a date, as in 2026-11-30."),
        ({"when": "at", "on": "0001-01-01", "at": "08:00"}, "between 2000 and 2199"),
        ({"variant_segment": ["1"], "variant_template": [""]}, "in each line"),
        ({"segment_id": "99999"}, "Choose one of the values offered for"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    bob_signed_in, changes, sentence
):
    campaign_id = make_campaign()
    before = public.card(campaign_id)

    answer = bob_signed_in.post(
        url("campaign_edit", campaign_id),
        form_of(campaign_id, reply_to="kept@kopilereng.example", **changes),
    )

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "kept@kopilereng.example" in text(answer)
    assert public.card(campaign_id) == before


def test_lines_of_the_contents_are_added_moved_and_removed_without_saving(bob_signed_in):
    campaign_id = make_campaign()
    first, second = str(make_segment("First")), str(make_segment("Second"))
    before = public.card(campaign_id)

    def lines(line, segments):
        posted = form_of(
            campaign_id,
            name="Typed",
            line=line,
            variant_segment=segments,
            variant_template=[""] * len(segments),
        )
        page = bob_signed_in.post(url("campaign_edit", campaign_id), posted)
        assert "Typed" in text(page)
        return [row.segment for row in page.context["lines"]]

    assert lines("add", [first]) == [first, ""]
    assert lines("up:1", [first, second]) == [second, first]
    assert lines("remove:0", [first, second]) == [second]
    assert public.card(campaign_id) == before


def test_the_reach_says_who_cannot_be_written_to_and_why(bob_signed_in):
    make_reader()
    make_contact()
    campaign_id = make_campaign()
    segment = make_segment()

    page = text(bob_signed_in.get(f"{url('campaign_reach', campaign_id)}?segment_id={segment}"))

    assert "did not agree to e-mail" in page
    assert page.count("<section") == 1
    nothing = bob_signed_in.get(f"{url('campaign_reach', campaign_id)}?segment_id=x")
    assert "Choose a segment" in text(nothing)


def test_the_review_says_what_will_happen_and_launches(bob_signed_in):
    for _ in range(10):
        make_reader()
    make_contact()
    campaign_id = make_campaign(holdout="20")

    review = text(bob_signed_in.get(url("campaign_review", campaign_id)))
    launched = bob_signed_in.post(url("campaign_launch", campaign_id))

    assert "About 8 people of" in review
    assert "About 2 people are held out" in review
    assert "did not agree to e-mail" in review
    assert "Jalan Lereng 7, Bandung" in review
    assert launched.url == url("campaign", campaign_id)
    assert public.card(campaign_id).state == "preparing"


def test_everybody_for_whom_the_mail_fails_is_listed_page_by_page_and_as_a_file(bob_signed_in):
    good = make_reader(name="Ann", city="Bandung")
    failing = [make_reader(name=f"Nobody {n:03}") for n in range(60)]
    template = make_template(text="To {{ contact.city }}")
    campaign_id = make_campaign(variants=[public.VariantIn(template)])
    failures = url("campaign_failures", campaign_id)
    assert bob_signed_in.get(failures).status_code == 404
    bob_signed_in.get(url("campaign_review", campaign_id))
    bob_signed_in.post(url("campaign_check", campaign_id))
    work_on_preflight(preflight_id=public.card(campaign_id).preflight_id or 0, now=NOON)

    review = text(bob_signed_in.get(url("campaign_review", campaign_id)))
    first, second = bob_signed_in.get(failures), bob_signed_in.get(f"{failures}?page=2")
    file = b"".join(bob_signed_in.get(f"{failures}?export=csv").streaming_content).decode()

    assert "For 60 people of 61 the mail cannot be made" in review
    assert f'href="{failures}"' in review
    listed = [int(row.id) for page in (first, second) for row in page.context["rows"]]
    assert listed == failing
    assert first.context["paging"]["total"] == 60
    assert "There is no “contact.city”." in text(first)
    lines = file.splitlines()[1:]
    assert [int(line.split(",")[0]) for line in lines] == failing
    assert str(good) not in [line.split(",")[0] for line in lines]


def test_the_review_of_an_unfinished_draft_names_what_is_missing(bob_signed_in):
    campaign_id = make_campaign()
    public.choose_contents(campaign_id=campaign_id, variants=[], by=SYSTEM, now=NOON)

    review = text(bob_signed_in.get(url("campaign_review", campaign_id)))
    launched = bob_signed_in.post(url("campaign_launch", campaign_id))

    assert "Choose a template." in review
    assert "Launch: send now" not in review
    assert launched.status_code == 422
    assert public.card(campaign_id).state == "draft"


def test_the_review_shows_subjects_in_words_and_counts_nobody_without_a_segment(bob_signed_in):
    template = make_template("{{ contact.given_name | default: 'friend' }}, look")
    campaign_id = make_campaign(variants=[public.VariantIn(template)])
    Campaign.objects.filter(pk=campaign_id).update(segment_id=None)

    review = bob_signed_in.get(url("campaign_review", campaign_id)).content.decode()

    assert "<mark>first name</mark>, look" in review
    assert "{{" not in review
    assert "It shows once a segment is chosen." in review
    assert "everybody in the segment can be written to" not in review


def test_a_viewer_reads_and_changes_nothing(client):
    for _ in range(3):
        make_reader()
    draft, running = make_campaign(), make_launched(holdout="0")
    sign_in(client, charlie())
    before = list(Campaign.objects.order_by("pk").values())

    assert client.get(url("campaign_list")).status_code == 200
    assert client.get(url("campaign", running)).status_code == 200
    for name, campaign_id in (
        ("campaign_launch", draft),
        ("campaign_pause", running),
        ("campaign_stop", running),
        ("campaign_again", running),
        ("campaign_new", None),
    ):
        args = [campaign_id] if campaign_id else []
        assert client.post(url(name, *args), {"name": "x"}).status_code == 403, name
    assert client.post(url("campaign", draft), {"_method": "delete"}).status_code == 403
    assert list(Campaign.objects.order_by("pk").values()) == before


def test_the_result_begins_with_the_finding_and_every_number_opens_its_rows(bob_signed_in):
    for _ in range(80):
        make_reader()
    campaign_id = make_launched(holdout="50")
    rows = Recipient.objects.filter(campaign_id=campaign_id)
    for contact_id, group in rows.values_list("contact_id", "group"):
        amount = "100.00" if group == "contacted" else "50.00"
        make_order(contact_id, at=NOON + DAY, amount=amount)

    page = bob_signed_in.get(url("campaign", campaign_id))

    said = text(page)
    assert "It earned more than no e-mail would have." in said
    assert "bought for Rp 50 more in 14 days than the people held out." in said
    assert "We are 95 % sure the true figure lies between" in said
    for figure in page.context["figures"]:
        listed = bob_signed_in.get(figure.url)
        assert listed.status_code == 200
        assert listed.context["paging"]["total"] == figure.value, figure.label
    for line in page.context["others"]:
        assert bob_signed_in.get(line["url"]).context["paging"]["total"] == line["count"]


def acted(delivery, kind, by, url=""):
    Hit.objects.create(delivery=delivery, kind=kind, by=by, at=NOON + DAY, url=url)


def campaign_with_everything():
    """Mails in each state, opened, clicked and left; purchases in both groups; two joined."""
    for _ in range(60):
        make_reader()
    campaign_id = make_launched(holdout="30")
    mails = list(Delivery.objects.order_by("pk"))
    states = ("sent", "failed", "in_doubt", "suppressed", "queued", "cancelled")
    for n, mail in enumerate(mails):
        Delivery.objects.filter(pk=mail.pk).update(state=states[n % 9 % 6])
    for n, mail in enumerate(mails[::9]):
        acted(mail, "open", ("human", "machine", "unknown")[n % 3])
    acted(mails[0], "click", "human")
    Unsubscription.objects.create(delivery=mails[0], via="page", at=NOON)
    drawn = Recipient.objects.filter(campaign_id=campaign_id).order_by("contact_id")
    for n, contact_id in enumerate(drawn.values_list("contact_id", flat=True)):
        for _ in range(n % 3):
            make_order(contact_id, at=NOON + DAY, amount=f"{50 + n}.00")
    pair = [mails[0].contact_id, mails[1].contact_id]
    contacts.merge_contacts(one_id=pair[0], other_id=pair[1], by=SYSTEM, now=NOON)
    return campaign_id


def test_every_number_is_the_count_and_the_sum_of_its_rows_after_a_merge_too(bob_signed_in):
    campaign_id = campaign_with_everything()
    page = bob_signed_in.get(url("campaign", campaign_id)).context

    def listed(address):
        mark = "&" if "?" in address else "?"
        file = bob_signed_in.get(f"{address}{mark}export=csv").streaming_content
        return list(csv.DictReader(io.StringIO(b"".join(file).decode().removeprefix("\ufeff"))))

    values = {figure.label: figure.value for figure in page["figures"]}
    assert all(values.values()), values
    for figure in page["figures"]:
        assert len(listed(figure.url)) == figure.value, figure.label
        if figure.note_url and "%" not in figure.note:
            assert len(listed(figure.note_url)) == int(figure.note.split()[0]), figure.note
    for line in page["others"]:
        assert len(listed(line["url"])) == line["count"], line["label"]
    assert len(page["groups"]) == 2
    for line in page["groups"]:
        bought = listed(line.bought_url)
        assert (len(listed(line.people_url)), len(bought)) == (line.people, line.bought)
        assert sum(int(row["orders"]) for row in bought) == line.orders > 0
        assert sum(float(row["amount"]) for row in bought) == pytest.approx(line.revenue)
        assert line.each == pytest.approx(line.revenue / line.people)
    (everyone,) = page["by_content"]
    assert everyone["people"] == page["groups"][0].people


@pytest.mark.parametrize(
    ("holdout", "amounts", "sentence"),
    [
        ("50", ("50.00", "50.00"), "Not distinguishable from no e-mail at all."),
        ("50", ("20.00", "90.00"), "It sold less than no e-mail would have."),
        ("0", ("50.00", "50.00"), "No one was held out: this cannot say what the mail earned."),
    ],
)
def test_the_verdict_is_a_sentence(bob_signed_in, holdout, amounts, sentence):
    for _ in range(60):
        make_reader()
    campaign_id = make_launched(holdout=holdout)
    for group, amount in zip(("contacted", "held_out"), amounts, strict=True):
        people = Recipient.objects.filter(campaign_id=campaign_id, group=group)
        for n, contact_id in enumerate(people.values_list("contact_id", flat=True)):
            if n % 7:  # six in seven of either group buy, however the draw fell
                make_order(contact_id, at=NOON + DAY, amount=amount)

    assert sentence in text(bob_signed_in.get(url("campaign", campaign_id)))


def test_on_the_first_day_the_page_says_that_it_is_too_early(bob_signed_in):
    make_reader()
    campaign_id = make_launched(now=datetime.now(UTC), holdout="0")

    page = text(bob_signed_in.get(url("campaign", campaign_id)))

    assert "Too early to say." in page
    assert 'hx-trigger="every 3s"' in page
    assert "0 of 1 are through" in page
    strip = bob_signed_in.get(url("campaign_progress", campaign_id))
    assert text(strip).startswith('<section class="panel" id="progress"')
    public.cancel(campaign_id=campaign_id, by=SYSTEM, now=NOON)
    over = bob_signed_in.get(url("campaign_progress", campaign_id))
    assert (over.status_code, over.headers["HX-Refresh"]) == (204, "true")


def test_pausing_going_on_and_stopping_by_their_buttons(bob_signed_in):
    make_reader()
    campaign_id = make_launched(holdout="0")

    bob_signed_in.post(url("campaign_pause", campaign_id))
    assert public.card(campaign_id).state == "paused"
    bob_signed_in.post(url("campaign_pause", campaign_id), {"_method": "delete"})
    assert public.card(campaign_id).state == "running"
    bob_signed_in.post(url("campaign_stop", campaign_id))
    assert public.card(campaign_id).state == "cancelled"


def test_rows_are_sorted_searched_narrowed_and_taken_away_as_a_file(bob_signed_in):
    ann, ben = make_reader(name="Ann Ott"), make_reader(name="Ben Lee")
    make_contact(name="=Cid()")
    campaign_id = make_launched(holdout="0")
    make_order(ben, at=NOON + DAY, amount="70.00")
    rows = url("campaign_rows", campaign_id, "everyone")

    def names(query):
        page = bob_signed_in.get(rows + query)
        return [row.label for row in page.context["rows"]]

    assert names("?sort=name") == ["=Cid()", "Ann Ott", "Ben Lee"]
    assert names("?sort=-amount")[0] == "Ben Lee"
    assert names("?q=ott") == ["Ann Ott"]
    assert names("?f=why:is:no_consent") == ["=Cid()"]
    assert names("?f=content:is_not:a") == []
    partial = bob_signed_in.get(rows + "?q=ott", headers={"HX-Request-Type": "partial"})
    assert text(partial).startswith("<section")
    assert "Ann Ott" in text(partial)
    file = b"".join(bob_signed_in.get(rows + "?export=csv").streaming_content).decode()
    assert f"{ann},Ann Ott,contacted,a," in file
    assert "'=Cid()" in file
    assert bob_signed_in.get(url("campaign_rows", campaign_id, "nonsense")).status_code == 404


def test_who_is_in_doubt_is_listed_with_what_the_servers_log_can_be_asked_for(bob_signed_in):
    for _ in range(2):
        make_reader()
    campaign_id = make_launched(holdout="0")
    doubtful = Delivery.objects.earliest("pk")
    Delivery.objects.filter(pk=doubtful.pk).update(
        state="in_doubt", reason="worker_lost", message_id="7.1@kopilereng.example"
    )
    rows = url("campaign_rows", campaign_id, "in_doubt")

    page = bob_signed_in.get(rows)
    file = b"".join(bob_signed_in.get(f"{rows}?export=csv").streaming_content).decode()

    assert page.context["paging"]["total"] == 1
    assert "the worker was lost while handing it over" in text(page)
    assert "Message-ID 7.1@kopilereng.example" in text(page)
    assert "7.1@kopilereng.example" in file


def test_a_number_with_nobody_behind_it_says_why(bob_signed_in):
    campaign_id = make_launched()

    page = text(bob_signed_in.get(url("campaign_rows", campaign_id, "clicked")))

    assert "Nobody followed a link of this mail yet." in page
    assert words.NOBODY.keys() == words.MEASURES.keys()


def test_a_page_of_many_rows_asks_no_more_than_one_of_few(bob_signed_in):
    make_reader()
    few = make_launched(holdout="0")
    for _ in range(30):
        make_reader()
    many = make_launched(holdout="0")

    def queries(address):
        bob_signed_in.get(address)
        with CaptureQueriesContext(connection) as found:
            bob_signed_in.get(address)
        return len(found)

    assert queries(url("campaign_rows", few, "everyone")) == queries(
        url("campaign_rows", many, "everyone")
    )
    assert queries(url("campaign", few)) == queries(url("campaign", many))
    before = queries(url("campaign_list"))
    for _ in range(5):
        make_campaign()
    assert queries(url("campaign_list")) == before


def test_only_whose_it_is_sees_a_campaign_that_is_not_theirs_to_see(client):
    service = make_staff("service")
    campaign_id = make_campaign(by=actor(staff_id=alice()))
    sign_in(client, service)

    assert client.get(url("campaign", campaign_id)).status_code == 403


def test_doing_it_again_opens_the_copy(bob_signed_in):
    make_reader()
    old = make_launched(name="Gayo harvest")

    answer = bob_signed_in.post(url("campaign_again", old))

    new = Campaign.objects.latest("pk")
    assert (new.name, new.state) == ("Gayo harvest again", "draft")
    assert answer.url == url("campaign_edit", new.pk)
