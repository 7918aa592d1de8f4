"""Is the log as it was written? The answer in plain German, for people who keep registers, not hashes.

The chain shows every change that was not made with the whole chain rewritten. Against that helps only what lies
elsewhere: note the hash of the latest version (`querblick versions`) from time to time.
"""

from typing import TYPE_CHECKING

from graph.errors import LogError
from graph.manifest import BEGINNING, Version, sha256

if TYPE_CHECKING:
    from graph.log import VersionLog
    from graph.terms import Quad

_BACKUP = "Bitte eine Sicherung zurückspielen (querblick restore)."


def problems(log: "VersionLog") -> list[str]:
    """What is wrong with the log, one sentence each; empty if nothing is."""
    found: list[str] = []
    versions = _readable(log, found)
    if len(versions) == log.head:
        _check_chain(versions, found)
        _check_files(log, versions, found)
    return found


def _readable(log: "VersionLog", found: list[str]) -> list[Version]:
    versions = []
    for number in range(1, log.head + 1):
        try:
            versions.append(log.read_again(number))
        except LogError as error:
            found.append(
                f"Version {number}: Das Begleitblatt fehlt, wurde verändert oder gehört nicht hierher ({error}). {_BACKUP}"
            )
    return versions


def _check_chain(versions: list[Version], found: list[str]) -> None:
    expected = BEGINNING
    for version in versions:
        if version.previous != expected:
            found.append(
                f"Version {version.number}: Die Kette ist unterbrochen, der Verweis auf Version {version.number - 1} "
                f"passt nicht. Ein früheres Begleitblatt wurde ausgetauscht. {_BACKUP}"
            )
        expected = version.hash


def _check_files(log: "VersionLog", versions: list[Version], found: list[str]) -> None:
    replacements = log.replacements()
    state: set[Quad] = set()
    for version in versions:
        redaction = replacements.get(version.number)
        payload = redaction.payload_after if redaction else version.payload_sha256
        details = redaction.details_after if redaction else version.details_sha256
        path = log.folder / log.payload_name(version.number)
        if not path.exists():
            found.append(f"Version {version.number}: Die Datei {path.name} fehlt. {_BACKUP}")
            continue
        actual = sha256(path.read_bytes())
        if redaction and redaction.payload_after != redaction.payload_before == actual:
            found.append(
                f"Version {version.number}: Eine Schwärzung ist noch nicht abgeschlossen. "
                "Sie wird beim nächsten Schreiben beendet."
            )
        elif actual != payload:
            found.append(
                f"Version {version.number}: Die Datei {path.name} wurde nach dem Speichern verändert. {_BACKUP}"
            )
            continue
        if version.details_now != details:
            found.append(
                f"Version {version.number}: Angaben zu Person, Grund oder Datei wurden nachträglich verändert. {_BACKUP}"
            )
        patch = log.patch(version.number)
        if not redaction and (len(patch.added), len(patch.removed)) != (version.added, version.removed):
            found.append(f"Version {version.number}: Die Anzahl der Aussagen stimmt nicht. {_BACKUP}")
        if patch.effective(state) != patch:
            found.append(
                f"Version {version.number}: Entfernt, was nicht da war, oder ergänzt, was schon da war. {_BACKUP}"
            )
        state -= patch.removed
        state |= patch.added
