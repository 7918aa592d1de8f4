"""Logging to a file in the home folder, with everything passing the gate.

Every log record of the process, our own and those of libraries, is cleaned where it is made, so that no handler, ours
or foreign, can get at what must not leave. Of exceptions only type and code lines are logged: their messages may hold
what a file contained.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

from app.gate import log_gate

_MEGABYTE = 1_000_000


class _LogFile(RotatingFileHandler):
    """Makes its folder with the first record, so that a mistyped command leaves nothing behind."""

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()


def configure(home: Path) -> Path:
    """Send log records of all libraries through the gate and warnings upward to `<home>/protokoll/querblick.log`."""
    logging.setLogRecordFactory(gated_record)
    path = home / "protokoll" / "querblick.log"
    root = logging.getLogger()
    if not any(
        isinstance(h, RotatingFileHandler) and h.baseFilename == str(path.absolute()) for h in root.handlers
    ):
        handler = _LogFile(path, maxBytes=2 * _MEGABYTE, backupCount=3, encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        handler.setLevel(logging.INFO)
        root.addHandler(handler)
        logging.getLogger("querblick").setLevel(logging.INFO)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
            log_gate,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    return path


@contextmanager
def configured(home: Path) -> Iterator[Path]:
    """As `configure`, undone at the end (for tests and for programs that embed Querblick)."""
    factory, root = logging.getLogRecordFactory(), logging.getLogger()
    before = list(root.handlers)
    try:
        yield configure(home)
    finally:
        logging.setLogRecordFactory(factory)
        for handler in [h for h in root.handlers if h not in before]:
            root.removeHandler(handler)
            handler.close()
        structlog.reset_defaults()


def logger() -> Any:
    """The program's own logger: `logger().info("import.accepted", version=3, records=250)`."""
    return structlog.get_logger("querblick")


def unexpected(error: BaseException) -> None:
    """Write down where an unexpected error happened, without its message."""
    logger().error("unexpected", where=code_path(error.__traceback__), error=type(error).__name__)


def gated_record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    """A log record whose message is clean and whose exception is reduced to code lines."""
    record = logging.LogRecord(*args, **kwargs)
    message = record.getMessage()
    if record.exc_info:
        kind, _, trace = record.exc_info
        message += f" [{kind.__name__ if kind else 'error'} {code_path(trace)}]"
        record.exc_info = None
    record.msg, record.args = log_gate.text(message), ()
    return record


def code_path(trace: TracebackType | None) -> str:
    """`file.py:12 function < …`, innermost first; no values."""
    parts = []
    while trace is not None:
        code = trace.tb_frame.f_code
        parts.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " < ".join(reversed(parts))
