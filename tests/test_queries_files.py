"""Question files keep to their agreements, and an error names file and place."""

from importlib.resources import files

import pytest
from rdflib import URIRef

from graph import EmbeddedEngine
from ontology.namespaces import namespace
from ontology.terms import CL, SOZ
from ontology.vocabulary import ontology_graph
from queries import Catalogue, rq
from queries.agreements import check_words, projected
from queries.catalogue import read_question
from queries.derive import arrange, load_rules, read_rule
from queries.errors import QuestionFileError, UnknownQuestionError

FOLDERS = ("questions", "rules", "facts", "networks")
ALL = [(folder, name) for folder in FOLDERS for name in rq.names(folder)]
ENGINE = EmbeddedEngine()
NOWHERE = [URIRef("urn:example:none")]
GOOD = rq.load("questions", "c2_kooperationspflicht")


@pytest.mark.parametrize(("folder", "name"), ALL)
def test_every_file_keeps_to_the_words_and_runs_as_it_is(folder, name):
    text = rq.load(folder, name)
    check_words(text, f"{name}.rq")
    kind = next(t.text.upper() for t in rq.tokens(text) if t.text.upper() in {"SELECT", "CONSTRUCT", "ASK"})
    {"SELECT": ENGINE.select, "CONSTRUCT": ENGINE.construct, "ASK": ENGINE.ask}[kind](text, NOWHERE)
    if kind == "SELECT":
        assert "ORDER BY" in text, "rows would come in any order"


def test_every_rq_file_lies_in_a_known_folder():
    base = files("queries")
    found = {entry.name for entry in base.iterdir() if entry.is_dir()}
    with_queries = {f for f in found if any(e.name.endswith(".rq") for e in base.joinpath(f).iterdir())}
    assert with_queries == set(FOLDERS)


def test_the_catalogue_finds_questions_by_code_and_by_file():
    catalogue = Catalogue.load()
    codes = [q.id for q in catalogue.questions]
    assert codes == sorted(codes, key=lambda code: (code[0], int(code[1:])))
    assert catalogue.get("a1") is catalogue.get("a1_bedarf_ohne_angebot")
    with pytest.raises(UnknownQuestionError, match="there is no question 'Z9'; expected one of A1, A2"):
        catalogue.get("Z9")


@pytest.mark.parametrize("question", Catalogue.load().questions, ids=lambda q: q.id)
def test_what_a_question_needs_exists(question):
    known = set(ontology_graph().subjects())
    for term in (*question.header.needs.classes, *question.header.needs.properties):
        prefix, _, local = term.partition(":")
        own = prefix == "soz"
        assert not own or namespace(prefix)[local] in known, term
    for aspect in question.header.aspects:
        assert CL[f"aspekt-{aspect}"]
    for code in question.header.codes:
        assert code.startswith(("LU-", "UE-"))


@pytest.mark.parametrize("question", Catalogue.load().questions, ids=lambda q: q.id)
def test_every_text_is_there_in_both_languages(question):
    header = question.header
    texts = [header.group, header.title, header.question, header.definition, header.asked_by]
    texts += [p.label for p in header.parameters] + [c.label for c in header.columns]
    texts += [b.title for b in header.blocks]
    assert all(t.de and t.en for t in texts)


BREACHES = [
    ("no header", lambda t: t[t.index("PREFIX") :], r"x\.rq:1: no header"),
    ("unknown key", lambda t: t.replace("#+ chart: table", "#+ chrat: table"), r"header\.chrat: unknown key"),
    ("missing key", lambda t: t.replace("#+ id: C2\n", ""), r"header\.id: is missing"),
    ("wrong id", lambda t: t.replace("#+ id: C2", "#+ id: c2-x"), r"header\.id: String should match"),
    ("one language", lambda t: t.replace("en: Head of department", "fr: Chef"), r"header\.asked_by\.en: is missing"),
    ("no YAML", lambda t: t.replace("#+ chart: table", "#+ chart: [table"), r"x\.rq:\d+: header is not YAML"),
    ("unknown kind", lambda t: t.replace("kind: concept, label: {de: Norm,", "kind: conzept, label: {de: Norm,"), r"columns\.0\.kind"),
    ("missing default", lambda t: t.replace("#+     default: all\n", ""), r"parameters\.0\.default: is missing"),
    ("default differs", lambda t: t.replace("#+     default: all\n", "#+     default: SA-08\n"), r"x\.rq:\d+: \?pillar is \{ UNDEF \} but the header's default is sa:SA-08"),
    ("default unknown", lambda t: t.replace("#+     default: all\n", "#+     default: SA-99\n"), r"'SA-99' is no concept of pillars"),
    ("no block for the parameter", lambda t: t.replace("VALUES ?pillar { UNDEF }", ""), r"parameter 'pillar' has no default"),
    ("no block for the date", lambda t: t.replace('VALUES ?referenceDate { "2026-11-24"^^xsd:date }', ""), r"date 'referenceDate' has no default"),
    ("undeclared column", lambda t: t.replace("SELECT DISTINCT ?norm", "SELECT DISTINCT ?norm ?kind"), r"\?kind not declared"),
    ("column not selected", lambda t: t.replace("?from ?to ?structure\nWHERE", "?from ?to\nWHERE"), r"structure not selected by the query"),
    ("column twice", lambda t: t.replace("#+ hidden: [from, to]", "#+ hidden: [from, to, norm]"), r"header\.columns: norm named twice"),
    ("block names an unknown column", lambda t: t.replace("#+   - name: missing\n", "#+   - name: missing\n#+     columns: [nrom]\n"), r"blocks\.missing: nrom is no column"),
    ("no order", lambda t: t[: t.index("ORDER BY")], r"no ORDER BY"),
    ("unknown prefix", lambda t: t.replace("cl:obligation-muss", "clx:obligation-muss"), r"x\.rq:\d+: clx:obligation-muss has no PREFIX line"),
    ("wrong prefix", lambda t: t.replace("PREFIX cl: <https://w3id.org", "PREFIX cl: <https://example.org"), r"x\.rq:\d+: prefix cl: is <https://example"),
    ("undeclared prefix", lambda t: t.replace("PREFIX cl: ", "PREFIX clx: "), r"prefix clx:"),
    ("star", lambda t: t.replace("SELECT DISTINCT ?norm ?obligation ?pillar ?from ?to ?structure", "SELECT DISTINCT *"), r"x\.rq:\d+: SELECT \* hides"),
    ("service", lambda t: t.replace("{ # every norm", "SERVICE <urn:x> { } { # every norm"), r"x\.rq:\d+: SERVICE reaches out"),
    ("clock", lambda t: t.replace("!(?lastDay", "!(NOW() > ?lastDay) && !(?lastDay").replace("&& !(?referenceDate > ?lastDay)", "&& !(NOW() > ?lastDay)"), r"x\.rq:\d+: NOW makes"),
    ("from", lambda t: t.replace("\nWHERE {", "\nFROM <urn:x> WHERE {", 1), r"x\.rq:\d+: FROM"),
    ("evaluator forgotten", lambda t: t.replace("#+ evaluate: duties_without_structure\n", ""), r"sentences 'lead' and 'empty' are needed"),
    ("computed with a block", lambda t: t.replace("#+     default: all\n", "#+     default: all\n#+     computed: true\n"), r"\?pillar has a block, but the header says"),
    ("compares with nothing", lambda t: t.replace("#+ chart: table", "#+ chart: table\n#+ compares: pillar"), r"header\.compares: 'pillar' is no integer parameter"),
    ("a date without its day", lambda t: t.replace("#+ parameters:\n", "#+ parameters:\n#+   - {name: since, kind: date, label: {de: Seit, en: Since}, default: -12}\n"), r"date 'since' has no day"),
    ("scheme at the wrong kind", lambda t: t.replace("#+     scheme: pillars\n", ""), r"parameters\.pillar: 'scheme' belongs"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "breach", "message"), BREACHES, ids=[b[0] for b in BREACHES])
def test_a_breach_is_refused_with_file_and_place(why, breach, message):
    broken = breach(GOOD)
    assert broken != GOOD
    with pytest.raises(QuestionFileError, match=message) as caught:
        read_question("x", broken)
    assert str(caught.value).startswith("x.rq:")


def test_two_questions_cannot_carry_one_code():
    with pytest.raises(QuestionFileError, match="one, two: all carry the id C2"):
        Catalogue.of({"one": GOOD, "two": GOOD})


def test_projected_variables_are_those_of_the_outermost_select():
    assert projected("SELECT ?a (MAX(?b) AS ?c) (COUNT(DISTINCT ?d) AS ?e) WHERE { SELECT ?f { } }") == [
        "a",
        "c",
        "e",
    ]


def test_rules_that_would_undo_each_other_are_refused():
    one = read_rule("one", rq.load("rules", "fit_need"))
    whole = rq.load("rules", "fit_need").replace("#+ focus: coverage\n", "")
    with pytest.raises(QuestionFileError, match=r"also written by one\.rq"):
        arrange([one, read_rule("two", whole)])
    later = rq.load("rules", "fit_need").replace("#+ stage: 2", "#+ stage: 3")
    with pytest.raises(QuestionFileError, match="expected the same stage"):
        arrange([one, read_rule("two", later)])


def test_a_rule_without_its_focus_block_is_refused():
    text = rq.load("rules", "fit_need").replace("VALUES ?coverage { UNDEF }", "")
    with pytest.raises(QuestionFileError, match="no block VALUES"):
        read_rule("x", text)


def test_every_derived_property_is_declared_in_the_ontology():
    known = set(ontology_graph().subjects())
    for rule in load_rules():
        assert rule.writes <= known, rule.name
        assert rule.title.de
        assert rule.title.en
    assert SOZ.needFit4 in {term for rule in load_rules() for term in rule.writes}
