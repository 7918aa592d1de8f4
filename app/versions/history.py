"""The versions of a town as views, and what lies between two of them."""

from app.protection import Secrets
from app.town import OpenTown
from app.versions.differences import difference, secrets_between
from app.versions.replay import Replay
from app.versions.said import Content
from app.views import CountView, DifferenceView, RedactionView, VersionView
from graph.manifest import Kind, Version
from ontology.iris import Audience

COUNTS = {
    "new": {"de": "neu", "en": "new"},
    "changed": {"de": "geändert", "en": "changed"},
    "unchanged": {"de": "unverändert", "en": "unchanged"},
    "missing": {"de": "nicht mehr geliefert", "en": "no longer delivered"},
    "ended": {"de": "beendet", "en": "ended"},
    "held_back": {"de": "zurückgestellt", "en": "held back"},
}
_ACTIONS = {
    Kind.START: {"de": "Beginn", "en": "Start"},
    Kind.DELIVERY: {"de": "Lieferung", "en": "Delivery"},
    Kind.ROLLBACK: {"de": "Rücknahme auf Version {of}", "en": "Rollback to version {of}"},
    Kind.EDIT: {"de": "Bearbeitung", "en": "Edit"},
    Kind.REVERSAL: {"de": "Rücknahme der Version {of}", "en": "Reversal of version {of}"},
    Kind.REDACTION: {"de": "Löschung einzelner Angaben", "en": "Redaction"},
}

_REDACTED = {
    "de": (
        "Version {number}: {statements} Aussagen in {versions} Versionen bereinigt, wartende Dateien verworfen. "
        "Sicherungen von vorher und bereits weitergegebene Auszüge enthalten die Angaben noch: alte Sicherungen "
        "vernichten und eine neue anlegen."
    ),
    "en": (
        "Version {number}: {statements} statements in {versions} versions cleaned, waiting files discarded. Earlier "
        "backups and extracts already passed on still hold the values: destroy old backups and make a new one."
    ),
}


def version_view(version: Version, current: int, lang: str) -> VersionView:
    """A version of the log as shown; `current` is the number of the latest."""
    entry = version.entry
    return VersionView(
        number=version.number,
        when=version.when,
        who=entry.who,
        why=entry.why,
        action=str(version.kind),
        action_text=_ACTIONS[version.kind][lang].format(of=entry.of),
        added=version.added,
        removed=version.removed,
        filename=entry.file,
        sha256=entry.file_sha256,
        counts=tuple(
            CountView(COUNTS.get(name, {}).get(lang, name), number, name)
            for name, number in entry.counts.items()
        ),
        current=version.number == current,
    )


def redaction_view(version: Version, lang: str) -> RedactionView:
    """What a redaction did; it says neither what was looked for nor where it stood."""
    statements = sum(redaction.statements for redaction in version.redactions)
    text = _REDACTED[lang].format(
        number=version.number, statements=statements, versions=len(version.redactions)
    )
    return RedactionView(version.number, statements, len(version.redactions), text)


def between(
    town: OpenTown, before: int, after: int, lang: str, audience: Audience = Audience.INTERN
) -> tuple[DifferenceView, Secrets]:
    """What lies between two versions, and what of it must not be shown; version 0 is empty.

    For the public only what the sources say publicly; the view itself is for stewards.

    Raises:
        RequestError: there is no such version.
    """
    for number in (before, after):
        town.check_version(number, first=0)
    replay = Replay(town.store.log)
    old, new = replay.actual(before), replay.actual(after)
    secrets = secrets_between(town.secrets(), old, new)
    if audience is Audience.PUBLIC:
        old, new = (_public(town, content) for content in (old, new))
    return difference(town.ags, (before, old), (after, new), lang), secrets


def _public(town: OpenTown, content: Content) -> Content:
    shown = set(town.sources(content, Audience.PUBLIC))
    return {graph: quads for graph, quads in content.items() if graph in shown}
