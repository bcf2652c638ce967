"""Writing a mail as a person does: through the pages."""

import re

import pytest
from django.urls import reverse

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.connectors.smtp.testing import running_sink, use_sink
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.messaging.actions.templates import add_template, change_template
from relasi.messaging.merge_words import spoken
from relasi.messaging.models import Template, TemplateRevision
from relasi.messaging.testing import make_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(client):
    accounts.make_organisation(name="Kopi Lereng", postal_address="Bandung", currency="IDR")
    accounts.sign_in(client, accounts.bob())
    return client


@pytest.fixture
def template(bob):  # noqa: ARG001 - the organisation is made there
    return add_template(
        name="Welcome",
        content=make_content("Hello {{ contact.given_name | default: 'friend' }}", "Dear **you**"),
        by=SYSTEM,
        now=clock.now(),
    )


def row(template_id):
    return Template.objects.get(pk=template_id)


def kinds(template_id):
    return [block["kind"] for block in row(template_id).blocks]


def post(client, to, template_id, *ids, **values):
    values.setdefault("version", row(template_id).version)
    return client.post(reverse(f"messaging:{to}", args=[template_id, *ids]), values)


def test_a_new_template_opens_in_the_editor(bob):
    answer = bob.post("/templates/new/", {"name": "April"})

    made = Template.objects.get()
    assert answer["Location"] == f"/templates/{made.pk}/"
    assert b"This mail is empty" in bob.get(f"/templates/{made.pk}/").content


def test_the_list_finds_by_name_and_subject_and_shows_what_was_put_away(bob, template):
    post(bob, "template", template, _method="delete")
    other = add_template(name="April", by=SYSTEM, now=clock.now())

    def listed(query):
        page = bob.get(f"/templates/?{query}").content.decode().split("toasts")[0]
        return [pk for pk in (template, other) if f"/templates/{pk}/" in page]

    assert listed("") == listed("q=apr") == [other]
    assert listed("f=archived:is:yes") == [template]
    assert listed("q=nothing") == []
    exported = bob.get("/templates/?export=csv")
    rows = b"".join(exported.streaming_content).decode("utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows] == ["name", "April"]


def test_a_template_without_a_name_is_told_beside_the_field(bob):
    answer = bob.post("/templates/new/", {"name": " "})

    assert answer.status_code == 422
    assert not Template.objects.exists()


def test_blocks_are_added_moved_copied_and_deleted(bob, template):
    post(bob, "blocks", template, kind="button")
    post(bob, "blocks", template, kind="heading", after="b1")
    assert kinds(template) == ["text", "heading", "button"]
    heading = row(template).blocks[1]["id"]

    post(bob, "block_move", template, heading, direction="up")
    assert kinds(template) == ["heading", "text", "button"]
    post(bob, "block_move", template, heading, direction="up")
    assert kinds(template) == ["heading", "text", "button"]
    post(bob, "block_copy", template, heading)
    assert kinds(template) == ["heading", "heading", "text", "button"]
    post(bob, "block", template, heading, _method="delete")
    assert kinds(template) == ["heading", "text", "button"]
    ids = [block["id"] for block in row(template).blocks]
    assert len(set(ids)) == 3


def test_the_words_of_a_block_are_changed_and_seen(bob, template):
    values = {"block-text": "Good morning {{ contact.city }}", "block-align": "center"}
    answer = post(bob, "block", template, "b1", _method="patch", **values)

    assert answer.status_code == 302
    assert row(template).blocks[0]["text"] == "Good morning {{ contact.city }}"
    preview = bob.get(f"/templates/{template}/preview/").content.decode()
    assert "Good morning Bandung" in preview


def test_undo_and_redo_walk_through_the_changes_and_a_new_change_ends_redo(bob, template):
    post(bob, "blocks", template, kind="divider")
    post(bob, "template", template, _method="patch", name="Welcome", subject="Two", preheader="")

    post(bob, "template_undo", template)
    assert row(template).subject.startswith("Hello")
    post(bob, "template_undo", template)
    assert kinds(template) == ["text"]
    assert post(bob, "template_undo", template).status_code != 302
    post(bob, "template_redo", template)
    assert kinds(template) == ["text", "divider"]
    post(bob, "blocks", template, kind="spacer")
    assert post(bob, "template_redo", template).status_code != 302
    assert kinds(template) == ["text", "divider", "spacer"]


def test_two_people_do_not_overwrite_each_other(bob, template):
    old = row(template).version
    change_template(
        template_id=template,
        expected_version=old,
        subject="Hers",
        by=accounts.actor(staff_id=accounts.alice()),
        now=clock.now(),
    )

    values = {"block-text": "Theirs, a long text", "block-align": "left"}
    answer = post(bob, "block", template, "b1", _method="patch", version=old, **values)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Theirs, a long text" in page
    assert "while you were writing" in page
    assert row(template).blocks[0]["text"] == "Dear **you**"
    assert row(template).subject == "Hers"


def test_ones_own_fast_presses_follow_each_other(bob, template):
    old = row(template).version
    for kind in ("divider", "spacer", "button"):
        post(bob, "blocks", template, version=old, kind=kind)

    assert kinds(template) == ["text", "divider", "spacer", "button"]


def test_saving_without_a_change_is_no_change(bob, template):
    block = {"block-text": "Dear **you**", "block-align": "left"}
    assert post(bob, "block", template, "b1", _method="patch", **block).status_code == 302

    assert row(template).version == 1
    assert TemplateRevision.objects.count() == 1


def test_a_draft_may_be_unfinished_and_the_checks_say_what_is_missing(bob, template):
    post(bob, "blocks", template, kind="image")
    image = row(template).blocks[-1]["id"]
    post(bob, "block", template, image, _method="patch", **{"block-url": "http://x.example/a.png"})

    page = bob.get(f"/templates/{template}/?block={image}").content.decode()
    assert "must begin with https://" in page
    assert "A picture has no description" in page


def test_the_preview_is_as_any_contact_and_says_when_it_cannot_be_made(bob, template):
    make_contact("Zoë Tan", given_name="Zoë", email="zoe@example.org")
    make_contact("", email="nobody@example.org")
    values = {"block-text": "Dear {{ contact.given_name }}", "block-align": "left"}
    post(bob, "block", template, "b1", _method="patch", **values)

    seen = bob.get(f"/templates/{template}/preview/?as=zoe@example.org")
    broken = bob.get(f"/templates/{template}/preview/?as=nobody@example.org")
    page = bob.get(f"/templates/{template}/?as=nobody@example.org").content.decode()

    assert "Dear Zoë" in seen.content.decode().replace("&#235;", "ë")
    assert "Block 1 (Text)" in broken.content.decode()
    assert "Block 1 (Text)" in page


def test_the_preview_runs_nothing(bob, template):
    answer = bob.get(f"/templates/{template}/preview/")

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src 'none'" in policy
    page = bob.get(f"/templates/{template}/").content.decode()
    assert re.search(r"<iframe[^>]* sandbox src=", page)


def test_a_test_mail_goes_to_whoever_asks_and_tracks_nobody(bob, template):
    with running_sink() as sink:
        use_sink(sink)
        answer = post(bob, "template_test", template)

    assert answer.status_code == 302, answer.content.decode()
    (mail,) = sink.received
    assert mail.recipients == ("bob@shop.example",)
    assert b"Subject: [Test] Hello Putri" in mail.data
    assert b"/o/" not in mail.data


def test_a_test_mail_that_cannot_go_says_why(bob, template):
    answer = post(bob, "template_test", template)

    assert answer.status_code == 422
    assert b"mail server" in answer.content


def test_a_viewer_looks_and_changes_nothing(client, template):
    accounts.sign_in(client, accounts.charlie())
    page = client.get(f"/templates/{template}/")

    assert page.status_code == 200
    assert b"block-pick" not in page.content
    assert post(client, "blocks", template, kind="divider").status_code == 403
    assert TemplateRevision.objects.count() == 1


def test_a_template_is_put_away_and_brought_back(bob, template):
    post(bob, "template", template, _method="delete")
    assert "Welcome" not in bob.get("/templates/").content.decode().split("toasts")[0]

    bob.post(f"/templates/{template}/restore/")
    assert row(template).archived_at is None


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("blocks", {"kind": "frame"}),
        ("blocks", {"kind": "text", "after": "gone"}),
        ("template", {"_method": "patch", "name": "", "subject": "x"}),
        ("template", {"_method": "patch", "name": "n", "subject": "x" * 500}),
    ],
)
def test_a_refused_change_changes_nothing(bob, template, name, values):
    answer = post(bob, name, template, **values)

    assert 400 <= answer.status_code < 500
    assert row(template).version == 1
    assert TemplateRevision.objects.count() == 1


def test_the_words_of_a_contact_are_shown_by_their_name():
    said = spoken("Hello {{ contact.given_name | default: 'friend' }} <b> {{ contact.odd_one }}!")

    assert said == "Hello <mark>first name</mark> &lt;b&gt; <mark>odd one</mark>!"
    assert spoken("") == ""
