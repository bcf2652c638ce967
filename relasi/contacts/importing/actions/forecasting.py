"""What an import would change, asked for on its page and found by the worker."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from relasi.contacts.models import ImportForecast, ImportRun
from relasi.kernel.errors import NotFound, Refused
from relasi.kernel.jobs import later

from .comparing import difference
from .settling import lock_of, locked


@transaction.atomic
def ask_forecast(*, run_id: int, now: datetime) -> None:
    """Have the worker look, anew if it has looked before."""
    run = locked(run_id, ImportRun.State.UPLOADED)
    if not run.file_path:
        raise Refused(_("The file of this import was deleted after 30 days. Upload it again."))
    ImportForecast.objects.filter(run=run).delete()
    ImportForecast.objects.create(run=run, asked_at=now)
    later("contacts.look_ahead", lock=lock_of(run_id), run_id=run_id)


def work_on_forecast(*, run_id: int, now: datetime) -> None:
    """Look, and keep what was found unless something was settled meanwhile: the forecast is
    gone then, or another one.
    """
    run = ImportRun.objects.select_related("created_by").filter(pk=run_id).first()
    asked = ImportForecast.objects.filter(run_id=run_id, found_at=None).first()
    if run is None or asked is None:
        return
    with translation.override(run.created_by.language if run.created_by else "en"):
        try:
            found = asdict(difference(run_id=run_id, now=now))
        except NotFound:
            return
        except Refused as refused:
            found = {"problem": refused.sentence}
    ImportForecast.objects.filter(pk=asked.pk).update(
        found_at=now,
        problem=found.pop("problem"),
        changes=list(found.pop("changes", ())),
        faults=list(found.pop("faults", ())),
        figures=found,
    )
