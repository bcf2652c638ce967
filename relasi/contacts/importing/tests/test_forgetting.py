"""Files that came in do not stay for ever."""

from datetime import timedelta
from pathlib import Path

import pytest

from relasi.accounts.public import SYSTEM
from relasi.contacts.importing.actions import resume_import
from relasi.contacts.importing.actions.forgetting import KEPT, forget_files
from relasi.contacts.importing.testing import NOON, bring_in, take_back, upload
from relasi.contacts.models import ImportRun
from relasi.kernel.errors import Refused

pytestmark = pytest.mark.django_db

LIST = "name,email\nAna Wijaya,ana@example.org\n"


def test_the_file_of_an_import_that_is_over_goes_and_it_can_still_be_taken_back(
    django_capture_on_commit_callbacks,
):
    run = bring_in(LIST)
    path = Path(run.file_path)
    assert path.exists()

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_files(now=NOON) == 1

    assert not path.exists()
    assert take_back(ImportRun.objects.get()).state == "reverted"


def test_a_file_nobody_went_on_with_goes_after_thirty_days(django_capture_on_commit_callbacks):
    run = upload(LIST)
    stopped = upload(LIST)
    ImportRun.objects.filter(pk=stopped.pk).update(state="cancelled")
    paths = [Path(run.file_path), Path(stopped.file_path)]

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_files(now=NOON + KEPT) == 0
    assert all(path.exists() for path in paths)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_files(now=NOON + KEPT + timedelta(hours=1)) == 1

    assert not any(path.exists() for path in paths)
    assert ImportRun.objects.get().pk == stopped.pk
    with pytest.raises(Refused, match="Upload it again"):
        resume_import(run_id=stopped.pk, by=SYSTEM, now=NOON)
