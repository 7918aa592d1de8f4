"""Verdicts on whole towns: an oracle worked out beforehand, and changes that move exactly what they should."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from rdflib import Graph, URIRef

from graph import EmbeddedEngine
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import bind_prefixes, prefixes
from queries import Answer, MemoryTown, RuleDeriver, ask
from queries.matrix import matrix

DATA = Path(__file__).parent / "data" / "queries"
AGS = "99999001"
TODAY = date(2026, 11, 24)
STAND = iris.stand_graph(AGS, Audience.INTERN)
MUTATIONS = yaml.safe_load((DATA / "mutations.yaml").read_text("utf-8"))


def verdicts(answer: Answer) -> dict[str, str]:
    """Key of the need → state/claim."""
    return {
        str(row["assessment"]).rpartition("-")[2]: f"{row['state']}/{row['claim'] or '-'}"
        for row in answer.rows
    }


def a1(town: MemoryTown, day: date = TODAY) -> Answer:
    return ask(town, "A1", {}, audience=Audience.INTERN, reference_date=day)


ORACLE = {
    # grade, number of offers of that grade
    "n1": ("deckung-allgemein", 1),
    "n2": ("deckung-ungewiss", 1),
    "n3": ("deckung-spezifisch", 1),
    "n5": ("deckung-allgemein", 1),
    "n6": ("deckung-keine", 0),
}


def test_the_oracle_of_six_needs_comes_out_as_grades():
    town = MemoryTown.read(DATA / "oracle", AGS)
    answer = ask(town, "A1", {}, audience=Audience.INTERN, reference_date=date(2026, 11, 22))
    grades = {}
    for row in answer.rows:
        where = str(row["area"]).rpartition("-")[2]
        cells = matrix(
            town, where, [str(row["group"])], audience=Audience.INTERN, reference_date=date(2026, 11, 22)
        )
        cell = next(c for c in cells.cells if c.need == row["need"])
        assert str(cell.verdict.state) == str(row["state"])
        name = ("keine", "ungewiss", "teildeckung", "allgemein", "spezifisch")[cell.verdict.grade]
        grades[str(row["assessment"]).rpartition("-")[2]] = (f"deckung-{name}", cell.facts.offers)
    assert grades == ORACLE, "n4 is settled and does not count"


def test_n6_is_a_gap_only_once_completeness_is_declared():
    town = MemoryTown.read(DATA / "oracle", AGS)
    assert verdicts(a1(town))["n6"] == "unknown/nicht_beurteilbar"
    declared = turtle("""
        x:bestand-D a soz:InventoryStatement ; soz:area x:gebiet-M ; soz:inventoryAspect cl:aspekt-angebotsliste ;
          soz:inventoryResult es:ES-1 ; soz:asOf "2026-10-01"^^xsd:date .""")
    change(town, Graph(), declared)
    assert verdicts(a1(town)) == {
        "n1": "thin/belastbar", "n2": "unknown/hinweis", "n3": "covered/-", "n5": "thin/belastbar", "n6": "gap/belastbar",
    }  # fmt: skip


def turtle(text: str) -> Graph:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes().items())
    return Graph().parse(data=f"{head}@prefix x: <{prefixes()['id']}{AGS}/> .\n{text}", format="turtle")


def change(town: MemoryTown, gone: Graph, new: Graph, graph: URIRef = STAND) -> None:
    present = set(town.engine.graph(graph))
    assert all(triple in present for triple in gone), "removes what is not there"
    town.engine.apply([(*t, graph) for t in gone], [(*t, graph) for t in new])
    subjects = frozenset(s for s, _, _ in (*gone, *new) if isinstance(s, URIRef))
    changed = subjects if graph == STAND else frozenset()
    RuleDeriver.shipped().derive(town.engine, AGS, Audience.INTERN, changed)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m["why"].replace(" ", "-"))
def test_a_change_moves_exactly_the_verdicts_it_should(mutation):
    town = MemoryTown.read(DATA / "town", AGS, engine=EmbeddedEngine())
    before = verdicts(a1(town))
    if "held_back" in mutation:
        change(town, Graph(), turtle(mutation["held_back"]), iris.held_back_graph(AGS))
    else:
        change(town, turtle(mutation.get("remove", "")), turtle(mutation.get("add", "")))
    after = verdicts(a1(town))
    assert before.keys() == after.keys()
    moved = {need: [before[need], after[need]] for need in before if before[need] != after[need]}
    assert moved == {need: pair for need, pair in mutation["moves"].items() if pair[0] != pair[1]}
    assert all(before[need] == pair[0] and after[need] == pair[1] for need, pair in mutation["moves"].items())


def test_there_are_enough_mutations():
    assert len(MUTATIONS) >= 10
    assert sum(1 for m in MUTATIONS if not m["moves"]) >= 3, "some changes must move nothing"


def test_without_stated_needs_nothing_can_be_said():
    answer = a1(MemoryTown.of(bind_prefixes(Graph()), AGS))
    assert answer.lead.de == "0 festgestellte Bedarfe erfasst, keine Aussage möglich."
    assert answer.rows == []


def test_reported_needs_are_no_documented_ones():
    town = MemoryTown.read(DATA / "town", AGS, engine=EmbeddedEngine())
    keys = [f"B{n}" for n in (1, 2, 3, 4, 5, 6, 10, 11)]
    gone, new = Graph(), Graph()
    for need in turtle("").parse(DATA / "town" / "stand.ttl").subject_objects(prefixed("status")):
        if str(need[0]).rpartition("-")[2] in keys:
            gone.add((need[0], prefixed("status"), need[1]))
            new.add((need[0], prefixed("status"), URIRef(prefixes()["cl"] + "bedarfsstatus-gemeldet")))
    change(town, gone, new)
    answer = a1(town)
    assert (
        answer.lead.de
        == "0 festgestellte Bedarfe erfasst, keine Aussage möglich. 9 Bedarfe sind gemeldet, aber nicht geprüft."
    )
    assert [block.name for block in answer.blocks] == ["gap", "reported"]
    assert not answer.block("gap").rows


def prefixed(name: str) -> URIRef:
    return URIRef(prefixes()["soz"] + name)


def test_the_past_is_asked_with_its_own_date():
    town = MemoryTown.read(DATA / "town", AGS)
    early = verdicts(a1(town, date(2025, 12, 31)))
    assert early == {"B9": "unknown/nicht_beurteilbar"}, "the other needs were stated later"
    later = verdicts(a1(town, date(2027, 7, 1)))
    assert later["B11"] == "gap/belastbar", "the club has ended by then"
    much_later = verdicts(a1(town, date(2028, 10, 1)))
    assert much_later["B11"] == "unknown/nicht_beurteilbar", "and the statement is too old by then"
