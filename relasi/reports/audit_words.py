"""The words of the audit log that reports writes; the number that was exported is its object."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts

from .rules import MEASURES
from .web import words


def register() -> None:
    measures = {measure.key: words.MEASURES[measure.key][0] for measure in MEASURES}
    accounts.register_audit_words(
        names={"report": _in("audit", "report")},
        values={
            "report": {"race": "RACE", "quality": _("List quality")},
            "reports": measures,
        },
    )
