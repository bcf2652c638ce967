"""What privacy itself keeps."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    WITH_HOUSE,
    Archive,
    Category,
    Erased,
    Person,
    Purpose,
    Store,
    Why,
    for_days,
    register_stores,
)

from .actions.exporting import drop_files
from .models import Export

OF_THEM = "t.contact_id = ANY(%(ids)s)"


def register() -> None:
    register_stores(
        Store(
            "privacy.Erasure",
            _("Erasures and their receipts"),
            Purpose.PROOF,
            WITH_HOUSE,
            {
                Category.LINK: "contact_id",
                Category.SECRET: "whom",
                Category.CONSENT: "statements",
                Category.NONE: "reason state found left done asked_at cleared_at finished_at"
                " problem receipt seal",
                Category.STAFF: "asked_by",
            },
            whose=OF_THEM,
            erased=Erased.KEPT,
            why=Why.PROOF,
        ),
        Store(
            "privacy.Export",
            _("Exports of people"),
            Purpose.PROOF,
            for_days(365, "t.asked_at", "t.path = ''"),
            {
                Category.LINK: "contact_id",
                Category.SECRET: "path tickets",
                Category.NONE: "state rows size asked_at finished_at expires_at problem",
                Category.STAFF: "asked_by",
            },
            whose=OF_THEM,
            erased=Erased.KEPT,
            why=Why.PROOF,
        ),
        Store(
            "privacy.RetentionRun",
            _("What retention did"),
            Purpose.PROOF,
            WITH_HOUSE,
            {Category.NONE: "store ran_at rows rows_ever problem"},
        ),
        Archive(
            "export files",
            _("Files with exports of people"),
            Purpose.PROOF,
            for_days(7),
            {Category.TRAITS: "all"},
            count=_files,
            erase=_erase_files,
            read=_nothing,
            package="privacy",
        ),
    )


def _files(person: Person) -> int:
    return Export.objects.filter(contact_id__in=person.ids).exclude(path="").count()


def _erase_files(person: Person) -> None:
    """One that is being written finds itself cancelled when it is done; what a kill left half
    written goes too.
    """
    rows = Export.objects.filter(contact_id__in=person.ids)
    rows.filter(state__in=["waiting", "running"]).update(state="cancelled")
    for export_id, path in rows.values_list("pk", "path"):
        drop_files(export_id)
        if path:
            Path(path).unlink(missing_ok=True)
    rows.exclude(path="").update(path="", tickets=[])


def _nothing(person: Person) -> Iterator[Mapping[str, Any]]:
    """What is in them is exported from where it comes from."""
    del person
    return iter(())
