"""The shelter test (ruling 25): canaries put where they must not be are found in no byte that leaves.

Street, postcode, coordinates and phone of three protected sites, (a) in deliveries that must be refused and leave no
trace, (b) past all checks straight in the store, in source graph, Stand and derived graph. Beside them a number of too few
people, an internal record and a person, which must not reach the public. Here stands what holds for all exits together; the files beside
this one sweep them, room by room.
"""

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator
from pathlib import Path

from canaries.needles import contents, leaks
from canaries.planted import AGS, DAY, site
from canaries.sweep import FORMS, OF_ONE, ROOT, SAME, exits, facade, named_in, words_of

from app import exports
from app.gate import release
from app.service import Service
from app.views import AnswerView, CellKind, CellView, ColumnView
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

HERE = Path(__file__).parent


def test_every_exit_of_the_facade_is_swept():
    assert len(exits()) > 100
    assert exits() - named_in(*HERE.glob("test_app_canaries*.py")) == set()


def test_every_call_of_the_facade_cleans_its_errors():
    """A call that raises is an exit as well."""
    raw = {
        (name, method)
        for name, cls in facade().items()
        for method, function in vars(cls).items()
        if inspect.isfunction(function)
        and not method.startswith("_")
        and not hasattr(function, "__wrapped__")
    }
    assert raw == set()


def test_whatever_is_asked_for_somebody_is_released_for_them():
    """Every way out of a call that takes `Asked` names the audience asked, by whatever helpers of its class it goes."""
    found = [
        f"{cls.__name__}.{method}: {ast.unparse(call)}"
        for cls in facade().values()
        for method, function in vars(cls).items()
        if inspect.isfunction(function) and "app.asked.Asked" in str(inspect.signature(function))
        for call in releases(cls, method, set())
        if len(call.args) < 2 or not ast.unparse(call.args[1]).endswith("audience")
    ]
    assert found == []


def releases(cls: type, method: str, seen: set[str]) -> Iterator[ast.Call]:
    """The calls of the gate in a method and in those of its class that it uses."""
    function = getattr(cls, method, None)
    if method in seen or not inspect.isfunction(function):
        return
    seen.add(method)
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if ast.unparse(call.func).endswith("._released"):
            yield call
        elif isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in ("self", "under"):
            yield from releases(cls, call.func.attr, seen)


def test_every_form_in_which_something_can_be_taken_along_is_looked_through():
    made = {
        (str(path.relative_to(ROOT)), node.name)
        for path in (ROOT / "app").rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if node.returns and ast.unparse(node.returns).startswith("bytes")
        if node.args.args and "Released[" in ast.unparse(node.args.args[0])
    }
    known = {
        (str(Path(inspect.getfile(make)).relative_to(ROOT)), make.__name__)
        for make in (*SAME, *(make for makers in (*FORMS.values(), *OF_ONE.values()) for make in makers))
    }
    assert made == known


def test_no_shelter_is_named_beside_a_district(planted):
    service = planted
    query = "SELECT DISTINCT ?o ?l ?a WHERE { ?o <https://w3id.org/sozialplanung/def#atSite> ?s . ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l ; <https://w3id.org/sozialplanung/def#area> ?a }"
    view = service.sparql(query).value
    assert len(view.rows) == 3
    assert "Nordstadt" not in str(view.rows)
    assert all(row[2].mark is not None and row[2].iri is None for row in view.rows)


def test_errors_do_not_echo_what_is_protected(places, planted):
    service = planted
    calls = [
        lambda text: service.ask("A1", {"within": text}, audience=Audience.INTERN, reference_date=DAY),
        lambda text: service.ask(text, {}, audience=Audience.INTERN, reference_date=DAY),
        lambda text: service.matrix(area=text, audience=Audience.INTERN, reference_date=DAY),
        lambda text: service.sparql(f"SELEKT {text}"),
        service.staged,
        lambda text: service.backup(places[0] / text / "x" / AGS),
    ]
    for call in calls:
        for text in ("Zilpzalpsteg", "Wendehalsallee 3", "00872", "51.334185"):
            try:
                shown = str(call(text).value)
            except KnowledgeGraphError as error:
                shown = words_of(error)
            assert leaks(shown) == [], call


def test_an_older_version_does_not_tell_what_is_protected_now(places, small_town):
    """A site was open and is protected now: the address in the version before must not leave either."""
    service = Service.open(places[0], AGS, create=True)
    open_site = site("X-1", "strasse", "hausnummer", "plz", disclosure="öffentlich")
    first = small_town(more={"standort": [open_site]})
    service.accept(service.stage(first, "a.xlsx").value.token, who="Amt", why="Test")
    closed = {
        "kennung": "X-1",
        "name": "Haus X-1",
        "offenlegung": "geschützt",
        "ohne-anschrift": "Anschrift geschützt",
    }
    second = small_town(more={"standort": [closed]})
    preview = service.stage(second, "b.xlsx")
    assert leaks(contents(exports.to_json(preview))) == []
    service.accept(preview.value.token, who="Amt", why="Test")
    town = service._town
    secrets = town.secrets(town.snapshot(1))
    table = AnswerView(
        "",
        "",
        "",
        "",
        "",
        (ColumnView("a", "A", CellKind.TEXT),),
        ((CellView("Zilpzalpsteg 3, 00871"),),),
        DAY,
        1,
        "intern",
    )
    assert leaks(contents(exports.to_json(release(table, Audience.INTERN, secrets)))) == []


def test_the_sweep_would_notice_a_leak():
    assert leaks("wohnt am Zilpzalpsteg")
    assert leaks("51,3174625 Grad")
    assert leaks(contents(json.dumps({"a": "00871"}).encode()))
