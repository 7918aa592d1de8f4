"""Fixtures more than one room needs. Each test file keeps the rest to itself."""

import io
import os
import shutil
import socket
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import openpyxl  # noqa: TID251 makes the workbooks that tests deliver
import pytest
from filelock import FileLock

# A busy machine is no fault of the code. Where a change is judged the examples are the same every time; at home
# they are new ones, and find what the fixed ones miss.
hypothesis.settings.register_profile(
    "querblick",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
hypothesis.settings.load_profile("querblick")


@pytest.fixture(scope="session")
def sparql_server() -> Iterator[str]:
    """Address of an Oxigraph server on loopback, in memory, for the whole session; `/query` and `/update`."""
    binary = Path(sysconfig.get_path("scripts")) / "oxigraph"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [binary, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, "the SPARQL server ended before it answered"
        with socket.socket() as client:
            client.settimeout(0.5)
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"the SPARQL server does not answer on port {port}")


# A town of 16 rows: sheet → rows of column → text. `test_app_…` files deliver it, changed in one place or another.
SMALL_TOWN = {
    "gebiet": [
        {
            "kennung": "G-0",
            "name": "Beispielau",
            "ebene": "Gemeinde",
            "ags": "{ags}",
            "offenlegung": "öffentlich",
        },
        {
            "kennung": "G-1",
            "name": "Nordstadt",
            "ebene": "Stadtteil",
            "teil-von": "G-0",
            "offenlegung": "öffentlich",
        },
    ],
    "traeger": [
        {"kennung": "T-1", "name": "Haus am Markt", "traegerart": "TT-F1", "offenlegung": "öffentlich"},
        {"kennung": "T-2", "name": "Amt für Soziales", "traegerart": "TT-O1", "offenlegung": "öffentlich"},
        {"kennung": "T-3", "name": "Verein Brücke", "traegerart": "TT-F1"},
    ],
    "standort": [
        {
            "kennung": "S-3",
            "name": "Brückenhaus",
            "offenlegung": "öffentlich",
            "strasse": "Am Ring",
            "plz": "00999",
        }
    ],
    "angebot": [
        {"kennung": "A-1", "name": "Beratung am Markt", "traeger": "T-1", "offenlegung": "öffentlich"},
        {"kennung": "A-2", "name": "Schuldnerberatung", "traeger": "T-2"},
        {"kennung": "A-3", "name": "Treff an der Brücke", "traeger": "T-3", "standort": "S-3"},
        {"kennung": "A-4", "name": "Lernhilfe", "traeger": "T-3"},
    ],
    "abdeckung": [
        {"kennung": "C-1", "angebot": "A-1", "bedarf": "BD-EX2", "offenlegung": "öffentlich"},
        {"kennung": "C-2", "angebot": "A-2", "bedarf": "BD-EX2"},
        {"kennung": "C-3", "angebot": "A-3", "bedarf": "BD-EX2"},
        {"kennung": "C-4", "angebot": "A-4", "bedarf": "BD-EX2"},
    ],
    "bestand": [
        {"kennung": "D-1", "ergebnis": "ES-1", "aspekt": "Angebotsliste; Abdeckung", "gebiet": "G-0"}
    ],
    "bedarf": [
        {"kennung": "B-1", "name": "Wohnen", "zielgruppe": "ZG-A06", "bedarf": "BD-WO1", "gebiet": "G-1"}
    ],
}
EVERY_ROW = {
    "angebot": {
        "angebotsart": "AT-B1",
        "status": "aktiv",
        "gueltig-ab": "01.01.2024",
        "geprueft": "01.11.2026",
    },
    "abdeckung": {"zielgruppe": "ZG-A06", "gebiet": "G-0"},
    "bestand": {"erklaert-durch": "T-2", "stichtag": "01.10.2026"},
    "bedarf": {"status": "anerkannt", "erklaert-durch": "T-2", "stichtag": "01.09.2026"},
}
COVER = {
    "quelle": "meldung",
    "titel": "Angebotsmeldung",
    "art": "Träger",
    "datum": "20.11.2026",
    "von": "Geschäftsstelle",
}


@pytest.fixture(scope="session")
def small_town():
    """Makes the bytes of a workbook in the template's form: `small_town(without=…, change={key: {column: text}}, **cover)`."""
    from shapes import sheet_specs

    specs = {spec.tag: spec for spec in sheet_specs()}

    def make(*, without=(), change=None, more=None, ags="99999001", **cover):
        book = openpyxl.Workbook()
        book.active.title = "Lieferung"
        for name, text in {**COVER, "ags": ags, **{k.replace("_", "-"): v for k, v in cover.items()}}.items():
            book.active.append([f"#lieferung+{name}", text])
        every = {**SMALL_TOWN, **{tag: [] for tag in more or () if tag not in SMALL_TOWN}}
        sheets = {tag: [*rows, *(more or {}).get(tag, [])] for tag, rows in every.items()}
        for tag, rows in sheets.items():
            spec = specs[f"#{tag}"]
            sheet = book.create_sheet(spec.label["de"])
            sheet.append([column.label["de"] for column in spec.columns])
            sheet.append([column.tag for column in spec.columns])
            for row in rows:
                if row["kennung"] not in without:
                    full = {**EVERY_ROW.get(tag, {}), **row, **(change or {}).get(row["kennung"], {})}
                    sheet.append(
                        [full.get(c.tag.partition("+")[2], "").format(ags=ags) or None for c in spec.columns]
                    )
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return make


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """`made_once(name, make)`: a folder as `make(folder)` filled it. All workers of a run share the making, each has its copy."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def once(name: str, make: Callable[[Path], None]) -> Path:
        whole, begun = shared / f"once-{name}", shared / f"begun-{name}"
        with FileLock(f"{whole}.lock"):
            if not whole.is_dir():
                shutil.rmtree(begun, ignore_errors=True)  # of a making that failed
                begun.mkdir()
                make(begun)
                begun.rename(whole)
        return Path(shutil.copytree(whole, tmp_path_factory.mktemp(name), dirs_exist_ok=True))

    return once


@pytest.fixture(scope="session")
def beispielau(made_once):
    """The example town after its deliveries, as `beispielau.Town`; nobody changes it."""
    from beispielau import Town, deliver

    return Town(made_once("beispielau", deliver))


@pytest.fixture(scope="session")
def small_home(made_once, small_town) -> Path:
    """A home with the small town, for browser tests; who changes it makes a copy."""
    from browsing import AGS, FOR_ALL_STATES

    from app import town
    from app.service import Service

    def make(folder: Path) -> None:
        service = Service.open(folder, AGS, create=True)
        preview = service.stage(small_town(**FOR_ALL_STATES), "meldung.xlsx").value
        service.accept(preview.token, who="Sozialplanung", why="Erstbestand")
        town._stores.clear()

    return made_once("home", make)


@pytest.fixture(scope="module")
def own_home(small_home, tmp_path_factory) -> Path:
    """A copy of the small town for a module whose tests change it."""
    return Path(shutil.copytree(small_home, tmp_path_factory.mktemp("own") / "home"))


@pytest.fixture
def small_vocabulary(monkeypatch):
    """One concept in each store: where stores are built dozens of times, the whole vocabulary would only cost time."""
    from rdflib import RDFS, Literal

    from ontology.namespaces import namespace

    named = (namespace("at")["AT-S1"], RDFS.label, Literal("AT-S1"))
    monkeypatch.setattr("graph.build._vocabulary_triples", lambda: [named])


@pytest.fixture
def places(tmp_path, monkeypatch):
    """Home and temporary folder of their own, logs included, so that every byte written can be looked at."""
    from app import logs
    from app.protection import Secrets

    home, temporary = tmp_path / "home", tmp_path / "temp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(logs.log_gate, "_known", Secrets())
    with logs.configured(home):
        yield home, temporary


@pytest.fixture(scope="session")
def planted_home(made_once, small_town) -> Path:
    """A home into whose town canaries were written past all checks; `planted` is a copy of it."""
    from canaries.planted import planted

    from app import town

    def make(folder: Path) -> None:
        planted(folder, small_town())
        town._stores.clear()

    return made_once("canaries", make)


@pytest.fixture
def planted(places, planted_home):
    """The service of a town with canaries, in the home of `places`."""
    from app.service import Service

    shutil.copytree(planted_home, places[0], dirs_exist_ok=True)
    return Service.open(places[0])


@pytest.fixture(scope="session")
def example_home(made_once) -> Path:
    """A home with the whole example town, every delivery a version of its own; who changes it makes a copy."""
    from app import town
    from app.starting import load_example

    def make(folder: Path) -> None:
        load_example(folder, lambda _: None)
        town._stores.clear()

    return made_once("example", make)


@pytest.fixture(scope="session")
def chromium():
    """The browser of all browser tests."""
    from browsing import launched

    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def address(made_once, small_home, tmp_path_factory) -> Iterator[str]:
    """Where the small town is served, a protected address in it: one server for all tests that only read there.

    A module whose tests change something has an `address` of its own.
    """
    from browsing import serving, sheltered

    home = made_once("sheltered", lambda folder: sheltered(small_home, folder / "home")) / "home"
    with serving(home, tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture(scope="module")
def own_address(own_home, tmp_path_factory) -> Iterator[str]:
    """Where a copy of the small town is served that the tests of a module may change."""
    from browsing import serving

    with serving(own_home, tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def visit(chromium, address):
    """Open addresses of the app: `visit("/luecken", "mobile")`."""
    from browsing import visiting

    with visiting(chromium, address) as open_:
        yield open_
