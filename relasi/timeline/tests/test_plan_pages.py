"""The pages of a tracking plan: learning, taking, changing, what departs, the file."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from relasi.accounts.models import AuditEntry
from relasi.accounts.public import SYSTEM
from relasi.accounts.testing import alice, make_organisation, make_staff, sign_in
from relasi.timeline.actions.planning.changing import put_plan
from relasi.timeline.actions.planning.keeping import keep_plan
from relasi.timeline.models import PlanDeviation, TrackingPlan
from relasi.timeline.queries.plans import plan_card
from relasi.timeline.rules.planning import Handling, Plan, PlannedEvent, PlannedProperty
from relasi.timeline.testing import NOON, make_source, put_in_quarantine

from .arriving import send, track

pytestmark = pytest.mark.django_db

CUP = PlannedEvent({"sku": PlannedProperty(("string",), required=True)})


@pytest.fixture
def owner(client):
    make_organisation(name="Kopi Lereng", currency="IDR", time_zone="Asia/Jakarta")
    sign_in(client, alice())
    return client


@pytest.fixture
def shop():
    return make_source("Shop")


@pytest.fixture
def kept(shop):
    put_plan(source_id=shop, plan=Plan({"cup sold": CUP}), by=SYSTEM, now=NOON)
    keep_plan(source_id=shop, by=SYSTEM, now=NOON)
    return shop


def at(source_id, name="plan", query=""):
    return reverse(f"timeline:{name}", args=[source_id]) + query


def said(answer):
    return answer.content.decode()


def actions():
    return [row.action for row in AuditEntry.objects.filter(object="sources").order_by("pk")]


def rows_of(*properties, **more):
    """What the form of an event sends."""
    form = {
        "form-TOTAL_FORMS": str(len(properties)),
        "form-INITIAL_FORMS": "0",
        "form-MIN_NUM_FORMS": "0",
        "form-MAX_NUM_FORMS": "200",
    }
    for number, given in enumerate(properties):
        form |= {f"form-{number}-{key}": value for key, value in given.items()}
    return form | more


def test_a_new_source_learns_and_its_plan_is_taken_with_a_press(owner, shop):
    assert "0 of 10,000 events" in said(owner.get(at(shop)))
    send(shop, *(track("ann", f"m{n}", "cup sold", properties={"sku": f"C-{n}"}) for n in range(3)))

    page = said(owner.get(at(shop)))
    assert "3 of 10,000 events" in page
    assert "cup sold" in page
    assert "C-1" not in page
    owner.post(at(shop, "plan_taking"))

    page = said(owner.get(at(shop)))
    assert "The plan is kept since" in page
    assert plan_card(shop).plan == Plan(
        {"cup sold": PlannedEvent({"sku": PlannedProperty(("string",))})}
    )
    assert actions()[-1] == "took a plan"


def test_nothing_learned_is_said_and_nothing_taken(owner, shop):
    page = said(owner.post(at(shop, "plan_taking"), follow=True))

    assert "Nothing was learned yet." in page
    assert TrackingPlan.objects.get(pk=shop).kept_since is None


def test_it_rests_and_is_kept_again_and_learns_anew(owner, kept):
    owner.post(at(kept, "plan_keeping"), {"_method": "delete"})
    assert "Keep it again" in said(owner.get(at(kept)))
    owner.post(at(kept, "plan_keeping"))
    owner.post(at(kept, "plan_learning"))

    assert actions()[-3:] == ["let a plan rest", "kept a plan", "began to learn a plan"]
    card = plan_card(kept)
    assert card.kept_since is not None
    assert card.plan.events == {"cup sold": CUP}


def test_what_is_done_is_saved_and_what_it_endangers_is_said(owner, kept):
    form = {"unplanned_event": "omit", "unplanned_property": "quarantine", "wrong_value": "allow"}
    version = {"version": plan_card(kept).version}

    owner.post(at(kept), {"_method": "patch"} | form | version)

    assert plan_card(kept).handling == Handling("omit", "quarantine", "allow")
    page = said(owner.get(at(kept)))
    assert "“checkout completed”" in page
    assert "no visits would be measured" in page
    late = owner.post(at(kept), {"_method": "patch"} | form | version)
    assert late.status_code == 422
    assert "Somebody changed this plan" in said(late)
    odd = owner.post(at(kept), {"_method": "patch"} | form | {"wrong_value": "burn"})
    assert odd.status_code == 422


def test_an_event_is_added_changed_and_taken_out(owner, kept):
    given = {
        "name": "hue",
        "kinds": "string",
        "allowed": "red\r\nsky, blue",
        "other_names": "warna",
    }
    answer = owner.post(at(kept, "plan_event"), rows_of(given, {}, name="Product Added"))

    event = plan_card(kept).plan.events["product added"]
    assert event.properties == {
        "hue": PlannedProperty(("string",), allowed=("red", "sky, blue"), other_names=("warna",))
    }
    page = owner.get(answer.headers["Location"])
    assert "sky, blue" in said(page)
    form = rows_of(given | {"DELETE": "on"}, {"name": "sku", "required": "on"},
                   _method="patch", name="product added", other_names="Ditambah")  # fmt: skip
    owner.post(at(kept, "plan_event"), form)

    assert plan_card(kept).plan.events["product added"] == PlannedEvent(
        {"sku": PlannedProperty(required=True)}, other_names=("Ditambah",)
    )
    owner.post(at(kept, "plan_event"), {"_method": "delete", "name": "product added"})
    assert set(plan_card(kept).plan.events) == {"cup sold"}
    assert actions()[-3:] == ["changed a plan"] * 3


@pytest.mark.parametrize(
    ("properties", "more", "sentence"),
    [
        ([{"name": "a"}, {"name": "a"}], {"name": "x"}, "“a” is written twice"),
        ([{"kinds": "string", "allowed": "1"}], {"name": "x"}, "Fill in “Property”"),
        ([], {"name": "cup sold"}, "is in the plan already"),
        ([], {"name": ""}, "Fill in “Name of the event”"),
        ([], {"name": "x", "other_names": "cup sold"}, "means something else already"),
        ([{"name": "a", "kinds": "date"}], {"name": "x"}, "Choose one of the values offered"),
        ([], {"name": "x", "version": "999"}, "Somebody changed this plan"),
    ],
)
def test_what_is_no_event_is_said_beside_it(owner, kept, properties, more, sentence):
    answer = owner.post(at(kept, "plan_event"), rows_of(*properties, **more))

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert set(plan_card(kept).plan.events) == {"cup sold"}


def test_what_was_seen_is_shown_with_its_share_and_taken_in(owner, kept):
    send(
        kept,
        track("ann", "m1", "cup sold", properties={"sku": "C-1", "<b>": 5}),
        track("ann", "m2", "cup sold", properties={"sku": "C-2"}),
        track("ann", "m3", "odd/one?"),
    )

    page = said(owner.get(at(kept, "plan_event", "?name=cup+sold")))
    assert "text, in 100\xa0% of the events, 2\xa0Mar\xa02026 to 2\xa0Mar\xa02026" in page
    assert "whole number, in 50\xa0% of the events" in page
    assert "&lt;b&gt;" in page
    odd = owner.get(at(kept, "plan_event", "?name=odd/one%3F"))
    assert "Take it into the plan" in said(odd)
    owner.post(at(kept, "plan_adopting"), {"name": "cup sold", "property": "<b>"})
    owner.post(at(kept, "plan_adopting"), {"name": "odd/one?"})

    events = plan_card(kept).plan.events
    assert events["cup sold"].properties == CUP.properties | {"<b>": PlannedProperty(("integer",))}
    assert "odd/one?" in events
    assert owner.get(at(kept, "plan_event", "?name=never")).status_code == 404
    assert owner.post(at(kept, "plan_adopting"), {"name": "never"}).status_code == 422


def test_deviations_are_listed_narrowed_and_exported(owner, kept):
    send(kept, track("ann", "m1", "cup sold", properties={"sku": "C", "hue": 1}),
         track("ann", "m2", "=cmd()"))  # fmt: skip

    rows = owner.get(at(kept, "plan_deviations")).context["rows"]
    assert {row.label for row in rows} == {"cup sold", "=cmd()"}
    narrowed = owner.get(at(kept, "plan_deviations", "?f=problem:is:property&q=hue"))
    assert [row.label for row in narrowed.context["rows"]] == ["cup sold"]
    for query in ("?f=done:is_not:allow", "?f=day:before:2020-01-01", "?f=day:set:&sort=-events"):
        assert owner.get(at(kept, "plan_deviations", query)).status_code == 200
    lines = b"".join(owner.get(at(kept, "plan_deviations", "?export=csv"))).decode()
    assert "'=cmd(),,event,allow,1" in lines
    assert PlanDeviation.objects.count() == 2


def test_every_event_is_listed_sorted_and_exported(owner, kept):
    send(kept, track("ann", "m1", "cup broken"))

    for query in ("", "?sort=-events", "?sort=last", "?sort=-deviations", "?sort=properties"):
        rows = owner.get(at(kept, "plan_events", query)).context["rows"]
        assert {row.label for row in rows} == {"cup sold", "cup broken"}
    planned = owner.get(at(kept, "plan_events", "?f=planned:is:yes")).context["rows"]
    assert [row.label for row in planned] == ["cup sold"]
    lines = b"".join(owner.get(at(kept, "plan_events", "?export=csv&q=broken"))).decode()
    assert "cup broken,no,0,1," in lines


def test_what_waits_because_of_the_plan_opens_its_rows(owner, kept):
    put_in_quarantine(kept, reason="plan_event")
    put_in_quarantine(kept, reason="no_id")

    (line,) = owner.get(at(kept)).context["waits"]

    assert line.events == 1
    assert len(owner.get(line.url).context["rows"]) == 1


def bring(client, source_id, document, **more):
    text = document if isinstance(document, str) else json.dumps(document)
    file = SimpleUploadedFile("plan.json", text.encode())
    return client.post(at(source_id, "plan_file"), {"file": file} | more)


def test_a_plan_goes_out_as_a_file_and_comes_into_another_source_after_a_look(owner, kept):
    other = make_source("Other")
    document = json.loads(owner.get(at(kept, "plan_export")).content)

    preview = bring(owner, other, document)
    assert "is added" in said(preview)
    assert plan_card(other).plan == Plan()
    form = {"document": preview.context["document"], "version": preview.context["version"]}
    owner.post(at(other, "plan_file"), form)

    assert plan_card(other).plan == plan_card(kept).plan
    again = bring(owner, other, document)
    assert "No event changes." in said(again)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("no json", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ({"events": {}}, "under “$defs”"),
        ({"$defs": {"a": {"properties": {"p": {"type": "date"}}}}}, "“a: p”: the type must be"),
        ('{"$defs": {"a": {"properties": {"p": {"enum": [1e999]}}}}}', ""),
    ],
)
def test_what_is_no_plan_is_refused_with_the_place(owner, kept, document, sentence):
    answer = bring(owner, kept, document)

    assert answer.status_code in {200, 422}
    assert sentence in said(answer)
    assert plan_card(kept).plan == Plan({"cup sold": CUP})


def test_a_file_written_while_somebody_changed_the_plan_is_not_brought_in(owner, kept):
    form = {"document": json.dumps({"$defs": {}}), "version": "1"}

    answer = owner.post(at(kept, "plan_file"), form)

    assert answer.status_code == 422
    assert "Somebody changed this plan" in said(answer)
    assert plan_card(kept).plan == Plan({"cup sold": CUP})


def test_who_may_only_look_changes_nothing(client, kept):
    sign_in(client, make_staff("analyst"))

    assert client.get(at(kept)).status_code == 200
    assert "Let it rest" not in said(client.get(at(kept)))
    for name in ("plan", "plan_taking", "plan_keeping", "plan_learning", "plan_adopting"):
        assert client.post(at(kept, name), {"_method": "patch" if name == "plan" else "post"}
                           ).status_code == 403, name  # fmt: skip
    assert plan_card(kept).plan == Plan({"cup sold": CUP})
