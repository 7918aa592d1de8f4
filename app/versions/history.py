"""The versions of a town as views, and what lies between two of them."""

from app.protection import Secrets
from app.town import OpenTown
from app.versions.differences import difference, secrets_between
from app.versions.replay import Replay
from app.versions.said import Content
from app.views import CountView, DifferenceView, RedactionView, VersionView
from graph.manifest import Version
from ontology.iris import Audience
from ontology.words import words_of

_WORDS = words_of(__name__)


def version_view(version: Version, current: int, lang: str) -> VersionView:
    """A version of the log as shown; `current` is the number of the latest."""
    entry, counts = version.entry, _WORDS.below("count", lang)
    return VersionView(
        number=version.number,
        when=version.when,
        who=entry.who,
        why=entry.why,
        action=str(version.kind),
        action_text=_WORDS(f"action.{version.kind}", lang, of=entry.of),
        added=version.added,
        removed=version.removed,
        filename=entry.file,
        sha256=entry.file_sha256,
        counts=tuple(
            CountView(counts.get(name, name), number, name) for name, number in entry.counts.items()
        ),
        current=version.number == current,
    )


def redaction_view(version: Version, lang: str) -> RedactionView:
    """What a redaction did; it says neither what was looked for nor where it stood."""
    statements = sum(redaction.statements for redaction in version.redactions)
    versions = len(version.redactions)
    text = _WORDS(
        "redacted", lang, number=version.number,
        statements=_WORDS.counted("statements", statements, lang), versions=_WORDS.counted("versions", versions, lang),
    )  # fmt: skip
    return RedactionView(version.number, statements, versions, text)


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
