"""What becomes of blocks and words, and what hostile templates cannot do."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relasi.messaging import wording
from relasi.messaging.content import words
from relasi.messaging.content.compiling import CannotRender, compiled
from relasi.messaging.content.liquid import SECONDS
from relasi.messaging.content.sample import example_words
from relasi.messaging.rules import markup
from relasi.messaging.rules.content import KINDS, Content, problems, tidy_block

SHOP = words.Shop("Kopi & Co", "Jl. Bukit Pakar 18, Bandung", "IDR", "en", "http://localhost")


def content(text, subject="News"):
    return Content(subject, "", (tidy_block({"id": "b1", "kind": "text", "text": text}),))


def fill(text, subject="News", products=None, **person):
    spoken = words.person_words({"id": 1, "fields": {}, **person}, SHOP, products or {})
    return compiled(content(text, subject)).fill(spoken)


def test_a_value_is_escaped_in_html_and_not_in_text_or_subject():
    mail = fill("Hi {{ contact.name }}", "For {{ contact.name }}", name="<b>Ann</b> & Bob")

    assert "Hi &lt;b&gt;Ann&lt;/b&gt; &amp; Bob" in mail.html
    assert "Hi <b>Ann</b> & Bob" in mail.text
    assert mail.subject == "For <b>Ann</b> & Bob"


def test_what_is_typed_is_text_and_never_markup():
    mail = fill('<script>alert(1)</script> <mj-raw> & "x" ]]> zqh0zqh')

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;mj-raw&gt; &amp;" in mail.html
    assert "<script" not in mail.html


def test_a_broken_header_in_a_name_stays_on_its_line():
    mail = fill("Hi", "For {{ contact.name }}", name="Ann\r\nBcc: all@example.org\u2028x")
    assert mail.subject == "For Ann Bcc: all@example.org x"


def test_the_footer_is_on_every_mail_in_the_language_of_the_reader():
    english, indonesian = fill("Hi"), fill("Hi", language="id")

    for mail in (english, indonesian):
        assert "Kopi &amp; Co · Jl. Bukit Pakar 18, Bandung" in mail.html
        assert "Kopi & Co, Jl. Bukit Pakar 18, Bandung" in mail.text
    assert "Unsubscribe" in english.html
    assert "Berhenti berlangganan" in indonesian.html


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("{{ 265000 | money }}", "id", "Rp 265.000"),
        ("{{ '9.9' | money: 'EUR' }}", "en", "€ 9.90"),
        ("{{ contact.born_on | date }}", "id", "21 Mei 1994"),
        ("{{ 2 | plural: 'point', 'points' }}", "en", "points"),
        ("{{ 2 | plural: 'poin', 'poin-poin' }}", "id", "poin"),
        ("{{ contact.given_name | default: 'friend' }}", "en", "friend"),
        ("{% if contact.city %}a{% else %}b{% endif %}", "en", "b"),
        ("{% for p in products.last_bought %}{{ p.name }};{% endfor %}", "en", "Beans;"),
    ],
)
def test_filters_speak_the_readers_language(text, language, said):
    bought = {"last_bought": [{"name": "Beans", "price": 5, "currency": "IDR"}]}
    mail = fill(text, language=language, born_on="1994-05-21", products=bought)
    assert said in mail.text.replace("\u00a0", " ").split("--")[0]


def test_marks_become_html_and_plain_words():
    mail = fill("**Now** see [our page](https://kopi.example/?a=1&b=2)\n\n- one\n- two")

    assert "<b>Now</b>" in mail.html
    assert 'href="https://kopi.example/?a=1&amp;b=2"' in mail.html
    assert "<li>one</li>" in mail.html
    assert "Now see our page (https://kopi.example/?a=1&b=2)" in mail.text


def test_every_kind_of_block_becomes_html_and_text():
    blocks = tuple(
        tidy_block(
            {"id": f"b{n}", "kind": kind, "url": "https://kopi.example/x"}
            | {f.key: f"Words{n}" for f in fields if f.kind in {"line", "lines"}}
        )
        for n, (kind, fields) in enumerate(KINDS.items())
    )
    whole = Content("S", "P", blocks)
    assert problems(whole) == []
    bought = {"last_bought": [{"name": "Beans", "price": 5, "currency": "IDR"}]}

    mail = compiled(whole).fill(words.person_words({"id": 1, "fields": {}}, SHOP, bought))

    for number, (kind, fields) in enumerate(KINDS.items()):
        if any(f.kind in {"line", "lines"} for f in fields):
            assert f"Words{number}" in mail.html, kind
            assert f"Words{number}" in mail.text, kind
    assert "zqh" not in mail.html
    assert "Beans" in mail.html


def test_a_missing_value_names_the_block_and_what_to_write():
    blocks = (
        tidy_block({"id": "a", "kind": "heading", "text": "Hi"}),
        tidy_block({"id": "b", "kind": "text", "text": "Dear {{ contact.given_name }}"}),
    )
    with pytest.raises(CannotRender) as found:
        compiled(Content("S", "", blocks)).fill(words.person_words({"id": 1}, SHOP, {}))

    assert wording.where(found.value) == "Block 2 (Text)"
    assert wording.broken(found.value) == (
        "There is no “contact.given_name”. Give other words for it:"
        " {{ contact.given_name | default: 'friend' }}, or leave it out."
    )


@pytest.mark.parametrize("name", ["city", "contact.city", "contact['the city']", "a.city"])
def test_what_is_missing_is_named_as_it_was_written(name):
    with pytest.raises(CannotRender) as found:
        fill(f"{{{{ {name} }}}}")

    assert found.value.detail == ("a" if name == "a.city" else name)


def test_a_block_cannot_reach_into_the_next():
    blocks = (
        tidy_block({"id": "a", "kind": "text", "text": "{% if contact.name %}"}),
        tidy_block({"id": "b", "kind": "text", "text": "{% endif %}"}),
    )
    with pytest.raises(CannotRender) as found:
        compiled(Content("S", "", blocks))
    assert found.value.block == 1


HUGE = "x" * 5000
HOSTILE = {
    "nested loops": "{% for a in (1..999) %}{% for b in (1..999) %}x{% endfor %}{% endfor %}",
    "a long range": "{% for a in (1..1000000000) %}x{% endfor %}",
    "many loops": "{% for a in (1..999) %}{% assign x = a | times: a %}{% endfor %}" * 250,
    "empty loops": "{% for a in (1..999) %}{% endfor %}" * 500,
    "a range as a list": "{{ (1..100000000) | join }}",
    "a range reversed": "{{ (1..100000000) | reverse | first }}",
    "growing text": "{% assign x = 'aaaaaaaaaa' %}"
    + "{% assign x = x | append: x | append: x %}" * 100,
    "captures": "{% capture x %}"
    + HUGE
    + "{% endcapture %}"
    + "{% capture x %}{{ x }}{{ x }}{% endcapture %}" * 100,
    "replace": "{{ '"
    + "a" * 900
    + "' | replace: 'a', '"
    + HUGE
    + "' | replace: 'x', '"
    + HUGE
    + "' }}",
    "join": "{{ '" + "a," * 900 + "' | split: ',' | join: '" + HUGE + "' | size }}",
    "big numbers": "{% assign x = 9999999999 %}" + "{% assign x = x | times: x %}" * 60 + "{{ x }}",
    "power by loop": "{% assign x = 99 %}{% for i in (1..900) %}"
    "{% assign x = x | times: x %}{% endfor %}{{ x }}",
    "deep nesting": "{% if true %}" * 900 + "x" + "{% endif %}" * 900,
    "long output": "{% for a in (1..999) %}" + HUGE + "{% endfor %}",
    "rounding": "{{ 1.5 | round: 1000000000 }}{{ 'x' | times: 5 }}{{ nothing.at.all }}",
    "slices": "{{ 'abc' | slice: 0, 99999999999999999999999 }}{{ nothing }}",
    "includes": "{% include 'x' %}",
    "renders": "{% render 'x' %}",
    "attributes": "{{ contact.__class__.__mro__ }}",
    "methods": "{{ contact.fields.keys }}{{ shop.name.format }}",
    "open braces": "{{" * 9000,
    "unclosed tags": "{% if " * 3000,
    "many quotes": "{{ '" + "\\'" * 9000 + " }}",
    "pipes": "{{ 'a' " + "| upcase " * 2000 + "| nonsense }}",
    "ands": "{% if " + "true and " * 2200 + "true %}x{% endif %}{{ nothing }}",
    "open tags": "{%" * 9000,
    "braces in braces": "{{ '{{' " * 2000 + "}}",
    "safe": "{{ '<b>' | safe }}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_stops_within_a_second_with_a_sentence_naming_the_block(name):
    text = HOSTILE[name][:19_990]
    began = time.thread_time()  # the limit is one of work, not of waiting

    with pytest.raises(CannotRender) as found:
        fill(text, name="Ann")

    assert time.thread_time() - began < 2
    assert wording.where(found.value) == "Block 1 (Text)"
    assert wording.broken(found.value)


class Slow:
    """A value that keeps the reader waiting without giving the processor anything to do."""

    def __str__(self):
        time.sleep(SECONDS)
        return "slow"


def test_a_machine_that_stood_still_spoils_no_mail():
    spoken = words.person_words({"id": 1, "slow": Slow()}, SHOP, {})

    mail = compiled(content("{{ contact.slow }} {{ contact.id }}")).fill(spoken)

    assert "slow 1" in mail.text


def test_products_are_read_for_whoever_asks_wherever_they_ask():
    asked = "{% if products.last_bought %}For you{% endif %}"

    assert not words.asks_for_products(content("Hi", "News"))
    assert words.asks_for_products(content(asked, "News"))
    assert words.asks_for_products(content("Hi", asked))


def test_problems_name_block_and_field():
    bad = Content(
        "",
        "",
        (
            tidy_block({"id": "a", "kind": "button", "label": "Go", "url": "javascript:alert(1)"}),
            tidy_block({"id": "b", "kind": "image", "url": "http://kopi.example/a.png"}),
            {"id": "c", "kind": "frame"},
            tidy_block({"id": "d", "kind": "text", "text": " "}),
        ),
    )
    found = [(p.block, p.field, p.code) for p in problems(bad)]
    assert found == [
        (0, "subject", "subject_missing"),
        (1, "url", "link_address"),
        (2, "url", "picture_address"),
        (3, "kind", "unknown_kind"),
        (4, "text", "missing"),
    ]
    assert wording.sentence(problems(bad)[1], "button").startswith("Block 1 (Button): the link")


@given(st.text(max_size=300))
def test_marks_never_let_a_tag_through(text):
    without_liquid = text.replace("{", "(")
    html = markup.to_html(without_liquid)
    for tag in ("<p>", "</p>", "<br>", "<b>", "</b>", "<ul>", "</ul>", "<li>", "</li>", "</a>"):
        html = html.replace(tag, "")
    assert "<" not in html.replace('<a href="http', "")


@pytest.mark.parametrize(
    ("currency", "price"), [("USD", "$\u00a012.50"), ("IDR", "Rp\u00a098,000")]
)
def test_an_example_costs_what_it_may_cost_in_the_money_of_the_shop(currency, price):
    shop = replace(SHOP, currency=currency)
    text = "{% for p in products.last_bought %}{{ p.price | money: p.currency }} {% endfor %}"

    assert price in compiled(content(text)).fill(example_words(shop)).text
