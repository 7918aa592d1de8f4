"""The way of a delivery: check, stage, preview, accept. Rollback undoes it; nothing is ever deleted silently."""

from collections.abc import Callable, Mapping
from datetime import UTC, date
from typing import TypeAlias

from app import logs
from app.decisions import checked
from app.errors import ConfirmationNeededError, RequestError, StagingError
from app.examination import Examination, decided, examine
from app.missing import Missing
from app.previews import preview
from app.protection import Secrets
from app.staging import StagedFile, plain_name
from app.town import OpenTown
from app.views import ImportPreview
from graph import Effect, Entry, Version
from loaders.persons import trace_of_person
from shapes import sheet_specs

Progress: TypeAlias = Callable[[str, float], None]
"""Called with the name of the stage in words and the fraction done, 0 to 1."""

_KEPT = 4
_examinations: dict[str, Examination] = {}
_STAGES = {
    "read": {"de": "Datei lesen", "en": "Reading the file"},
    "load": {"de": "Zellen deuten", "en": "Interpreting cells"},
    "check": {"de": "Regeln prüfen", "en": "Checking rules"},
    "compare": {"de": "Mit dem Bestand vergleichen", "en": "Comparing with what is there"},
    "done": {"de": "Fertig", "en": "Done"},
}


def check(
    town: OpenTown, data: bytes, filename: str, lang: str, progress: Progress | None
) -> tuple[ImportPreview, Secrets]:
    """What importing a file would find and do, and what of it must not be shown. Nothing is stored."""
    examination = _examined(town, data, filename, lang, progress)
    return _preview(town, examination, None, lang), examination.secrets


def stage(
    town: OpenTown, data: bytes, filename: str, lang: str, progress: Progress | None
) -> tuple[ImportPreview, Secrets]:
    """As `check`; an acceptable file waits for a decision."""
    examination = _examined(town, data, filename, lang, progress)
    waiting = None
    if examination.refusal is None and not examination.skipped:
        waiting = town.staging.put(data, examination.delivery.filename)
        _remember(waiting.token, examination)
    logs.logger().info(
        "import.staged" if waiting else "import.not_staged", findings=len(examination.findings)
    )
    return _preview(town, examination, waiting, lang), examination.secrets


def staged(town: OpenTown, token: str, lang: str) -> tuple[ImportPreview, Secrets]:
    """The preview of a waiting file on the present version."""
    waiting = town.staging.get(token)
    examination = _again(town, waiting, lang)
    return _preview(town, examination, waiting, lang), examination.secrets


def accept(
    town: OpenTown,
    token: str,
    who: str,
    why: str,
    *,
    confirm_drop: bool,
    missing: Mapping[str, Missing] | None = None,
) -> Version:
    """Make a waiting file the next version.

    Args:
        town: whose file it is.
        token: which file.
        who: office or role that takes it over.
        why: the reason, for the history.
        confirm_drop: so much may be missing.
        missing: what is said about records the file lacks, by their IRI; they are forgotten if nothing is.

    Raises:
        StagingError: it does not wait any more, or the present version does not allow it any more.
        ConfirmationNeededError: too many records are missing and nobody said that this is right.
        RequestError: `who` or `why` is empty or names a person, or a record cannot be what is said about it.
    """
    check_reason(who, why)
    waiting = town.staging.get(token)
    examination = _again(town, waiting, "de")
    if examination.refusal is not None or examination.skipped:
        discard(town, token)
        raise StagingError(
            "Bereitstellung: Die Datei kann auf dem jetzigen Stand nicht übernommen werden. Bitte erneut prüfen lassen"
        )
    decisions = checked(examination.changes, missing or {})
    examination = decided(town, examination, decisions)
    if examination.needs_confirmation and not confirm_drop:
        told = next(f for f in examination.findings if f.effect is Effect.CONFIRM)
        raise ConfirmationNeededError(f"{told.rule}: {told.message['de']} {told.remedy['de']}")
    delivery, changes = examination.delivery, examination.changes
    counts = {
        "new": len(changes.new),
        "changed": len(changes.changed),
        "unchanged": len(changes.unchanged),
        "missing": len(changes.missing - changes.ended),
        **({"ended": len(changes.ended)} if changes.ended else {}),
        "held_back": sum(record.held_back for record in delivery.records),
    }
    entry = Entry(
        who=who,
        why=why,
        file=delivery.filename,
        file_sha256=delivery.sha256,
        source=delivery.source.key if delivery.source else None,
        counts=counts,
        partial=examination.partial,
        decided={str(record): str(said) for record, said in sorted(decisions.items())},
    )
    version = town.store.commit(examination.patch, entry, base=examination.base.version)
    discard(town, token)
    logs.logger().info("import.accepted", version=version.number, **counts)
    return version


def discard(town: OpenTown, token: str) -> None:
    """Forget a waiting file."""
    town.staging.discard(token)
    _examinations.pop(token, None)


def template(lang: str) -> bytes:
    """The empty workbook to deliver in."""
    from loaders import write_template

    return write_template(sheet_specs(), lang=lang)


def _remember(token: str, examination: Examination) -> None:
    """Keep the latest examinations, so that deciding on a large file does not take as long as checking it."""
    _examinations[token] = examination
    while len(_examinations) > _KEPT:
        _examinations.pop(next(iter(_examinations)))


def _again(town: OpenTown, waiting: StagedFile, lang: str) -> Examination:
    """The examination of a waiting file on the present version."""
    known = _examinations.get(waiting.token)
    if known is None or known.base.version != town.store.log.head:
        known = _examined(town, waiting.data, waiting.filename, lang, None)
    return known


def _examined(
    town: OpenTown, data: bytes, filename: str, lang: str, progress: Progress | None
) -> Examination:
    def step(stage: str, fraction: float) -> None:
        if progress is not None:
            progress(_STAGES[stage][lang], fraction)

    import hashlib

    name = plain_name(filename, hashlib.sha256(data).hexdigest())
    examination = examine(town, data, name, step, date.today())  # noqa: DTZ011 the day on the reader's calendar
    step("done", 1.0)
    return examination


def _preview(
    town: OpenTown, examination: Examination, waiting: StagedFile | None, lang: str
) -> ImportPreview:
    known = {v.entry.file_sha256: v.number for v in town.store.versions() if v.entry.file_sha256}
    return preview(
        examination,
        lang,
        token=waiting.token if waiting else None,
        expires_at=waiting.expires_at.astimezone(UTC) if waiting and waiting.expires_at else None,
        already_version=known.get(examination.delivery.sha256, 0) if examination.skipped else None,
        needs_drop_confirmation=examination.needs_confirmation,
    )


def check_reason(who: str, why: str) -> None:
    """Whether a version says who wanted it and why.

    Raises:
        RequestError: one is empty or names a person.
    """
    if not who.strip() or not why.strip():
        raise RequestError(
            "Übernahme: Wer oder warum fehlt; erwartet beides, z. B. „Sozialplanung“ und „Lieferung November“"
        )
    if trace_of_person(f"{who} {why}"):
        raise RequestError(
            "Übernahme: Wer und warum sehen nach einer Person aus; erwartet eine Stelle oder Rolle, kein Name"
        )


__all__ = ["Progress", "accept", "check", "check_reason", "discard", "stage", "staged", "template"]
