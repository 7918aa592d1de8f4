"""Files taken in at one go, for programs and examples: check, stage, accept. The desk does the same step by step."""

import hashlib
from collections.abc import Mapping
from datetime import UTC

from app.delivery import receiving, workplace
from app.delivery.examination import Examination
from app.delivery.missing import Missing
from app.delivery.previews import preview
from app.delivery.stages import Progress, told
from app.delivery.staging import StagedFile, plain_name
from app.delivery.work import MissingAre
from app.protection import Secrets
from app.town import OpenTown
from app.views import ImportPreview
from graph import Version
from shapes import sheet_specs


def check(
    town: OpenTown, data: bytes, filename: str, lang: str, progress: Progress | None
) -> tuple[ImportPreview, Secrets]:
    """What importing a file would find and do, and what of it must not be shown. Nothing is stored."""
    name = plain_name(filename, hashlib.sha256(data).hexdigest())
    found = receiving.look(town, data, name, told(progress, lang)).examination
    return _preview(town, found, None, lang), found.secrets


def stage(
    town: OpenTown, data: bytes, filename: str, lang: str, progress: Progress | None
) -> tuple[ImportPreview, Secrets]:
    """As `check`; a file that can be accepted as it is waits for a decision."""
    received = receiving.receive(town, data, filename, told(progress, lang))
    if received.token is None and received.examination is not None:
        return _preview(town, received.examination, None, lang), received.examination.secrets
    present = workplace.bench(town, received.token or "")
    if present.examination.refusal is not None:
        workplace.discard(town, present.staged.token)
        return _preview(town, present.examination, None, lang), present.examination.secrets
    return _preview(town, present.examination, present.staged, lang), present.examination.secrets


def staged(town: OpenTown, token: str, lang: str) -> tuple[ImportPreview, Secrets]:
    """The preview of a waiting file on the present version."""
    present = workplace.bench(town, token)
    return _preview(town, present.examination, present.staged, lang), present.examination.secrets


def accept(
    town: OpenTown,
    token: str,
    who: str,
    why: str,
    *,
    confirm_drop: bool,
    missing: Mapping[str, Missing] | None = None,
) -> Version:
    """Make a waiting file the next version; `missing` is said about records it lacks, by IRI. Raises as the desk does."""
    workplace.check_reason(who, why)
    if missing:
        workplace.check_missing(town, token, missing)
        workplace.do(town, token, MissingAre(records={iri: str(said) for iri, said in missing.items()}))
    return workplace.accept(town, token, who, why, confirm_drop=confirm_drop)


def template(lang: str) -> bytes:
    """The empty workbook to deliver in."""
    from loaders import write_template

    return write_template(sheet_specs(), lang=lang)


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


__all__ = ["Progress", "accept", "check", "stage", "staged", "template"]
