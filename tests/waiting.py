"""Work that runs beside the page, waited for: a busy machine is slow, and slowness is no fault of the work."""

import time

PATIENCE_S = 600
"""How long until work counts as one that does not end."""


def over(desk, job):
    """A job once it runs no more, however it ended."""
    end = time.monotonic() + PATIENCE_S
    while (told := desk.progress(job.key).value).state == "running":
        assert time.monotonic() < end, "the job does not end"
        time.sleep(0.05)
    return told


def done(desk, job) -> str:
    """The key of a job, which ends well."""
    told = over(desk, job)
    assert told.state == "done", told
    return told.key
