"""The form of one event in a tracking plan: its properties, one row each."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.timeline.plan_words import KIND_WORDS, kinds_called
from relasi.timeline.queries.plans import PropertyLine
from relasi.timeline.rules.planning import PlannedEvent, PlannedProperty

MOST, NEW_ROWS = 200, 2


class EventForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the event"), max_length=60)
    other_names = forms.CharField(
        label=gettext_lazy("Other names"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 1}),
        help_text=gettext_lazy(
            "Names under which it also comes, each on its own line: they are put right on arrival."
        ),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)


class PropertyForm(forms.Form):
    """`kinds` holds one kind, or those that it had before, with commas between."""

    name = forms.CharField(label=gettext_lazy("Property"), max_length=80)
    kinds = forms.ChoiceField(label=gettext_lazy("Holds"), required=False)
    required = forms.BooleanField(label=gettext_lazy("Required"), required=False)
    allowed = forms.CharField(
        label=gettext_lazy("Only these values"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea({"rows": 1}),
    )
    other_names = forms.CharField(
        label=gettext_lazy("Other names"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 1}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kinds"]
        assert isinstance(field, forms.ChoiceField)
        now = self.data.get(self.add_prefix("kinds")) if self.is_bound else None
        field.choices = _choices(now or self.initial.get("kinds", ""))

    @property
    def planned(self) -> PlannedProperty:
        said = self.cleaned_data
        return PlannedProperty(
            kinds=tuple(filter(None, said["kinds"].split(","))),
            required=said["required"],
            allowed=tuple(parts(said["allowed"])),
            other_names=tuple(parts(said["other_names"])),
        )


class PropertyRows(forms.BaseFormSet):  # type: ignore[type-arg]  # it is generic to mypy alone
    def clean(self) -> None:
        names = [form.cleaned_data.get("name") for form in self.kept]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise forms.ValidationError(
                _("“%(name)s” is written twice. Keep one of the rows.") % {"name": twice}
            )

    @property
    def kept(self) -> list[PropertyForm]:
        """Those with a name that are not to be taken out."""
        return [
            form
            for form in self.forms
            if form.is_valid()
            and form.cleaned_data.get("name")
            and not form.cleaned_data.get("DELETE")
        ]

    @property
    def planned(self) -> dict[str, PlannedProperty]:
        return {form.cleaned_data["name"]: form.planned for form in self.kept}


_Rows = forms.formset_factory(
    PropertyForm,
    formset=PropertyRows,
    extra=NEW_ROWS,
    can_delete=True,
    max_num=MOST,
    absolute_max=MOST + NEW_ROWS,
    validate_max=True,
)


def properties(
    data: QueryDict | None = None, initial: list[dict[str, Any]] | None = None
) -> PropertyRows:
    rows = _Rows(data, initial=initial)
    assert isinstance(rows, PropertyRows)
    return rows


def initial_of(lines: Iterable[PropertyLine]) -> list[dict[str, Any]]:
    return [
        {
            "name": line.name,
            "kinds": ",".join(line.planned.kinds),
            "required": line.planned.required,
            "allowed": "\n".join(line.planned.allowed),
            "other_names": "\n".join(line.planned.other_names),
        }
        for line in lines
        if line.planned is not None
    ]


def event_of(form: EventForm, rows: PropertyRows) -> PlannedEvent:
    return PlannedEvent(rows.planned, tuple(parts(form.cleaned_data["other_names"])))


def parts(text: str) -> list[str]:
    """What stands on a line of its own, each once."""
    said = (part.strip() for part in text.splitlines())
    return list(dict.fromkeys(part for part in said if part))


def _choices(now: str) -> list[tuple[str, str]]:
    """Any, each kind, and the several that it may have now."""
    found = [("", _("anything")), *((kind, str(word)) for kind, word in KIND_WORDS.items())]
    several = [kind for kind in now.split(",") if kind in KIND_WORDS]
    if len(several) > 1:
        found.append((",".join(several), kinds_called(several)))
    return found
