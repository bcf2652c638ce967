"""Getting the worker to send: for each mailing and lane one job runs at a time."""

from datetime import datetime

from relasi.kernel import environment, jobs

# How many workers may send one mailing at the same time; each keeps its own connections.
LANES = environment.number("RELASI_SEND_LANES", 1, least=1, most=64)
SEND = "messaging.send_mailing"
PREFLIGHT = "messaging.work_on_preflight"


def lock_of(mailing_id: int, lane: int) -> str:
    return f"mailing:{mailing_id}:{lane}"


def send_soon(mailing_id: int, *, at: datetime | None = None) -> None:
    """Enqueue the job of every lane; takes effect with the transaction."""
    for lane in range(LANES):
        send_lane(mailing_id, lane, at=at)


def send_lane(mailing_id: int, lane: int, *, at: datetime | None = None) -> None:
    task = jobs.app.configure_task(
        SEND, queue="send", lock=lock_of(mailing_id, lane), schedule_at=at
    )
    task.defer(mailing_id=mailing_id, lane=lane)


def preflight_soon(preflight_id: int) -> None:
    task = jobs.app.configure_task(PREFLIGHT, queue="bulk", lock=f"preflight:{preflight_id}")
    task.defer(preflight_id=preflight_id)
