"""The latest state of a log in memory, read once and then kept up with."""

from graph.log import VersionLog
from graph.manifest import Kind, Version
from graph.sources import SourceIndex


class Mirror:
    """Not for several threads at once: the caller holds a lock."""

    def __init__(self, log: VersionLog) -> None:
        self._log = log
        self._index = SourceIndex(log.ags)
        self._at: Version | None = None

    def index(self) -> SourceIndex:
        """The state of the latest version; only what came since the last time is read.

        Raises:
            LogError: the log was tampered with.
        """
        log, head, known = self._log, self._log.head, self._at
        newer = range(known.number + 1 if known else 1, head + 1)
        if (
            known is None
            or self._exchanged(known)
            or any(log.version(n).kind is Kind.REDACTION for n in newer)
        ):
            self._at, self._index = None, SourceIndex(log.ags)
            newer = range(1, head + 1)
        for number in newer:
            self._index.apply(log.patch(number))
        self._at = log.version(head) if head else None
        return self._index

    def settle(self, version: Version) -> None:
        """The index, changed by the caller, is now that of `version`."""
        self._at = version

    def forget(self) -> None:
        """Read everything anew next time: the index may be half way between two versions."""
        self._at = None

    def _exchanged(self, known: Version) -> bool:
        return known.number > self._log.head or self._log.version(known.number).hash != known.hash
