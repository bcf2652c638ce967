"""The tags as templates use them."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.template import engines
from django.utils.translation import override

from relasi.kernel.clock import now
from relasi.kernel.money import Money
from relasi.ui import components


def drawn(source, **context):
    return engines["django"].from_string(source).render(context)


def test_figures_follow_the_language_of_the_reader():
    source = '{% num n %} {% percent s %} {% money n "IDR" %} {% money m %}'
    context = {"n": 12840, "s": 0.39, "m": Money(Decimal(5), "EUR")}

    assert drawn(source, **context) == "12,840 39.0\u00a0% Rp\u00a012,840 €\u00a05.00"
    with override("id"):
        assert drawn(source, **context) == "12.840 39,0\u00a0% Rp\u00a012.840 €\u00a05,00"


@pytest.mark.parametrize("tag", ["num", "percent", "money", "date", "time", "when"])
def test_nothing_known_is_a_short_dash(tag):
    assert drawn(f"{{% {tag} nothing %}}", nothing=None) == '<span class="text-faint">–</span>'


def test_a_moment_carries_its_full_form():
    html = drawn("{% when moment %}", moment=now() - timedelta(days=1))

    assert html.endswith(">yesterday</time>")
    assert 'datetime="' in html
    assert 'title="' in html


def test_an_icon_is_hidden_from_screen_readers_and_takes_the_colour_around_it():
    html = drawn('{% icon "mail" "icon-sm" %}')

    assert html.startswith('<svg class="icon icon-sm" aria-hidden="true"')
    assert 'stroke="currentColor"' in html


def test_an_icon_that_does_not_exist_is_a_mistake_of_ours():
    with pytest.raises(LookupError, match="no icon called 'mial'"):
        drawn('{% icon "mial" %}')


def test_what_people_write_is_escaped_everywhere():
    evil = '"><script>'
    html = drawn(
        "{% tag x %}{% who x %}{% button x href=x %}{% panel x %}{% endpanel %}{% fig x url=x %}"
        "{{ x }}{% endfig %}{% empty_state x x x x %}{% meter 1 label=x %}"
        "{% whisker 1 2 3 label=x %}",
        x=evil,
    )

    assert "<script" not in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Putri Maharani", "PM"),
        ("Cher", "CH"),
        ("ann@example.org", "AE"),
        ("", "?"),
        ("李 小龍", "李小"),
    ],
)
def test_a_name_has_one_or_two_letters(name, letters):
    assert components.initials(name) == letters


def test_round_is_a_person_and_square_an_organisation():
    assert "who-org" not in components.who("Ann Lee")
    assert "who-org" in components.who("Hotel Arunika", kind="org")
    assert components.tint("Ann Lee") == components.tint("Ann Lee")


def test_a_tag_has_a_known_colour_or_none():
    assert components.tag("late", "bad") == '<span class="tag tag-bad">late</span>'
    with pytest.raises(ValueError, match="'purple' is not a kind of tag"):
        components.tag("late", "purple")


def test_a_whisker_stays_on_its_scale():
    html = components.whisker(-50, 500, 2000, least=0, most=1000, tick=250)

    assert 'd="M0.0 5H100.0"' in html
    assert 'd="M50.0 0V10"' in html
    assert 'd="M25.0 0V10"' in html


def test_a_spark_needs_a_course():
    assert components.spark([3]) == ""
    assert components.spark([0, 10]).count(",") == 2
    assert 'points="0.0,9.0 64.0,9.0"' in components.spark([5, 5])


def test_reach_says_in_words_what_its_colours_say():
    html = components.reach(email="yes", sms="off", push="no")

    assert "E-mail: may be reached" in html
    assert "SMS: refused" in html
    assert "Push: never asked" in html


def test_a_button_takes_any_attribute_and_leaves_out_what_is_not_so():
    html = components.button("Save", kind="primary", hx_post="/x/", disabled=False, autofocus=True)

    assert html == (
        '<button class="btn btn-primary" type="submit" hx-post="/x/" autofocus>Save</button>'
    )


class Sample(forms.Form):
    email = forms.EmailField(help_text="One address.")
    agreed = forms.BooleanField(required=False)


def test_a_field_ties_its_error_and_its_hint_to_the_control():
    html = drawn("{% field form.email %}", form=Sample({"email": "nobody"}))

    assert '<label class="field-label" for="id_email">Email</label>' in html
    assert 'aria-describedby="id_email_hint id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_email_error">Write “Email” as an address, as in ann@example.org.</p>' in html
    assert 'value="nobody"' in html


def test_a_tick_box_stands_before_its_words():
    html = drawn("{% field form.agreed %}", form=Sample())

    assert html.index("<input") < html.index("<span>Agreed</span>")


def test_a_picker_gets_its_day_and_hour_in_the_form_that_browsers_read():
    class Meeting(forms.Form):
        day = forms.DateField(widget=forms.DateInput({"type": "date"}))
        hour = forms.TimeField(widget=forms.TimeInput({"type": "time"}))

    form = Meeting(initial={"day": date(2026, 11, 22), "hour": time(9, 5)})

    with override("id"):
        assert 'value="2026-11-22"' in drawn("{% field form.day %}", form=form)
        assert 'value="09:05"' in drawn("{% field form.hour %}", form=form)
