"""Imports whose job is gone: given up after its last try, while the database was away."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from relasi.contacts.models import ImportRun
from relasi.kernel.jobs import was_given_up

from .settling import lock_of

State = ImportRun.State


def notice_given_up(*, now: datetime) -> int:
    """Say so on those whose last job failed, so that somebody can let them go on; how many."""
    working = ImportRun.objects.filter(state__in=[State.MAPPED, State.RUNNING, State.REVERTING])
    found = 0
    for run in working.select_related("created_by"):
        if not was_given_up(lock_of(run.pk)):
            continue
        with translation.override(run.created_by.language if run.created_by else "en"):
            found += _stopped(run, now)
    return found


def _stopped(run: ImportRun, now: datetime) -> int:
    """Its job may have ended well since we looked: then the state is another one now."""
    same = ImportRun.objects.filter(pk=run.pk, state=run.state)
    if run.state == State.REVERTING:
        sentence = _("Taking it back was given up after several tries. Take it back again.")
        return same.update(state=State.DONE, problem=sentence)
    sentence = _("It was given up after several tries. What is in stays. Let it go on.")
    return same.update(state=State.FAILED, problem=sentence, finished_at=now)
