"""The deliveries of Beispielau go in as they are, and the questions find what was planted in them."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest
from beispielau import AGS, RECEIVED, TOWN, Town

from examples.authoring import Row, read_table
from graph.findings import Severity
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import namespace
from ontology.terms import SOZ
from queries.asking import Asking, ask
from queries.catalogue import Catalogue
from queries.matrix import MatrixCell, matrix
from queries.overlap import classify
from queries.pairs import Candidate, Pairs
from queries.reading import Reading
from queries.settings import Thresholds
from shapes import validate

pytestmark = pytest.mark.slow

GRADES = {0: "keine", 1: "ungewiss", 2: "Teildeckung", 3: "nur allgemein", 4: "spezifisch"}


class Told:
    """What is asked of Beispielau again and again, asked once."""

    def __init__(self, town: Town) -> None:
        self.findings, self.held_back, self.snapshot, self.stand = (
            town.findings, town.held_back, town.snapshot, town.stand,
        )  # fmt: skip
        self._cells: dict[tuple[str, date], dict[tuple[str, str], MatrixCell]] = {}
        self._hits: dict[str, dict[str, str]] = {}

    def cell(self, need: str, group: str, area: str, day: date) -> MatrixCell:
        """A cell as the matrix of its area shows it."""
        if (area, day) not in self._cells:
            groups = {
                row["zielgruppe"] for row in TRUTH if (row["gebiet"], row["stichtag"]) == (area, str(day))
            }
            by_iri = {group_iri(name): name for name in groups}
            found = matrix(self.snapshot, area, list(by_iri), audience=Audience.INTERN, reference_date=day)
            self._cells[area, day] = {(notation(c.need), by_iri[str(c.group)]): c for c in found.cells}
        return self._cells[area, day][need, group]

    def hits(self, question: str, day: date, parameters: dict[str, str]) -> dict[str, str]:
        """What a question finds, written as in `wahrheit_fragen.csv`, with the claim."""
        key = f"{question} {day} {parameters}"
        if key not in self._hits:
            answer = ask(self.snapshot, question, parameters, audience=Audience.INTERN, reference_date=day)
            rows = [row for block in answer.blocks if block.name in HITS[question] for row in block.rows]
            self._hits[key] = {
                text: str(row.get("claim") or "") for row in rows for text in written(question, row)
            }
        return self._hits[key]


def group_iri(notation: str) -> str:
    parts = [part.strip() for part in notation.split("+")]
    return str(namespace("zg")[notation] if len(parts) == 1 else iris.composite_group(AGS, parts))


@pytest.fixture(scope="module")
def town(beispielau: Town) -> Told:
    return Told(beispielau)


def test_every_delivery_is_accepted_and_no_row_waits(town: Told):
    assert len(town.findings) == 20
    violations = {
        name: [(f.rule, f.place) for f in findings if f.severity is Severity.VIOLATION]
        for name, findings in town.findings.items()
    }
    assert not any(violations.values()), violations
    assert town.held_back == []


# What the loader remarks on purpose: law of the state, which the federal register does not hold; one changed number.
REMARKS = {"PsychKHG", "HSOG", "LAG Hessen", "AsylG", "§ 39 SGB XI"}


def test_the_loader_remarks_only_on_law(town: Told):
    for name, findings in town.findings.items():
        for finding in findings:
            assert finding.rule == "DQ-L04", f"{name}: {finding}"
            assert any(law in finding.message["de"] for law in REMARKS), f"{name}: {finding.message['de']}"


# Rule → how often the town breaks it in the end, and how it was planted.
PLANTED = {
    "DQ-013": 1,  # two offers of one provider with the same name
    "DQ-024": 2,  # neither legal basis nor pillar
    "DQ-028": 1,  # still active, though ended
    "DQ-030": 1,  # coverage without target group
    "DQ-031": 1,  # … without need
    "DQ-032": 2,  # … without area
    "DQ-035": 1,  # ages that do not fit the group
    "DQ-037": 1,  # coverage outlasts the offer
    "DQ-043": 1,  # public site without address
    "DQ-073": 1,  # shares above the whole
    "DQ-083": 2,  # need without evidence
    "DQ-093": 1,  # none declared, but one there
    "DQ-094": 1,  # inventory statement too old
    "DQ-120": 2,  # evaluation without evidence
    "DQ-151": 1,  # decided, nobody knows when
    "DQ-153": 1,  # a step of participation that is neither done nor prescribed
    "DQ-167": 1,  # survey without number of answers
    "DQ-169": 1,  # recognition without the norm
    "DQ-173": 1,  # programme nobody checked
}


def test_the_rules_find_what_was_planted_and_nothing_worse(town: Told):
    report = validate(town.stand(), context=None, today=RECEIVED)
    found = Counter(result.rule.id for result in report.results)
    severe = [(r.rule.id, r.focus, r.value) for r in report.results if r.rule.severity is Severity.VIOLATION]
    assert not severe, severe
    ordinary = {"DQ-023", "DQ-025", "DQ-026"}  # open offers, funding and day of verification not known
    assert found.keys() >= ordinary
    assert {rule: number for rule, number in found.items() if rule not in ordinary} == PLANTED


TRUTH = read_table(TOWN / "wahrheit.csv")


@pytest.mark.parametrize(
    "row", TRUTH, ids=lambda r: f"{r['bedarf']}-{r['zielgruppe']}-{r['gebiet']}-{r['stichtag']}"
)
def test_the_matrix_comes_to_the_planted_verdict(town: Told, row: Row):
    day = date.fromisoformat(row["stichtag"])
    verdict = town.cell(row["bedarf"], row["zielgruppe"], row["gebiet"], day).verdict
    claim = str(verdict.claim) if row["grad"] == "keine" else ""
    assert (GRADES[verdict.grade], claim, str(verdict.state)) == (
        row["grad"],
        row["aussage"],
        row["zustand"],
    ), row["begruendung"]


ASKED = read_table(TOWN / "wahrheit_fragen.csv")
# Question → the blocks of its answer that hold hits. What is planted as no hit must be in none of them.
HITS = {
    "A2": ("must", "should", "part", "unknown"),
    "A5": ("ending",),
    "A6": ("documented", "others"),
    "A11": ("none", "unagreed"),
    "B1": ("coordinate", "subsidiarity", "wanted", "spurious", "funding"),
    "C2": ("missing", "unknown"),
}


def notation(node: object) -> str:
    """Notation of a concept, key of a record."""
    return re.sub(r"^(angebot|gebiet)-", "", str(node).rpartition("/")[2])


def written(question: str, row: Mapping[str, object]) -> list[str]:
    at = {name: notation(value) for name, value in row.items() if value is not None}
    match question:
        case "A2" | "C2":
            return [at["norm"]]
        case "A5":
            return [at["offer"]]
        case "A6":
            return [f"{at['need']}|{at['group']}|{at['area']}"]
        case "A11":
            return [f"{at['offer']}|{int(str(row['endsAt'])) + 1}"]
        case "B1" if "otherOffer" in at:
            pair = at["offer"], at["otherOffer"]
            return [f"{one}|{other}|{at['kind']}" for one, other in (pair, pair[::-1])]
        case _:
            return [f"{at['offer']}|{at['kind']}"]


@pytest.mark.parametrize("row", [r for r in ASKED if r["frage"] == "Klasse"], ids=lambda r: r["treffer"])
def test_a_pair_of_one_pillar_has_the_planted_class(town: Told, row: Row):
    """B1 lists pairs of different pillars only; the tree knows what to say about the others, too."""
    one, other, need, group, area, kind = row["treffer"].split("|")
    question = Catalogue.load().get("B1")
    reading = Reading(town.snapshot, Audience.INTERN, date(2026, 11, 22), Thresholds.load())
    rows = reading.run(
        question.text, question.stem, {"field": [None], "within": [None], "referenceDate": reading.today}
    )
    pairs = Pairs(Asking(question, reading, {}, rows))
    first, second = (pairs.offers.all[iris.record(AGS, SOZ.Offer, key)] for key in (one, other))
    groups, areas = {namespace("zg")[group]}, {iris.record(AGS, SOZ.Area, area)}
    pair = Candidate(namespace("bd")[need], first, second, groups, areas)
    assert str(classify(pairs.facts(pair)).kind) == kind, row["begruendung"]


@pytest.mark.parametrize(
    "row", [r for r in ASKED if r["frage"] in HITS], ids=lambda r: f"{r['frage']}-{r['treffer']}"
)
def test_a_question_finds_what_was_planted_for_it(town: Told, row: Row):
    given = dict(part.split("=") for part in row["parameter"].split(";"))
    day = date.fromisoformat(given.pop("stichtag"))
    if row["frage"] == "A6":
        given["area"] = row["treffer"].rpartition("|")[2]
    found = town.hits(row["frage"], day, given)
    assert (row["treffer"] in found) == (row["erwartet"] == "ja"), row["begruendung"]
    if row["aussage"]:
        assert found[row["treffer"]] == row["aussage"], row["begruendung"]
