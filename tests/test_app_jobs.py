"""Long work beside the page: begun once, failed once, and not forgotten while it runs."""

import threading

import pytest

from app import jobs
from app.jobs import JobState
from app.short_ids import fresh_id


@pytest.fixture
def key():
    name = fresh_id(8)
    yield name
    jobs.forget(name)


def over(job):
    for thread in threading.enumerate():
        if thread.name == f"job-{job.key[:8]}":
            thread.join(60)
    return job


def test_work_that_failed_is_not_tried_again_by_asking(key):
    tries = []

    def work(_step):
        tries.append(1)
        raise ValueError("so not")

    assert over(jobs.once(key, work)).state is JobState.FAILED
    assert jobs.once(key, work).state is JobState.FAILED
    assert len(tries) == 1
    jobs.forget(key)
    assert over(jobs.once(key, work)).state is JobState.FAILED
    assert len(tries) == 2


def test_what_was_found_is_found_again_and_what_was_stopped_begins_again(key):
    results = iter((1, 2))
    assert over(jobs.once(key, lambda _step: next(results))).result == 1
    assert jobs.once(key, lambda _step: next(results)).result == 1
    jobs.forget(key)
    wait = threading.Event()
    stopped = jobs.once(key, lambda _step: wait.wait(60))
    stopped.cancel()
    wait.set()
    assert over(jobs.once(key, lambda _step: next(results))).result == 2


def test_work_that_runs_is_found_however_much_is_begun_after_it(key):
    wait = threading.Event()
    running = jobs.start(key, lambda _step: wait.wait(60))
    others = [f"{number}-{key}" for number in range(2 * jobs._KEPT)]
    for other in others:
        over(jobs.start(other, lambda _step: None))
    try:
        assert jobs.find(key) is running
        assert jobs.find(others[0]) is None
    finally:
        wait.set()
        for other in others:
            jobs.forget(other)
    assert over(running).state is JobState.DONE
