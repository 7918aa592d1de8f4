"""A town as the rest of this room uses it: its store, its staged files, and what of it must not leave."""

import threading
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from pathlib import Path
from weakref import WeakKeyDictionary

from rdflib import URIRef

from app.delivery.staging import Staging
from app.errors import NoTownError, RequestError, SeveralTownsError
from app.gate import log_gate
from app.logs import configure
from app.protection import Secrets, internal_of, secrets_of
from app.settings import Settings, settings
from app.shelves import Place
from graph.embedded import EmbeddedEngine
from graph.endpoint import EndpointEngine, Login
from graph.engine import Engine
from graph.town import Snapshot, TownStore
from ontology import iris
from ontology.errors import IdentifierError
from ontology.iris import Audience
from queries.derive import RuleDeriver
from queries.settings import Thresholds

_LAENDER = range(1, 17)
_stores: dict[tuple[Path, str], TownStore] = {}
_opening = threading.Lock()
_known: WeakKeyDictionary[EmbeddedEngine, dict[object, Secrets]] = WeakKeyDictionary()


class OpenTown:
    """One municipality. `store` is shared by all that open the same town in this process."""

    def __init__(self, home: Path, ags: str) -> None:
        iris.provenance_graph(ags)  # refuses what is not a municipality key before a folder is made
        self.ags = ags
        self.home = home
        self.scenario = ""
        self.is_for_house = False
        self.base: OpenTown = self
        self._supposed: Snapshot | None = None
        self.settings = settings()
        self.thresholds = Thresholds.load()
        self.store = _store(home, ags, self.settings)
        self.staging = Staging(
            home / ags / "staging", self.settings.staging_hours, self.settings.waiting_days
        )

    @property
    def is_example(self) -> bool:
        """Whether no Land has such a key: fictional towns are told by it."""
        return int(self.ags[:2]) not in _LAENDER

    def beside(self, place: Place) -> Path:
        """Where of what people make beside the log a kind lies."""
        return self.home / self.ags / place

    def snapshot(self, version: int | None = None) -> Snapshot:
        """The town at a version, the latest by default, for reading.

        Raises:
            RequestError: there is no such version.
        """
        if self._supposed is not None and version in (None, self._supposed.version):
            return self._supposed
        if version == 0 and not self.store.log.head:
            return self.store.snapshot()  # nothing was taken in yet: the beginning is all there is
        if version is not None:
            self.check_version(version, first=1)
        return self.store.snapshot(version)

    def supposing(self, snapshot: Snapshot, scenario: str = "", *, is_for_house: bool = False) -> "OpenTown":
        """The town as if this were its latest state: to examine what a change (`TownStore.trial`) would do.

        Args:
            snapshot: what takes the place of the latest version; earlier versions stay what they were.
            scenario: the name of what is supposed; everything that leaves says it.
            is_for_house: whether something is supposed of what is not published; then nothing leaves for the public.
        """
        supposed = copy(self)
        supposed._supposed, supposed.scenario = snapshot, scenario  # noqa: SLF001 same class
        supposed.is_for_house = is_for_house
        return supposed

    def check_version(self, version: int, *, first: int) -> None:
        """Whether there is such a version.

        Raises:
            RequestError: there is not.
        """
        last = self.store.log.head
        if not first <= version <= last:
            raise RequestError(
                f"Version {version} gibt es nicht; erwartet {first} bis {last}. Siehe 'querblick versions'"
            )

    def identity(self, version: int) -> str:
        """What a version holds, in a word; "" for one that is not there. See `graph.log.VersionLog.identity`."""
        log = self.store.log
        return log.identity(version) if 0 <= version <= log.head else ""

    @property
    def latest(self) -> str:
        """The identity of the latest version. What was let through under another one counts no more: less was protected then."""
        return self.identity(self.store.log.head)

    def secrets(self, snapshot: Snapshot | None = None, audience: Audience = Audience.INTERN) -> Secrets:
        """What of the town must not leave, read from the very stores that are shown.

        For an earlier version also what was open then and is protected now; for the public also what is internal.
        """
        latest = self.snapshot()
        found = _secrets(latest.engine)
        shown = [latest]
        if snapshot is not None and snapshot.version != latest.version:
            found = found | _secrets(snapshot.engine, found.protected)
            shown.append(snapshot)
        if self.base is not self:  # what a supposition says can protect more, never less
            found = found | self.base.secrets(audience=audience)
        if audience is Audience.PUBLIC:
            for one in shown:
                found = found | self._internal(one.engine)
        log_gate.know(found)
        return found

    def _internal(self, engine: Engine) -> Secrets:
        return _remembered(
            engine,
            "internal",
            lambda: internal_of(
                engine,
                *(self.sources(engine.graph_names(), level) for level in (Audience.INTERN, Audience.PUBLIC)),
            ),
        )

    def sources(self, graphs: Iterable[URIRef], level: Audience) -> Sequence[URIRef]:
        """Those of some graphs in which the sources say what is disclosed so."""
        before, _, after = str(iris.source_graph(self.ags, "KEY", level)).partition("KEY")
        return [g for g in graphs if g.startswith(before) and g.endswith(after)]


def _secrets(engine: Engine, also_protected: frozenset[str] = frozenset()) -> Secrets:
    return _remembered(engine, also_protected, lambda: secrets_of(engine, also_protected))


def _remembered(engine: Engine, what: object, read: Callable[[], Secrets]) -> Secrets:
    """What was read from a store that cannot change any more (opened read-only); any other is read every time."""
    if not (isinstance(engine, EmbeddedEngine) and engine.read_only):
        return read()
    known = _known.setdefault(engine, {})
    if what not in known:
        known[what] = read()
    return known[what]


def open_town(home: Path | None, ags: str | None, *, create: bool) -> OpenTown:
    """The town of this key, or the only one there is.

    Raises:
        NoTownError: there is none, or none with this key (unless `create`).
        SeveralTownsError: there are several and none was named.
        IdentifierError: `ags` is not a municipality key.
    """
    folder = home or settings().home
    configure(folder)
    present = towns(folder)
    wanted = ags or settings().town
    if wanted is None:
        if len(present) > 1:
            raise SeveralTownsError(
                f"{folder}: Hier liegen mehrere Städte ({', '.join(present)}). Eine mit --town oder QUERBLICK_TOWN nennen"
            )
        if not present:
            raise NoTownError(
                f"{folder}: Hier liegt noch keine Stadt. Das Beispiel mit 'querblick example' laden oder eine Lieferung mit "
                "'querblick import --town <AGS> <Datei>' einlesen"
            )
        wanted = present[0]
    if wanted not in present and not create:
        known = ", ".join(present) or "keine"
        raise NoTownError(
            f"{folder}: Die Stadt {wanted} liegt hier nicht; vorhanden: {known}. Schlüssel oder Ordner prüfen"
        )
    return OpenTown(folder, wanted)


def towns(home: Path | None = None) -> tuple[str, ...]:
    """The municipality keys of the towns that have at least one version."""
    folder = home or settings().home
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(
            entry.name
            for entry in folder.iterdir()
            if _is_key(entry.name) and any((entry / "log").glob("*.json"))
        )
    )


def _is_key(name: str) -> bool:
    try:
        iris.provenance_graph(name)
    except IdentifierError:
        return False
    return True


def _store(home: Path, ags: str, given: Settings) -> TownStore:
    """The one store of a folder and municipality in this process."""
    key = (home.absolute(), ags)
    with _opening:
        if key not in _stores or not (home / ags).is_dir():
            thresholds = Thresholds.load()
            _stores[key] = TownStore(
                home,
                ags,
                RuleDeriver.shipped(thresholds),
                engine_factory=(lambda: _endpoint(given)) if given.query_url else None,
                smallest_count=thresholds.smallest_number,
            )
        return _stores[key]


def _endpoint(given: Settings) -> Engine:
    login = None
    if given.endpoint_user and given.endpoint_password:
        login = Login(given.endpoint_user, given.endpoint_password.get_secret_value())
    return EndpointEngine(given.query_url or "", given.update_url, login=login)
