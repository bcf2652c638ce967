"""A field's fault is one sentence of the house, in the reader's language."""

import pytest
from django import forms
from django.utils import translation

from relasi.ui.fields import drawn


class Sending(forms.Form):
    share = forms.DecimalField(label="Held out", max_digits=5, decimal_places=2, max_value=50)
    days = forms.IntegerField(label="Days", min_value=1)
    note = forms.CharField(label="Note", max_length=5)
    reply = forms.EmailField(label="Reply", required=False)
    country = forms.RegexField(
        label="Country", regex="^..$", required=False, error_messages={"invalid": "Two letters."}
    )


def said(**typed):
    form = Sending({"share": "10", "days": "3", "note": "Hi", **typed})
    form.is_valid()
    (name,) = typed
    shown = drawn(form[name])
    return shown.split('_error">')[1].split("</p>")[0]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"share": "1" + "0" * 29}, "“Held out” is at most 50. Type a smaller number."),
        ({"share": "2.345"}, "“Held out” has at most 2 digits after the point. Round it."),
        ({"share": "x"}, "Write “Held out” as a number, as in 25 or 2.5."),
        ({"days": "0"}, "“Days” is at least 1. Type a larger number."),
        ({"days": "x"}, "Write “Days” as a whole number, as in 25."),
        ({"note": ""}, "Fill in “Note”."),
        ({"note": "abcdefg"}, "“Note” has at most 5 characters, this has 7. Shorten it."),
        ({"reply": "x"}, "Write “Reply” as an address, as in ann@example.org."),
        ({"country": "x"}, "Two letters."),
    ],
)
def test_each_fault_names_the_field_and_what_to_do(typed, sentence):
    assert said(**typed) == sentence


def test_it_is_said_in_indonesian_too():
    with translation.override("id"):
        assert said(days="0") == "“Days” paling sedikit 1. Isi angka yang lebih besar."
