"""What might be just what is missing leaves no more than a hint, whatever the question."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from rdflib import Graph

from graph import EmbeddedEngine
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import prefixes
from queries import Answer, MemoryTown, ask

DATA = Path(__file__).parent / "data" / "queries"
AGS = "99999001"
TODAY = date(2026, 11, 24)
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes().items())
OWN = f"@prefix x: <{prefixes()['id']}{AGS}/> .\n"

OFFER = "a soz:Offer ; soz:status cl:angebotsstatus-aktiv ; soz:serviceType at:AT-B2 ; soz:providedBy x:organisation-T3"
COMPLETE = """x:bestand-D9 a soz:InventoryStatement ; soz:area x:gebiet-G ; soz:asOf "2026-10-01"^^xsd:date ;
  soz:inventoryAspect cl:aspekt-angebotsliste , cl:aspekt-abdeckung ; soz:inventoryResult es:ES-1 ; soz:needType bd:BD-SO , bd:BD-FA ."""
SOMEWHERE = f"""x:angebot-A90 {OFFER} ; soz:hasCoverage x:abdeckung-A90 .
  x:abdeckung-A90 a soz:Coverage ; soz:needType bd:BD-SO1 ; soz:targetGroup zg:ZG-A09 ."""


@cache
def stand() -> str:
    return (DATA / "town" / "stand.ttl").read_text("utf-8")


def town(more: str = "", held_back: str = "") -> MemoryTown:
    graph = Graph().parse(data=f"{stand()}\n{HEAD}{OWN}{more}", format="turtle")
    waiting = Graph().parse(data=HEAD + OWN + held_back, format="turtle")
    return MemoryTown.of(graph, AGS, extra={iris.held_back_graph(AGS): waiting}, engine=EmbeddedEngine())


def claim(answer: Answer, **wanted: str) -> tuple[str, str]:
    """Block and claim of the only row that shows what is wanted, by the end of its IRI."""
    found = [
        (block.name, str(row["claim"]), row["reason"].de)
        for block in answer.blocks
        for row in block.rows
        if all(str(row.get(name)).endswith(end) for name, end in wanted.items())
    ]
    assert len(found) == 1, found
    assert (found[0][1] == "hinweis") == (
        "könnte" in found[0][2] or "wartet" in found[0][2] or "sagen aber nicht" in found[0][2]
    )
    return found[0][:2]


def asked(code: str, more: str = "", held_back: str = "", **parameters: str) -> Answer:
    return ask(town(more, held_back), code, parameters, audience=Audience.INTERN, reference_date=TODAY)


def test_only_one_provider_where_another_one_does_not_say_where():
    cell = {"need": "BD-SO1", "group": "ZG-A09"}
    assert claim(asked("A6", COMPLETE, area="N"), **cell) == ("others", "belastbar")
    assert claim(asked("A6", COMPLETE + SOMEWHERE, area="N"), **cell) == ("others", "hinweis")


def test_only_in_part_where_an_offer_does_not_say_for_whom():
    somebody = f"""x:angebot-A90 {OFFER} ; soz:hasCoverage x:abdeckung-A90 .
      x:abdeckung-A90 a soz:Coverage ; soz:needType bd:BD-FA2 ; soz:area x:gebiet-G ."""
    assert claim(asked("A1", COMPLETE), assessment="B6") == ("part", "belastbar")
    assert claim(asked("A1", COMPLETE + somebody), assessment="B6") == ("part", "hinweis")


def test_a_duty_met_in_part_where_an_offer_does_not_say_where():
    somewhere = SOMEWHERE + " x:angebot-A90 soz:legalBasis rb:SGB-XII-71 ."
    assert claim(asked("A2"), norm="SGB-XII-71") == ("part", "belastbar")
    assert claim(asked("A2", somewhere), norm="SGB-XII-71") == ("part", "hinweis")


def test_a_duty_whose_offer_does_not_say_where_weighs_no_more_than_one_without_any():
    """As with cells: where nothing is declared, an uncertain offer does not make a hint of it."""
    somewhere = SOMEWHERE + " x:angebot-A90 soz:legalBasis rb:{} ."
    for norm, claimed in (("SGB-XII-70", "hinweis"), ("SGB-VIII-16", "nicht_beurteilbar")):
        (row,) = [
            r
            for r in asked("A2", somewhere.format(norm)).block("unknown").rows
            if str(r["norm"]).endswith(norm)
        ]
        assert str(row["claim"]) == claimed


@pytest.mark.parametrize("cls", ["Committee", "Cooperation", "Contract"])
def test_a_duty_to_cooperate_while_a_structure_waits(cls):
    waiting = f"x:zeile-9 a soz:HeldBackRow ; soz:onClass soz:{cls} ."
    assert claim(asked("C2"), norm="SGB-VIII-81") == ("missing", "belastbar")
    assert claim(asked("C2", held_back=waiting), norm="SGB-VIII-81") == ("unknown", "hinweis")
    assert claim(asked("A2", held_back=waiting), norm="SGB-XII-71") == ("part", "belastbar"), "no offer waits"


def test_a_handover_agreed_by_any_provider_of_an_offer_counts():
    agreed = """x:angebot-A8 soz:providedBy x:organisation-T6 .
      x:kooperation-K9 a soz:Cooperation ; soz:participant x:organisation-T6 , x:organisation-T3 ; soz:cooperationType ko:KO-4 ."""
    for more, block in (("", "unagreed"), (agreed, "agreed")):
        rows = {str(row["offer"]).rpartition("-")[2] for row in asked("A11", more).block(block).rows}
        assert "A8" in rows


def test_a_combined_group_is_named_by_all_it_combines():
    groups = "".join(
        f'x:zielgruppe-{key} a soz:TargetGroup ; skos:prefLabel "{key}"@de ; soz:combines zg:{key.replace("_", " , zg:")} .\n'
        for key in ("ZG-A06_ZG-M02", "ZG-A07_ZG-M02")
    )
    from queries import matrix

    found = matrix(
        town(groups), "N", ["ZG-A07_ZG-M02"], field="BD-SO", audience=Audience.INTERN, reference_date=TODAY
    )
    assert [str(group).rpartition("/")[2] for group in found.groups] == ["zielgruppe-ZG-A07_ZG-M02"]


def test_a_gap_from_money_that_ends_while_money_waits():
    """The only advice in the south loses its money, and a row that waits may be the grant that follows."""
    need = """x:bedarf-B90 a soz:NeedAssessment ; soz:needType bd:BD-FA2 ; soz:targetGroup zg:ZG-F01 ; soz:area x:gebiet-S ;
      soz:status cl:bedarfsstatus-geprueft ; soz:asOf "2026-05-01"^^xsd:date ."""
    waiting = "x:zeile-9 a soz:HeldBackRow ; soz:onClass soz:Funding ."
    assert claim(asked("A5", COMPLETE + need), assessment="B90") == ("gap", "belastbar")
    assert claim(asked("A5", COMPLETE + need, waiting), assessment="B90") == ("weaker", "hinweis")


@pytest.mark.parametrize("cls", ["Cooperation", "Committee", "Contract", "Membership"])
def test_a_pair_without_coordination_while_what_coordinates_waits(cls):
    waiting = f"x:zeile-9 a soz:HeldBackRow ; soz:onClass soz:{cls} ."
    assert "belastbar" in weights("b4_abgestimmt", "open", "")
    assert "belastbar" not in weights("b4_abgestimmt", "open", waiting)


def test_a_bridge_between_pillars_without_structure_while_one_waits():
    waiting = "x:zeile-9 a soz:HeldBackRow ; soz:onClass soz:Cooperation ."
    assert "belastbar" in weights("c1_schnittstellen", "norms", "")
    assert "belastbar" not in weights("c1_schnittstellen", "norms", waiting)


def weights(stem: str, block: str, held_back: str) -> set[str]:
    """The claims in a block of a question, asked of the town it has beside it as in its first run."""
    run = yaml.safe_load((DATA / stem / "case.yaml").read_text("utf-8"))["runs"][0]
    own = MemoryTown.read(DATA / "town", AGS, also=[DATA / stem / "town"], engine=EmbeddedEngine())
    waiting = Graph().parse(data=HEAD + OWN + held_back, format="turtle")
    own.engine.apply([], [(*triple, iris.held_back_graph(AGS)) for triple in waiting])
    answer = ask(
        own,
        stem,
        {name: str(value) for name, value in run.items()},
        audience=Audience.INTERN,
        reference_date=TODAY,
    )
    return {str(row["claim"]) for row in answer.block(block).rows if row.get("claim") is not None}
