"""What is only supposed can leave by no exit as if it were recorded, whatever view it is in."""

import ast
import html
import io
import zipfile
from dataclasses import dataclass
from datetime import date

import pytest
from exits import AT, ROOT, exits, released_by

from app import exports
from app.errors import RequestError
from app.gate import Released, release
from app.gated import Gated, gated
from app.protection import Secrets
from app.service import Service
from app.terminal import show_withheld

AGS = "99999001"
NAME = "Treff Süd schließt"
# The parts of a paper bear each their own mark, because each may hold under another scenario: tests/test_app_papers.py.
BY_PART = {f"app/papers/{module}" for module in ("word.py", "pdf.py", "excel.py", "document.py")}
LETS_NOTHING_OUT = {
    "app/delivery/annotating.py": "reads how much was withheld",
    "app/papers/checking.py": "reads how much was withheld",
    "app/papers/letterhead.py": "reads how much was withheld",
    "app/service.py": "verify: problems of the store, which nobody supposes",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory, small_town):
    made = Service.open(tmp_path_factory.mktemp("angenommen") / "home", AGS, create=True)
    contract = {
        "kennung": "F-1", "angebot": "A-1", "zahlt": "T-2", "art": "FT-K3", "status": "bewilligt", "jahr": "2026",
        "gueltig-bis": "31.12.2026",
    }  # fmt: skip
    preview = made.stage(small_town(more={"finanzierung": [contract]}), "a.xlsx").value
    made.accept(preview.token, who="Sozialplanung", why="Test")
    begun = made.processes.begin("Sozialplanung", who="Sozialplanung", first_day=date(2026, 12, 1)).value
    assert begun.steps
    return made


@dataclass(frozen=True, slots=True)
class Bare:
    """A view somebody writes tomorrow, who never heard of scenarios."""

    text: str


class Tomorrow(Gated):
    """A desk somebody writes tomorrow."""

    @gated
    def bare(self) -> Released[Bare]:
        return self._released(Bare("offen"))


def test_a_view_that_knows_nothing_of_scenarios_bears_the_mark(service, capsys):
    name = service.scenarios.make(NAME).value.id
    supposed = Tomorrow(service.supposing(name)._town).bare()
    recorded = Tomorrow(service._town).bare()
    assert (supposed.scenario, recorded.scenario) == (NAME, "")
    assert NAME.encode() in exports.to_json(supposed)
    assert NAME.encode() not in exports.to_json(recorded)
    show_withheld(supposed)
    assert f"Was wäre wenn ‹{NAME}›" in capsys.readouterr().out
    show_withheld(recorded)
    assert capsys.readouterr().out == ""


def test_what_is_worked_out_under_a_scenario_bears_its_name(service):
    name = service.scenarios.make(NAME).value.id
    service.scenarios.suppose(name, {"do": "close-offer", "offer": "A-1", "day": "2026-06-30"})
    assert service.scenarios.difference(name, AT).scenario == NAME
    assert service.scenarios.compared(name, "A1", {}, AT).scenario == NAME
    assert (
        service.scenarios.scenario(name).scenario == ""
    )  # what it says is recorded: that somebody supposes it


def test_nothing_leaves_but_by_the_one_way_that_sets_the_mark():
    found = set()
    for path in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "release":
                found.add(str(path.relative_to(ROOT)))
    assert found == {"app/gated.py", *LETS_NOTHING_OUT}


def text_of(data: bytes) -> str:
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist())
    return html.unescape(data.decode("utf-8", "replace").replace("\r\n ", ""))


def test_every_exit_says_what_is_only_supposed(service):
    tried = set()
    for name, recorded, make in released_by(service):
        tried.add(name)
        plain = make(recorded)
        marked = make(release(recorded.value, AT.audience, Secrets(), scenario=NAME))
        assert NAME not in text_of(plain), name
        if name.endswith("to_png"):
            assert marked != make(recorded), name
        else:
            assert NAME in text_of(marked), name
    left = {name for name in exits() if name.split()[0] not in BY_PART}
    assert left - tried == {"app/exports.py to_enquiry"}, "an exit that is not tried here"
    assert tried <= left


def test_nobody_is_asked_whether_a_supposition_still_holds(service):
    name = service.scenarios.make(NAME).value.id
    with pytest.raises(RequestError, match="Was wäre wenn"):
        exports.to_enquiry(service.supposing(name).records.enquiry("T-1"))


def test_every_row_of_a_table_says_it(service):
    name = service.scenarios.make(NAME).value.id
    under = service.supposing(name)
    for released in (
        under.ask("A1", {}, audience=AT.audience, reference_date=AT.reference_date),
        under.matrix(area=None, audience=AT.audience, reference_date=AT.reference_date),
    ):
        lines = exports.to_csv(released).decode("utf-8-sig").splitlines()
        assert len(lines) > 1
        assert all(line.endswith((NAME, "Szenario (angenommen)")) for line in lines)
