"""What insight does when something happens below."""

from django.db import connection

from relasi.consent.events import PeopleReleased, PeopleRestricted
from relasi.contacts.events import ContactsMerged, ImportFinished, MergeUndone, SampleRemoved
from relasi.kernel import bus
from relasi.kernel.jobs import later

from .actions.rescoring import rescore
from .models import Score


def connect() -> None:
    bus.listen(ContactsMerged, on_contacts_merged)
    bus.listen(MergeUndone, on_merge_undone)
    bus.listen(ImportFinished, on_import_finished)
    bus.listen(PeopleRestricted, on_people_restricted)
    bus.listen(PeopleReleased, on_people_released)
    bus.listen(SampleRemoved, on_sample_removed)


def on_contacts_merged(event: ContactsMerged) -> None:
    """One person has one score, from the orders of both."""
    Score.objects.filter(pk=event.lost_id).delete()
    rescore(contact_ids=[event.kept_id])


def on_merge_undone(event: MergeUndone) -> None:
    rescore(contact_ids=[event.kept_id, event.lost_id])


def on_import_finished(event: ImportFinished) -> None:
    """Orders and people came or went: everybody's scores are computed anew."""
    if event.target in {"orders", "contacts", "products"}:
        _recompute_soon()


def on_people_restricted(event: PeopleRestricted) -> None:
    Score.objects.filter(pk__in=event.contact_ids).delete()


def on_people_released(event: PeopleReleased) -> None:
    rescore(contact_ids=event.contact_ids)


def on_sample_removed(event: SampleRemoved) -> None:
    """Those who stay were scored among those who go."""
    del event
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM insight_score s USING contacts_contact c"
            " WHERE c.id = s.contact_id AND c.is_sample"
        )
    _recompute_soon()


def _recompute_soon() -> None:
    from .actions.recomputing import SCORING
    from .jobs import recompute_later

    later(recompute_later, lock=SCORING)
