"""The studies behind the pages of needs, goals and committees on Beispielau, a second time from the workbooks."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from beispielau import Town
from plain.cells import combined
from plain.funds import counting
from plain.goals import ADOPTED, REFUSED, measured, of_goal
from plain.grants import _decisions
from plain.tables import TODAY, Row, active, day_of, later, records, upwards, valid, values
from plain.words import code
from test_examples_answers import cell

from ontology.iris import Audience
from queries.answer import Answer
from queries.asking import ask
from queries.errors import ParameterError
from queries.study import studies, study, study_header

pytestmark = pytest.mark.slow
VALID = ("gemeldet", "geprüft", "anerkannt")
SPEAKERS = {
    "Expert*innen in eigener Sache": "lived",
    "freier Träger": "practice",
    "Verwaltung": "practice",
    "Wissenschaft": "practice",
}
TRACKS = {"statistics": "Statistik", "practice": "Fachpraxis", "lived": "Gelebte Erfahrung"}


@pytest.fixture(scope="module")
def town(beispielau: Town) -> Town:
    return beispielau


def told(town: Town, name: str, day: date = TODAY, **narrowed: str) -> Answer:
    return study(town.snapshot, name, audience=Audience.INTERN, reference_date=day, **narrowed)


def shown(answer: Answer, block: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(cell(row.get(name)) for name in columns) for row in answer.block(block).rows]


# needs on three tracks


def track_of_kinds(kinds: set[str]) -> str:
    if "EV-6" in kinds:
        return "lived"
    if "EV-5" in kinds:
        return "practice"
    return "statistics" if kinds & {"EV-1", "EV-2", "EV-3", "EV-4"} else ""


def proofs(need: Row, at: date) -> list[tuple[str, str]]:
    """(track or "", record or "") of everything a need rests on."""
    found, kinds_shown = [], set()
    for key in values(need, "beleg"):
        for sheet in ("aussage", "dokument", "messwert", "bewertung"):
            row = records(sheet).get(key)
            if row is None:
                continue
            if day_of(row.get("stichtag") or row.get("datum"), date.min) > at:
                continue
            kinds = set(values(row, "belegart")) if sheet in ("aussage", "dokument") else set()
            kinds_shown |= kinds
            if sheet == "messwert":
                track = "statistics"
            elif sheet == "aussage":
                track = SPEAKERS.get(row["sprechperspektive"], "")
            else:
                track = track_of_kinds(kinds)
            found.append((track, key))
    there = {track for track, _ in found if track}
    for kind in set(values(need, "belegart")) - kinds_shown:
        track = track_of_kinds({kind})
        if not track or track not in there:
            found.append((track, ""))
    return found


def plain_cells(at: date) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    found: defaultdict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in records("bedarf").values():
        if row["status"] in VALID and valid(row, at):
            for need in values(row, "bedarf"):
                for group in values(row, "zielgruppe"):
                    for area in values(row, "gebiet"):
                        found[need, combined(group), area] += proofs(row, at)
    return found


@pytest.mark.parametrize("at", [TODAY, date(2026, 3, 1)])
def test_what_is_recorded_on_which_track_is_that_of_the_workbooks(town: Town, at: date):
    answer = told(town, "need-tracks", at)
    expected = set()
    for cell_key, own in plain_cells(at).items():
        numbers = {track: sum(1 for t, _ in own if t == track) for track in TRACKS}
        missing = ", ".join(name for track, name in TRACKS.items() if not numbers[track])
        expected.add((*cell_key, *(str(n) if n else "" for n in numbers.values()), missing))
    found = set(shown(answer, "cells", "need", "group", "area", *TRACKS, "missing"))
    assert found == expected, (sorted(found - expected)[:5], sorted(expected - found)[:5])
    assert any(missing for *_, missing in found)
    assert any(not missing for *_, missing in found)


def test_sum_and_evidence_agree_and_a_missing_track_is_a_hint_at_most(town: Town):
    answer = told(town, "need-tracks")
    listed: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for *key, track in shown(answer, "evidence", "need", "group", "area", "track"):
        listed[(*key, track)] += 1
    for row in answer.block("cells").rows:
        key = tuple(cell(row[name]) for name in ("need", "group", "area"))
        for track, name in TRACKS.items():
            assert cell(row.get(track)) == (str(listed[(*key, name)]) if listed[(*key, name)] else "")
        assert cell(row["claim"]) == ("hinweis" if cell(row["missing"]) else "")
    assert str(len(answer.block("cells").rows)) in answer.lead.de


def test_who_speaks_is_a_point_of_view_and_never_left_open_silently(town: Town):
    rows = shown(told(town, "need-tracks"), "evidence", "track", "who", "method")
    assert {who for track, who, _ in rows if track == "Statistik"} == {""}
    assert all(who and method for track, who, method in rows if track != "Statistik")


def test_narrowed_to_a_field_and_an_area_there_are_its_cells_only(town: Town):
    everything = set(shown(told(town, "need-tracks"), "cells", "need", "group", "area"))
    field = next(iter(sorted(everything)))[0].rstrip("0123456789")
    narrowed = set(shown(told(town, "need-tracks", field=field), "cells", "need", "group", "area"))
    assert narrowed == {row for row in everything if field in upwards("needs", row[0])} != everything
    area = "G-02"
    in_area = set(shown(told(town, "need-tracks", within=area), "cells", "need", "group", "area"))
    assert in_area == {row for row in everything if row[2] == area}
    with pytest.raises(ParameterError):
        told(town, "need-tracks", field="Unfug")


# ways of goals


def plain_offers(goal: str) -> set[tuple[str, str, str]]:
    """(offer, over what, record) of a goal."""
    running = {key for key, row in records("angebot").items() if active(row, TODAY)}
    found = {
        (key, "nennt das Ziel", "") for key in running if goal in values(records("angebot")[key], "ziel")
    }
    for decision in records("beschluss").values():
        if (
            goal in values(decision, "ziel") + values(decision, "betrifft")
            and decision["status"] not in REFUSED
        ):
            about = set(values(decision, "betrifft"))
            for sheet in ("finanzierung", "vereinbarung"):
                about |= {
                    o for k in about & records(sheet).keys() for o in values(records(sheet)[k], "angebot")
                }
            found |= {
                (offer, "Beschluss über Ziel und Angebot", decision["kennung"]) for offer in about & running
            }
    for row in records("messwert").values():
        measures = (
            row["indikator"] in values(records("ziel")[goal], "indikator") and row["angebot"] in running
        )
        if measures and day_of(row["stichtag"], date.min) <= TODAY:
            found.add((row["angebot"], "Indikator des Ziels dort gemessen", row["indikator"]))
    for row in records("bewertung").values():
        judges = goal in values(row, "ziel") and row["gegenstand"] in running
        if judges and day_of(row["stichtag"], date.min) <= TODAY:
            found.add((row["gegenstand"], "für das Ziel bewertet", row["kennung"]))
    return found


def goals() -> dict[str, Row]:
    return {key: row for key, row in records("ziel").items() if valid(row, TODAY)}


def test_the_ways_are_those_of_the_workbooks(town: Town):
    answer = told(town, "goal-ways")
    expected = set()
    for key, goal in goals().items():
        expected |= {(key, "Angebot", *way) for way in plain_offers(key)}
        expected |= {(key, "Indikator", i, "misst das Ziel", "") for i in values(goal, "indikator")}
        expected |= {
            (key, "Teilziel", g, "", "") for g, row in goals().items() if key in values(row, "teilziel-von")
        }
        for name, row in records("massnahme").items():
            if key in of_goal(row) and row["status"] not in REFUSED:
                expected.add((key, "Maßnahme", name, "nennt das Ziel", ""))
                needs = set(values(row, "bearbeitet")) & records("bedarf").keys()
                expected |= {(key, "Bedarf", need, "bearbeitet von der Maßnahme", name) for need in needs}
        for name, row in records("beschluss").items():
            if key in values(row, "ziel") + values(row, "betrifft") and row["status"] not in REFUSED:
                expected.add((key, "Beschluss", name, "nennt das Ziel", ""))
    found = set(shown(answer, "ways", "goal", "kind", "linked", "how", "over"))
    assert found == expected, (sorted(found - expected)[:5], sorted(expected - found)[:5])


def test_how_far_a_way_reaches_follows_from_values_and_evidence(town: Town):
    answer = told(town, "goal-ways")
    proven = {
        cell(row["offer"])
        for block in ask(town.snapshot, "F2", {}, audience=Audience.INTERN, reference_date=TODAY).blocks
        if block.name in ("effect", "output")
        for row in block.rows
    }
    rows = {
        row[0]: row[1:]
        for row in shown(answer, "goals", "goal", "adopted", "offers", "indicators", "reach", "missing")
    }
    assert rows.keys() == goals().keys()
    for key, goal in goals().items():
        offers = {offer for offer, _, _ in plain_offers(key)}
        adopted = {
            m for m, row in records("massnahme").items() if key in of_goal(row) and row["status"] in ADOPTED
        }
        reached = bool(offers & proven) or any(measured(i, TODAY) for i in values(goal, "indikator"))
        number, offers_shown, indicators, reach, missing = rows[key]
        assert (number, offers_shown, indicators) == tuple(
            str(len(found)) if found else "" for found in (adopted, offers, values(goal, "indikator"))
        )
        assert (reach == "bis zu einem Wert oder Nachweis") == reached
        assert ("beschlossene Maßnahme" in missing) == (not adopted)
    reaches = {reach for _, _, _, reach, _ in rows.values()}
    assert len(reaches) > 1


def test_indicators_are_rated_as_goal_attainment_rates_them(town: Town):
    """M2 is checked against a plain computation of its own; here nothing of it may be lost or claimed anew."""
    answer, attained = (
        told(town, "goal-ways"),
        ask(town.snapshot, "M2", {}, audience=Audience.INTERN, reference_date=TODAY),
    )
    rated = {
        tuple(cell(row.get(n)) for n in ("goal", "indicator", "light"))
        for row in attained.block("rated").rows
    }
    found = shown(answer, "indicators", "goal", "indicator", "light")
    assert {row for row in found if row[2] != "nicht beurteilbar"} == rated
    assert {row[:2] for row in found} == {
        (key, i) for key, goal in goals().items() for i in values(goal, "indikator")
    }


def test_no_way_claims_a_cause(town: Town):
    answer = told(town, "goal-ways")
    assert any("keine Ursachen" in note.de for note in answer.notes)
    words = " ".join([answer.lead.de, *(str(row["how"]) for row in answer.block("ways").rows)])
    assert not any(word in words for word in ("bewirkt", "führt zu", "verursacht", "dank"))


# criteria and the funds resting on them


def test_grants_rest_on_the_criteria_of_their_decisions(town: Town):
    answer = told(town, "criteria-and-funds")
    expected = {
        (criterion, row["kennung"], code("finanzierungsstatus", row["status"]), decision["kennung"])
        for row in counting("2026", ("bewilligt", "ausgezahlt"))
        for decision in _decisions(row)
        for criterion in values(decision, "kriterium")
    }
    found = set(shown(answer, "grants", "criterion", "funding", "status", "decision"))
    assert found == expected, (sorted(found - expected)[:5], sorted(expected - found)[:5])
    assert found
    numbers = dict(shown(answer, "criteria", "criterion", "grants"))
    assert numbers == {
        key: str(len(own)) if (own := {f for c, f, *_ in expected if c == key}) else ""
        for key in records("kriterium")
    }
    demanded = {
        key: {
            row["verlangt-von"]
            for row in records("anforderung").values()
            if row["kriterium"] == key and valid(row, TODAY)
        }
        for key in records("kriterium")
    }
    shown_funders = dict(shown(answer, "criteria", "criterion", "funders"))
    assert {key for key, names in shown_funders.items() if names} == {
        key for key, own in demanded.items() if own
    }
    assert all(claim == "hinweis" for n, claim in shown(answer, "criteria", "grants", "claim") if not n)


# dates of committees


STEPS = {"monatlich": 1, "alle zwei Monate": 2, "vierteljährlich": 3, "halbjährlich": 6, "jährlich": 12}


@pytest.mark.parametrize("at", [TODAY, date(2025, 6, 1)])
def test_next_meetings_are_calculated_from_last_meeting_and_rhythm(town: Town, at: date):
    answer = told(town, "committee-dates", at)
    dated, undated = {}, set()
    for key, row in records("gremium").items():
        if not valid(row, at):
            continue
        last = day_of(row["letzte-sitzung"], date.max)
        if last > at or row["rhythmus"] not in {*STEPS, "wöchentlich"}:
            undated.add(key)
        else:
            weekly = row["rhythmus"] == "wöchentlich"
            dated[key] = last + timedelta(days=7) if weekly else later(last, STEPS[row["rhythmus"]])
    found = shown(answer, "meetings", "committee", "next", "note")
    assert {(key, day) for key, day, _ in found} == {(key, day.isoformat()) for key, day in dated.items()}
    assert {key for key, _, note in found if note} == {key for key, day in dated.items() if day < at}
    assert {key for (key,) in shown(answer, "undated", "committee")} == undated
    coming = [day for _, day, note in found if not note]
    assert coming == sorted(coming)


def test_open_decisions_with_a_due_date_are_those_of_the_workbooks(town: Town):
    expected = {
        (key, row["frist"] and day_of(row["frist"], TODAY).isoformat(), "Frist abgelaufen" if day_of(row["frist"], TODAY) < TODAY else "")
        for key, row in records("beschluss").items()
        if row["status"] == "beschlossen" and row["frist"] and row["umsetzung"] in ("offen", "teilweise umgesetzt")
        and day_of(row["datum"], date.min) <= TODAY
    }  # fmt: skip
    found = shown(told(town, "committee-dates"), "due", "decision", "due", "note")
    assert set(found) == expected
    assert [day for _, day, _ in found] == sorted(day for _, day, _ in found)
    assert code("umsetzung", "offen")


def test_items_with_a_date_are_those_of_the_workbooks(town: Town):
    expected = {
        (key, row["datum"] and day_of(row["datum"], TODAY).isoformat(), row["frist"] and day_of(row["frist"], TODAY).isoformat(), code("beschlussstatus", row["status"]))
        for key, row in records("beschluss").items()
        if row["datum"] or row["frist"]
    }  # fmt: skip
    found = shown(told(town, "committee-dates"), "decisions", "decision", "decidedOn", "due", "status")
    assert set(found) == expected
    days = [day or "9999" for _, day, *_ in found]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("at", [TODAY, date(2025, 6, 1)])
def test_what_ends_are_seats_and_committees_with_a_recorded_end(town: Town, at: date):
    expected = {
        (
            key,
            day_of(row["gueltig-bis"], at).isoformat(),
            row["mitglied"] if sheet == "mitgliedschaft" else "",
        )
        for sheet in ("mitgliedschaft", "gremium")
        for key, row in records(sheet).items()
        if row["gueltig-bis"] and valid(row, at)
    }
    found = shown(told(town, "committee-dates", at), "ending", "record", "day", "member")
    assert set(found) == expected
    assert [day for _, day, _ in found] == sorted(day for _, day, _ in found)


@pytest.mark.parametrize("name", studies())
def test_a_study_says_what_it_is_in_both_languages(name: str):
    header = study_header(name)
    for words in (
        header.title,
        header.question,
        header.definition,
        *(b.title for b in header.blocks),
        *(b.empty for b in header.blocks),
    ):
        assert words.de
        assert words.en
        assert words.de != words.en
