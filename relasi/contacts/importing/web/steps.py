"""The four steps of an import, and which of them one stands at."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    label: str
    css: str


def steps(now: int) -> list[Step]:
    labels = (_("File"), _("Columns"), _("Check"), _("Bring in"))
    return [
        Step(n, label, "done" if n < now else "on" if n == now else "")
        for n, label in enumerate(labels, start=1)
    ]
