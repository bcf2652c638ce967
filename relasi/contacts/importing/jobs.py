"""What the worker does for imports."""

from relasi.kernel import clock
from relasi.kernel.jobs import job


@job("contacts.bring_in", queue="bulk")
def bring_in(*, run_id: int) -> None:
    from .running import run_import

    run_import(run_id=run_id, now=clock.now())


@job("contacts.look_ahead", queue="bulk")
def look_ahead(*, run_id: int) -> None:
    from .actions.forecasting import work_on_forecast

    work_on_forecast(run_id=run_id, now=clock.now())


@job("contacts.take_back", queue="bulk")
def take_back(*, run_id: int) -> None:
    from .undoing import run_undo

    run_undo(run_id=run_id, now=clock.now())
