"""The whole of a run: read, check, hand to the lanes, finish. Resumes where it stopped."""

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.utils import OperationalError
from django.utils import translation
from django.utils.translation import gettext as _

from relasi.contacts.events import ImportFinished
from relasi.contacts.importing.batches import Batch
from relasi.contacts.importing.reading import rows, rows_and_gaps
from relasi.contacts.importing.targets import get_target
from relasi.contacts.models import ImportRun
from relasi.kernel import bus
from relasi.kernel.errors import Refused

from .card import mapping_of, parser_of, readable, shape_of_run
from .chunks import FIRST, chunks, in_lanes
from .lane import Lane, Superseded
from .settling import settle, sort_in

AHEAD = 2


def run_import(*, run_id: int, now: datetime, most: int | None = None) -> None:
    """Bring the rest of a file in, or at most so many rows. Running it twice, or two at once,
    does no harm.
    """
    run = _begin(run_id, now)
    if run is None:
        return
    language = run.created_by.language if run.created_by else "en"
    with translation.override(language):
        try:
            cancelled = _bring_in(run, language, most)
        except Superseded:
            return
        except Refused as refused:
            _fail(run_id, refused.sentence, now)
            return
        except OperationalError:
            raise  # the database went away; the job is tried again and goes on
        except Exception as error:
            sentence = _("It stopped at something unforeseen (%(what)s). You can let it go on.")
            _fail(run_id, sentence % {"what": type(error).__name__}, now)
            raise
    _finish(run_id, cancelled=cancelled, now=now)


@transaction.atomic
def _begin(run_id: int, now: datetime) -> ImportRun | None:
    """The run, when there is something to do for it. The first time, its lanes are laid out."""
    run = ImportRun.objects.select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None or run.state not in {run.State.MAPPED, run.State.RUNNING}:
        return None
    if run.state == run.State.MAPPED:
        run.state = run.State.RUNNING
        run.started_at = run.started_at or now
        run.lanes = run.lanes or {str(n): 0 for n in range(get_target(run.target).lanes)}
        run.save(update_fields=["state", "started_at", "lanes"])
    return run


def _bring_in(run: ImportRun, language: str, most: int | None) -> bool:
    """True when it was cancelled on the way."""
    target = get_target(run.target)
    path, shape = readable(run), shape_of_run(run)
    if target.prepare is not None and "prepared" not in run.options:
        _prepare(run)
    parser = parser_of(run)
    together = [place for place, key in mapping_of(run).items() if key in target.together]
    lanes = [Lane(int(name), done) for name, done in sorted(run.lanes.items())]
    done = min(lane.done for lane in lanes)
    with _few_collections(), _workers(len(lanes), language) as (submit, wait):
        for chunk in chunks(islice(rows_and_gaps(path, shape), most), done, together):
            batch = parser.parse(chunk)
            _hand_out(submit, lanes, batch, target.lane_field, chunk[-1].number)
            if len(chunk) == FIRST:
                wait()
                settle(run.target)
            if any(lane.cancelled for lane in lanes):
                break
    sort_in(run.target)
    return any(lane.cancelled for lane in lanes)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Chunks are lists of lists without cycles: looking for cycles among them is idle work."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _prepare(run: ImportRun) -> None:
    """What a target must know of the whole file before the first row, found once."""
    prepare = get_target(run.target).prepare
    assert prepare is not None
    parser, path, shape = parser_of(run), readable(run), shape_of_run(run)
    keys = frozenset({*run.mapping.values(), *run.options.get("constants", {})})
    batches = (parser.parse(chunk) for chunk in chunks(rows(path, shape), 0, ()))
    run.options["prepared"] = dict(prepare(keys, batches))
    ImportRun.objects.filter(pk=run.pk).update(options=run.options)


Submit = Callable[[int, Callable[..., None], Sequence[Any]], None]


def _hand_out(
    submit: Submit,
    lanes: list[Lane],
    batch: Batch,
    lane_field: Callable[[Batch], list[str]],
    upto: int,
) -> None:
    parts = in_lanes(batch, lane_field(batch) if len(lanes) > 1 else [], len(lanes))
    for place, (lane, (part, _remarks)) in enumerate(zip(lanes, parts, strict=True)):
        submit(place, lane.write, (part, upto))


@contextmanager
def _workers(count: int, language: str) -> Iterator[tuple[Submit, Callable[[], None]]]:
    """A thread for each lane, with a connection of its own, never far behind the reader.
    Inside somebody's transaction another connection would see nothing: then all is done here.
    """
    if connection.in_atomic_block:
        yield lambda _place, work, arguments: work(*arguments), lambda: None
        return
    pools = [
        ThreadPoolExecutor(1, initializer=translation.activate, initargs=(language,))
        for _lane in range(count)
    ]
    waiting: list[list[Future[None]]] = [[] for _lane in range(count)]

    def submit(place: int, work: Callable[..., None], arguments: Sequence[Any]) -> None:
        while len(waiting[place]) >= AHEAD:
            waiting[place].pop(0).result()
        waiting[place].append(pools[place].submit(work, *arguments))

    def wait() -> None:
        for queue in waiting:
            while queue:
                queue.pop(0).result()

    try:
        yield submit, wait
        wait()
    finally:
        for pool in pools:
            pool.submit(_leave)
            pool.shutdown(wait=True, cancel_futures=False)


def _leave() -> None:
    """Close the connection of the thread this runs in."""
    connection.close()


@transaction.atomic
def _finish(run_id: int, *, cancelled: bool, now: datetime) -> None:
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state != run.State.RUNNING:
        return
    run.state = run.State.CANCELLED if cancelled else run.State.DONE
    run.finished_at = now
    if not cancelled:
        run.rows_total = run.rows_read
    run.save(update_fields=["state", "finished_at", "rows_total"])
    bus.publish(ImportFinished(run.pk, run.target))


def _fail(run_id: int, sentence: str, now: datetime) -> None:
    ImportRun.objects.filter(pk=run_id, state=ImportRun.State.RUNNING).update(
        state=ImportRun.State.FAILED, problem=sentence, finished_at=now
    )
