"""Sees to it that nothing planted is in anything the facade hands out, in whatever form it can be taken along.

```python
with swept(MapDesk="map answer", Service="overview") as sweep:
    ...                             # every call of the facade is looked at; the two named must have answered
assert sweep.withheld               # the gate met what was planted
```

`test_app_canaries.py` sees to it that each call of the facade is named by one of these.
"""

import ast
import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial, wraps
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

from app import date_exports, exports
from app.answers import rdf_exports
from app.asked import Asked
from app.delivery.calendar_views import CalendarView
from app.gate import Released
from app.gated import Gated
from app.maps import exports as map_exports
from app.maps.layers import LAYERS
from app.maps.views import MapView
from app.money.views import DatesView
from app.networks import exports as network_exports
from app.networks.views import NetworkView
from app.papers import excel, pdf, pictures, word
from app.papers.blocks import Picture
from app.papers.document import document
from app.papers.views import PaperView
from app.processes import rows as process_rows
from app.processes.views import ProcessView
from app.profiles import exports as profile_exports
from app.profiles.views import ProfileView
from app.records.views import EnquiryView
from app.service import Service
from app.views import AnswerView, MatrixView
from canaries.needles import contents, leaks
from ontology.iris import Audience

ROOT = Path(__file__).parents[2]
OF_ONE = {date_exports.COMMITTEE_DATES: (date_exports.committees_to_ics,)}
"""Forms of one answer only."""
FORMS = {
    object: (exports.to_json,),
    AnswerView: (exports.to_csv, exports.to_xlsx, rdf_exports.to_turtle),
    MatrixView: (exports.to_csv, exports.to_xlsx),
    CalendarView: (exports.to_ics,),
    EnquiryView: (exports.to_enquiry,),
    DatesView: (date_exports.to_ics,),
    NetworkView: (network_exports.to_graphml, network_exports.to_gexf, network_exports.to_svg),
    MapView: (map_exports.to_geojson, map_exports.to_svg),
    PaperView: (word.to_docx, pdf.to_pdf, excel.to_xlsx),
    ProcessView: (process_rows.to_ics,),
    ProfileView: (profile_exports.to_csv, profile_exports.to_turtle),
}
"""Kind of view → in which forms it can be taken along, as far as they differ in what they say."""
SAME = (
    rdf_exports.to_jsonld,  # the triples of the Turtle
    profile_exports.to_jsonld,
    map_exports.to_png,  # the picture of the SVG, whose text can be read
    network_exports.to_png,
)

_MARKS = ("[geschützt]", "[protected]", "[intern]", "[internal]")


def facade() -> dict[str, type]:
    """Every part of the facade by name: the service and all desks."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        if "Gated)" in path.read_text("utf-8"):
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found, new = {Service.__name__: Service}, [Gated]
    while new:
        # tests make parts of their own to try things out; they are no exits of the program
        known = [cls for cls in new.pop().__subclasses__() if cls.__module__.startswith("app.")]
        found |= {cls.__name__: cls for cls in known}
        new += known
    return found


def exits() -> set[tuple[str, str]]:
    """Class and name of every call of the facade out of which something comes."""
    return {
        (name, method)
        for name, cls in facade().items()
        for method, function in vars(cls).items()
        if inspect.isfunction(function)
        and not method.startswith("_")
        and _told(function).startswith(("Released[", "bytes"))
    }


def _told(function: Callable) -> str:
    """What a function returns, as it stands there."""
    return inspect.formatannotation(function.__annotations__.get("return")).rpartition("app.gate.")[2]


def named_in(*files: Path) -> set[tuple[str, str]]:
    """Class and name of every call that the tests in these files say they look at."""
    return {
        (keyword.arg, method)
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "swept"
        for keyword in node.keywords
        if keyword.arg
        for method in ast.literal_eval(keyword.value).split()
    }


class Sweep:
    """What was looked at. `withheld`: how often the gate withheld something, now or when a part was made; `answered`: which calls did not fail."""

    def __init__(self) -> None:
        self.withheld = 0
        self.answered: set[tuple[str, str]] = set()
        self._looked_at: set[tuple[bytes, bool]] = set()
        self._inside = threading.local()

    def over(self, place: tuple[str, str], method: Callable) -> Callable:
        """The method, looked at whenever it is called from outside of the facade."""

        @wraps(method)
        def call(*args, **kwargs):
            if getattr(self._inside, "is_so", False):
                return method(*args, **kwargs)
            self._inside.is_so = True
            try:
                result = method(*args, **kwargs)
            except Exception as error:  # whatever is raised is an exit too; it is looked at and raised again
                if found := leaks(words_of(error)):
                    raise AssertionError(f"{place} says {found} in its error") from None
                raise
            finally:
                self._inside.is_so = False
            self.answered.add(place)
            _check_audience(place, result, (*args, *kwargs.values()))
            self._look(place, result, public=_is_for_public(args, kwargs))
            return result

        return call

    def _look(self, place: tuple[str, str], result: object, *, public: bool) -> None:
        if isinstance(result, bytes):
            assert leaks(contents(result)) == [], place
        if isinstance(result, Released):
            self.withheld += result.withheld.protected + result.withheld.small_numbers
            public = public or result.audience is Audience.PUBLIC
            whole = (exports.to_json(result), public)
            if whole in self._looked_at:
                return
            self._looked_at.add(whole)
            for form, content in forms(result, is_whole=place != ("PaperDesk", "paper")):
                text = contents(content)
                assert leaks(text, public=public, own_query=place[1] == "sparql") == [], (place, form)
                self.withheld += sum(mark in text for mark in _MARKS)


def forms(released: Released, *, is_whole: bool = True) -> Iterator[tuple[str, bytes]]:
    """A released value in every form it can be taken along, with the form's name. `is_whole`: not a draft of a paper."""
    for kind, makers in FORMS.items():
        if isinstance(released.value, kind) and (is_whole or kind is object):
            for make in makers:
                for each in _each(make, released.value):
                    yield make.__name__, each(released)
    if isinstance(released.value, AnswerView):
        for make in OF_ONE.get(released.value.question_id, ()):
            yield make.__name__, make(released)
    if isinstance(released.value, AnswerView | MatrixView):
        yield "about", str(exports.about(released)).encode()
    if isinstance(released.value, PaperView):
        yield from _pictures(released)


def _pictures(released: Released) -> Iterator[tuple[str, bytes]]:
    for block in document(released).blocks:
        if isinstance(block, Picture):
            yield "picture", pictures.svg(block.drawn, "sans-serif").encode()


def _each(make: Callable, view: object) -> Iterator[Callable]:
    """A maker once; one of the map's for each of its layers, with the sites."""
    if not isinstance(view, MapView) or make is exports.to_json:
        yield make
        return
    for layer in LAYERS:
        yield (
            partial(make, name=layer)
            if make is map_exports.to_geojson
            else partial(make, name=layer, sites=True)
        )


OF_THEIR_OWN = {("PaperDesk", "paper"), ("PaperDesk", "exportable")}
"""What is released for an audience of its own: a paper is for those it was begun for, whoever reads it."""


def _check_audience(place: tuple[str, str], result: object, given: tuple) -> None:
    """What is asked for somebody is released for them and nobody else."""
    asked = {each.audience for each in given if isinstance(each, Asked)} | {
        each for each in given if isinstance(each, Audience)
    }
    if isinstance(result, Released) and asked and place not in OF_THEIR_OWN:
        assert {result.audience} == asked, place


def _is_for_public(args: tuple, kwargs: dict) -> bool:
    given = [*args, *kwargs.values()]
    return any(
        value is Audience.PUBLIC or (isinstance(value, Asked) and value.audience is Audience.PUBLIC)
        for value in given
    )


def words_of(error: BaseException) -> str:
    """Everything that could be shown of an error."""
    cause = None if error.__suppress_context__ else error.__context__
    return f"{error} {error.args} {error.__cause__} {cause} {error!r}"


@contextmanager
def swept(**methods: str) -> Iterator[Sweep]:
    """Look at everything that comes out of the facade meanwhile; at the end the named calls must have answered.

    Args:
        methods: class of the facade → names of its methods, separated by spaces.
    """
    sweep = Sweep()
    with ExitStack() as stack:
        for name, cls in facade().items():
            for method, function in list(vars(cls).items()):
                if inspect.isfunction(function) and not method.startswith("_"):
                    stack.enter_context(patch.object(cls, method, sweep.over((name, method), function)))
        yield sweep
    wanted = {(name, method) for name, each in methods.items() for method in each.split()}
    assert wanted <= sweep.answered, f"never answered: {sorted(wanted - sweep.answered)}"
