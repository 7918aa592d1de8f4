"""Planning assumptions in stated ranges: what depends on them, each time told a second time by plain reading of the sheets."""

import math
from datetime import date
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from app import cli
from app.asked import Asked
from app.errors import RequestError
from app.scenarios.assumptions import THRESHOLD, VARIABLE
from app.scenarios.bands import Band
from app.service import Service
from ontology.iris import Audience
from queries.settings import Thresholds

TODAY = date(2026, 11, 24)
AT = Asked(Audience.INTERN, TODAY)


def square(longitude, latitude, side=0.02):
    far, high = round(longitude + side, 4), round(latitude + side, 4)
    corners = [(longitude, latitude), (far, latitude), (far, high), (longitude, high), (longitude, latitude)]
    return f"POLYGON(({', '.join(f'{x} {y}' for x, y in corners)}))"


def opened(folder, data):
    service = Service.open(folder, "99999001", create=True)
    preview = service.stage(data, "meldung.xlsx").value
    assert preview.refused is None, preview.refused
    service.accept(preview.token, who="Sozialplanung", why="Test")
    service.scenarios.make("Leer")
    return service


@pytest.fixture(scope="module")
def service(tmp_path_factory, small_town):
    """The small town as it is: four offers of three providers for one need."""
    return opened(tmp_path_factory.mktemp("spannen"), small_town())


@pytest.fixture(scope="module")
def walked(tmp_path_factory, small_town):
    """One located offer; a need stated where it is, and 1.6 km away."""
    area = {
        "kennung": "G-2",
        "name": "Südstadt",
        "ebene": "Stadtteil",
        "teil-von": "G-0",
        "offenlegung": "öffentlich",
        "lage": square(9.423, 51.30),
    }
    site = {"kennung": "S-1", "name": "Markt", "offenlegung": "öffentlich", "lage": "POINT(9.41 51.31)"}
    need = {"name": "Beratung", "zielgruppe": "ZG-A06", "bedarf": "BD-EX2"}
    return opened(
        tmp_path_factory.mktemp("wege"),
        small_town(
            without=("C-2", "C-3", "C-4"),
            change={"G-1": {"lage": square(9.40, 51.30)}, "A-1": {"standort": "S-1"}},
            more={"gebiet": [area], "standort": [site], "bedarf": [{**need, "kennung": "B-2", "gebiet": "G-1"}, {**need, "kennung": "B-3", "gebiet": "G-2"}]},
        ),
    )  # fmt: skip


def ranged(service, **values):
    name = next(s.id for s in service.scenarios.scenarios().value if s.name == "Leer")
    stated = [Band(THRESHOLD, field, tuple(str(v) for v in said)) for field, said in values.items()]
    return service.scenarios.bands(name, stated, AT).value


def cells(service):
    areas = ("G-0", "G-1")
    views = {a: service.matrix(area=a, audience=AT.audience, reference_date=TODAY).value for a in areas}
    return {(cell.need, cell.group, area): cell for area, view in views.items() for row in view.rows for cell in row.cells}  # fmt: skip


def test_how_many_providers_are_few(service):
    """Three providers serve the one need of the small town in both its areas: few from three on."""
    found = ranged(service, thin_providers=(1, 2, 3))
    assert found.variants == tuple(f"Dünn bei höchstens so vielen Trägern {n}" for n in (1, 2, 3))
    assert found.stable.rows == ()
    outcomes = {(row[0].iri.rpartition("/")[2], row[2].text): [c.value for c in row[3:]] for row in found.contested.rows}  # fmt: skip
    assert outcomes == {
        ("BD-EX2", "Beispielau"): ["covered", "covered", "covered", "thin"],
        ("BD-EX2", "Nordstadt"): ["covered", "covered", "covered", "thin"],
    }


def test_how_long_a_declaration_counts(service):
    """The one declaration is of 1 October: with one month it has run out on 24 November, with two it has not."""
    gaps = sum(cell.state == "gap" for cell in cells(service).values())
    assert gaps
    found = ranged(service, fresh_months=(1, 2))
    assert found.stable.rows == ()
    states = [tuple(cell.value for cell in row[3:]) for row in found.contested.rows]
    assert states.count(("gap", "unknown", "gap")) == gaps
    assert set(states) <= {("gap", "unknown", "gap"), ("thin", "thin", "thin")}
    never = ranged(service, fresh_months=(0, 1))
    assert len([r for r in never.stable.rows if r[3].value == "gap" and r[4].value == "unknown"]) == gaps
    assert never.untouched + len(never.stable.rows) + len(never.contested.rows) == found.untouched + len(found.contested.rows)  # fmt: skip


def test_how_fast_people_walk_and_what_is_far(walked):
    """From the distance the question tells: the way is that far in every run as a pocket calculator says."""
    answer = walked.ask("I3", {}, audience=AT.audience, reference_date=TODAY).value
    distances = {}
    for table in (answer, *answer.blocks):
        names = [column.name for column in table.columns]
        for row in table.rows:
            distances[row[names.index("area")].text] = row[names.index("distance")].value
    assert distances["Nordstadt"] == 0
    assert 1500 < distances["Südstadt"] < 1700
    paces, limits = (60, 80, 110), (15, 30)
    found = ranged(walked, walking_pace=paces, far_minutes=limits)
    assert (found.stable, found.contested, found.untouched) == (None, None, None)
    (part,) = found.questions
    assert part.title.startswith("I3")
    near = [math.ceil(Decimal(distances["Südstadt"]) * Decimal("1.3") / pace) <= limit for pace in paces for limit in limits]  # fmt: skip
    assert len(set(near)) == 2, "else nothing would be contested"
    (row,) = part.contested.rows
    assert (row[2].text, len(part.stable.rows)) == ("Südstadt", 0)
    titles = {answer.table_name: answer.table_title} | {block.name: block.title for block in answer.blocks}
    assert row[3].text == titles["far"], "26 minutes with what is set"
    assert [cell.text == titles["near"] for cell in row[4:]] == near
    assert len(found.variants) == len(set(found.variants)) == 6
    assert all(str(pace) in found.variants[2 * at] for at, pace in enumerate(paces))


def test_assumptions_and_acts_vary_together(service):
    name = service.scenarios.make("Angebot endet", "").value.id
    service.scenarios.suppose(name, {"do": "close-offer", "offer": "A-1", "day": "2026-06-30"})
    stated = [Band("1", "day", ("2026-06-30", "2027-06-30")), Band(THRESHOLD, "thin_providers", ("1", "2"))]
    done = []
    found = service.scenarios.bands(name, stated, AT, step=lambda at, of: done.append((at, of))).value
    assert done == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    # without A-1 two providers are left: few only where two are few; with it there are three
    assert {row[2].text: [c.value for c in row[3:]] for row in found.contested.rows} == {
        area: ["covered", "covered", "thin", "covered", "covered"] for area in ("Beispielau", "Nordstadt")
    }


def test_what_protects_people_is_no_assumption(service):
    assert "smallest_number" not in VARIABLE
    assert set(VARIABLE) <= set(Thresholds.__dataclass_fields__)
    assert "smallest_number" not in {a.name for a in service.scenarios.assumptions().value}
    with pytest.raises(RequestError, match="keine Annahme, die sich verändern lässt"):
        ranged(service, smallest_number=(1, 3))


@pytest.mark.parametrize(
    "values",
    [
        {"thin_providers": range(13)},
        {"thin_providers": ("viele",)},
        {"thin_providers": ("1.5",)},
        {"thin_providers": ("50 %",)},
        {"thin_providers": ("-1",)},
        {"walking_pace": ("0",)},
        {"detour": ("130 %",)},
        {"secured_share": ("nan",)},
        {"unsinn": ("1",)},
    ],
)
def test_what_makes_no_sense_is_refused(service, values):
    with pytest.raises(RequestError, match="Spannen"):
        ranged(service, **values)


@pytest.mark.parametrize("name", [name for name, decides in VARIABLE.items() if decides])
def test_every_assumption_decides_in_its_question(service, name):
    """A share may be written either way; the question answers in every run."""
    share = isinstance(getattr(Thresholds.load(), name), Decimal)
    found = ranged(service, **{name: ("30 %", "0,9") if share else ("1", "200")})
    assert [part.title.partition(" ")[0] for part in found.questions] == [VARIABLE[name]]
    assert service.scenarios.assumptions("en").value


def test_a_check_grows_old(service):
    """All four offers were checked on 1 November: within one month for everybody, within none for nobody."""
    (part,) = ranged(service, outdated_months=(0, 1)).questions
    assert len(part.contested.rows) == 4


def test_the_command_says_each_run_with_its_values(service):
    name = service.scenarios.scenarios().value[-1].id
    home = str(service._town.home)
    shown = CliRunner().invoke(cli.app, ["scenario", "assumptions", "--home", home])
    assert shown.exit_code == 0
    assert all(assumption in shown.output for assumption in VARIABLE)
    line = ["scenario", "ranges", name, "--range", "threshold.thin_providers=2;3", "--date", "2026-11-24", "--home", home]  # fmt: skip
    ran = CliRunner().invoke(cli.app, line)
    assert ran.exit_code == 0, ran.output
    assert "2. Dünn bei höchstens so vielen Trägern 3" in ran.output
    assert "Strittig" in ran.output
