"""Every way a released value leaves as a file, found in the code, and something to try each with.

Run as a program it writes what leaves: `exits.py HOME FOLDER ZONE`.
"""

import ast
import os
import sys
import time
from datetime import date
from pathlib import Path

from app import date_exports, exports
from app.answers import rdf_exports
from app.asked import Asked
from app.maps import exports as map_exports
from app.maps.desk import MapRequest
from app.networks import exports as network_exports
from app.papers import excel, pdf, word
from app.processes import rows as process_rows
from app.profiles import exports as profile_exports
from app.service import Service
from ontology.iris import Audience

ROOT = Path(__file__).parent.parent
AT = Asked(Audience.INTERN, date(2026, 11, 24))


def released_by(service):
    """Name of an exit, what is let out there, and how to make it; of a service with a process."""
    answer = service.ask("A1", {}, audience=AT.audience, reference_date=AT.reference_date)
    matrix = service.matrix(area=None, audience=AT.audience, reference_date=AT.reference_date)
    profile = service.profiles.profile("angebot", "A-1", AT)
    network = service.networks.network("cooperation_of_providers", AT)
    planning = service.map.map(MapRequest(), AT)
    process = service.processes.process(service.processes.processes().value[0].id, AT)
    yield "app/exports.py to_csv", answer, exports.to_csv
    yield "app/exports.py to_csv", matrix, exports.to_csv
    yield "app/exports.py to_xlsx", answer, exports.to_xlsx
    yield (
        "app/exports.py to_json",
        service.overview(audience=AT.audience, reference_date=AT.reference_date),
        exports.to_json,
    )
    yield "app/exports.py to_ics", service.records.calendar(), exports.to_ics
    yield "app/exports.py about", answer, lambda one: str(exports.about(one)).encode()
    yield "app/answers/rdf_exports.py to_turtle", answer, rdf_exports.to_turtle
    yield "app/answers/rdf_exports.py to_jsonld", answer, rdf_exports.to_jsonld
    yield "app/profiles/exports.py to_csv", profile, profile_exports.to_csv
    yield "app/profiles/exports.py to_turtle", profile, profile_exports.to_turtle
    yield "app/profiles/exports.py to_jsonld", profile, profile_exports.to_jsonld
    for kind in ("to_graphml", "to_gexf", "to_svg", "to_png"):
        yield f"app/networks/exports.py {kind}", network, getattr(network_exports, kind)
    for kind in ("to_geojson", "to_svg", "to_png"):
        make = getattr(map_exports, kind)
        yield f"app/maps/exports.py {kind}", planning, lambda one, make=make: make(one, "offers")
    yield "app/date_exports.py to_ics", service.money.dates(24, AT), date_exports.to_ics
    yield "app/processes/rows.py to_ics", process, process_rows.to_ics


def exits():
    """Every function of the app that makes bytes of something released."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        place = str(path.relative_to(ROOT))
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith(("to_", "about")):
                first = node.args.args[0].annotation if node.args.args else None
                if first is not None and ast.unparse(first).strip("'\"").startswith("Released["):
                    yield f"{place} {node.name}"


def of_papers(service):
    """The same of the papers there are."""
    paper = service.papers.exportable(service.papers.papers().value[0].id, AT)
    yield "app/papers/word.py to_docx", paper, word.to_docx
    yield "app/papers/pdf.py to_pdf", paper, pdf.to_pdf
    yield "app/papers/excel.py to_xlsx", paper, excel.to_xlsx


def write_all(home: Path, folder: Path, zone: str) -> None:
    """Every file that leaves a town with a process and a paper, under its place among all and the name of its exit.

    What leaves is asked for in one zone and written on the clock of another. A paper tells the time of day of its version
    on the reader's clock: it is written in the one zone.
    """
    _set_clock("UTC")
    service = Service.open(home)
    enquiry = service.records.enquiry("T-1")
    tried = [
        *released_by(service),
        *of_papers(service),
        ("app/exports.py to_enquiry", enquiry, exports.to_enquiry),
    ]
    folder.mkdir()
    for number, (name, released, make) in enumerate(tried):
        _set_clock("UTC" if name.startswith("app/papers") else zone)
        (folder / f"{number:02} {name.replace('/', '+')}").write_bytes(make(released))


def _set_clock(zone: str) -> None:
    os.environ["TZ"] = zone
    time.tzset()


if __name__ == "__main__":
    write_all(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
