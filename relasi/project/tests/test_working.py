"""Which jobs may wait for which."""

from procrastinate.contrib.django import app

from relasi.project.working import EVENTS, WEBHOOKS, lanes


def test_what_comes_in_has_a_place_of_its_own():
    (others, places), (events, place), (webhooks, _places) = lanes(app, None, 3)

    assert (events, place, places) == ([EVENTS], 1, 3)
    assert webhooks == [WEBHOOKS]
    assert {"default", "bulk", "send"} <= set(others)
    assert not {EVENTS, WEBHOOKS} & set(others)


def test_every_queue_is_served_by_somebody():
    served = {queue for queues, _places in lanes(app, None, 3) for queue in queues}

    assert {task.queue for task in app.tasks.values()} == served


def test_a_worker_told_its_queues_serves_these_alone():
    assert lanes(app, ["send"], 2) == [(["send"], 2)]
