"""The versions of a town as views."""

from app.views import CountView, VersionView
from graph.manifest import Kind, Version

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
