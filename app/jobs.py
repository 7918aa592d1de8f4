"""Long work beside the page that started it: it shows how far it is, and can be cancelled.

One job per key: who asks twice gets the one that runs. A cancelled job ends at its next step; its result is thrown away
whatever it is, so the page need not wait for that.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.errors import CancelledError

_KEPT = 32
"""Jobs remembered when they are over."""
_lock = threading.Lock()


class JobState(StrEnum):
    """How a job is doing."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(slots=True)
class Job:
    """Work in a thread of its own. `stage` in words, `fraction` done from 0 to 1; `final`: cannot be cancelled."""

    key: str
    stage: str = ""
    fraction: float = 0.0
    state: JobState = JobState.RUNNING
    result: Any = None
    error: BaseException | None = None
    final: bool = False
    _stop: threading.Event = field(default_factory=threading.Event)

    def step(self, stage: str, fraction: float) -> None:
        """Told by the work how far it is.

        Raises:
            CancelledError: somebody wants it to end.
        """
        if self._stop.is_set():
            raise CancelledError("Abgebrochen: Das Ergebnis wird nicht mehr gebraucht")
        self.stage, self.fraction = stage, fraction

    def cancel(self) -> None:
        """Ask it to end; whoever asks about it is told so at once. What is being written already is not stopped."""
        with _lock:
            if self.final:
                return
            self._stop.set()
        if self.state is JobState.RUNNING:
            self.state = JobState.CANCELLED

    def write(self) -> None:
        """Told by the work that from here on it happens whole: it cannot be cancelled any more.

        Raises:
            CancelledError: somebody cancelled it before.
        """
        with _lock:
            self.final = not self._stop.is_set()
        self.step(self.stage, self.fraction)

    def finish(self, result: Any, error: BaseException | None) -> None:
        """Keep what came of it, unless nobody wants it any more."""
        if self.state is not JobState.RUNNING:
            return
        self.result, self.error = result, error
        self.state = JobState.FAILED if error else JobState.DONE
        self.fraction = 1.0


_jobs: dict[str, Job] = {}


def start(key: str, work: Callable[[Callable[[str, float], None]], Any]) -> Job:
    """Start `work`, which is given a function to tell its steps to; or return the job that is at it already."""
    with _lock:
        known = _jobs.get(key)
        if known is not None and known.state is JobState.RUNNING:
            return known
        job = _jobs[key] = Job(key)
        over = [name for name, old in _jobs.items() if old.state is not JobState.RUNNING]
        for name in over[: max(len(_jobs) - _KEPT, 0)]:
            del _jobs[name]
    threading.Thread(target=_run, args=(job, work), name=f"job-{key[:8]}", daemon=True).start()
    return job


def once(key: str, work: Callable[[Callable[[str, float], None]], Any]) -> Job:
    """What came of this work before, done or failed, or the job that is at it; else start it.

    A page asks whenever it is drawn. Work that failed is not tried again by that, only when somebody forgot it.
    """
    known = find(key)
    return known if known is not None and known.state is not JobState.CANCELLED else start(key, work)


def find(key: str) -> Job | None:
    """The latest job of this key."""
    return _jobs.get(key)


def forget(key: str) -> None:
    """Drop a job that is over; one that runs is cancelled."""
    job = _jobs.pop(key, None)
    if job is not None:
        job.cancel()


def _run(job: Job, work: Callable[[Callable[[str, float], None]], Any]) -> None:
    try:
        result = work(job.step)
    except Exception as error:  # noqa: BLE001 whatever happened is told to who waits for the job
        job.finish(None, error)
    else:
        job.finish(result, None)
