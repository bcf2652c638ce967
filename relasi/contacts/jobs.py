"""Work on people that happens later."""

from datetime import datetime, timedelta

from relasi.kernel import clock
from relasi.kernel.jobs import job, periodic

from .actions.bulk import drop_old_proposals, go_on
from .checking.actions.asking import notice_checks_given_up
from .checking.jobs import check, check_nightly
from .importing.actions import notice_given_up
from .importing.actions.forgetting import forget_files
from .importing.jobs import bring_in, take_back
from .matching.actions.searching import notice_searches_given_up
from .matching.jobs import decide_many, find, find_newcomers

__all__ = [
    "bring_in",
    "change_many",
    "check",
    "check_nightly",
    "decide_many",
    "drop_proposals",
    "find",
    "find_newcomers",
    "forget_imported_files",
    "notice_checks",
    "notice_imports",
    "notice_searches",
    "take_back",
]


@job("contacts.bulk_change", queue="bulk")
def change_many(*, change_id: int, by_label: str, moment: str) -> None:
    go_on(change_id=change_id, by_label=by_label, now=datetime.fromisoformat(moment))


@periodic("17 3 * * *", "contacts.drop_old_proposals")
def drop_proposals() -> None:
    drop_old_proposals(before=clock.now() - timedelta(days=1))


@periodic("27 3 * * *", "contacts.forget_imported_files")
def forget_imported_files() -> None:
    forget_files(now=clock.now())


@periodic("* * * * *", "contacts.notice_imports_given_up")
def notice_imports() -> None:
    notice_given_up(now=clock.now())


@periodic("* * * * *", "contacts.notice_searches_given_up")
def notice_searches() -> None:
    notice_searches_given_up(now=clock.now())


@periodic("* * * * *", "contacts.notice_checks_given_up")
def notice_checks() -> None:
    notice_checks_given_up(now=clock.now())
