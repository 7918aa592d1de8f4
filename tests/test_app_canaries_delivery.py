"""Deliveries, forms and the steward's desk: what must be refused leaves no trace, and what lies in the store no exit."""

import pytest
from canaries.needles import contents, leaked_files, leaks
from canaries.planted import AGS, DAY, site
from canaries.sweep import swept
from foreign_lists import ACTIVE, AT_SITE, mapping_of, offers, providers, sites
from typer.testing import CliRunner
from waiting import done

from app import cli, exports
from app.errors import RequestError
from app.service import Service
from app.terms.inbox import Decision
from ontology.errors import KnowledgeGraphError

WHO = {"who": "Datenpflege", "why": "Test"}
SHELTER = {"kennung": "A-9", "name": "Frauenhaus", "traeger": "T-1", "angebotsart": "AT-S1"}
LEAKING = {
    "street": {"more": {"standort": [site("X-1", "strasse", "hausnummer")]}},
    "postcode alone": {"more": {"standort": [site("X-2", "plz")]}},
    "position": {"more": {"standort": [site("X-3", "lage")]}},
    "open site of a shelter": {
        "more": {
            "standort": [site("X-1", "strasse", "plz", disclosure="öffentlich")],
            "angebot": [
                {
                    "kennung": "A-9",
                    "name": "Frauenhaus",
                    "traeger": "T-1",
                    "angebotsart": "AT-S1",
                    "standort": "X-1",
                }
            ],
        }
    },
    "text of a shelter": {
        "more": {
            "angebot": [
                {
                    "kennung": "A-9",
                    "name": "Frauenhaus",
                    "traeger": "T-1",
                    "angebotsart": "AT-S1",
                    "beschreibung": "Wir wohnen Wendehalsallee 3, 00873 Beispielau.",
                }
            ]
        }
    },
    "reasons of a decision about a shelter": {
        "more": {
            "angebot": [SHELTER],
            "beschluss": [
                {
                    "kennung": "BE-9",
                    "name": "Förderung 2027",
                    "status": "vorgeschlagen",
                    "betrifft": "A-9",
                    "begruendung": "Der Umzug in die Wendehalsallee 3 ist geplant.",
                }
            ],
        }
    },
    "what was said before a decision about a shelter": {
        "more": {
            "angebot": [SHELTER],
            "beschluss": [
                {"kennung": "BE-9", "name": "Förderung", "status": "vorgeschlagen", "betrifft": "A-9"}
            ],
            "beteiligung": [
                {
                    "kennung": "BT-9",
                    "name": "Anhörung der Nachbarschaft",
                    "beschluss": "BE-9",
                    "vorgeschrieben": "ja",
                    "ergebnis": "Die Nachbarn aus der Wendehalsallee 3 sind einverstanden.",
                }
            ],
        }
    },
}


@pytest.mark.parametrize("case", LEAKING)
def test_a_refused_delivery_leaves_no_trace(places, small_town, case, caplog, capfd):
    home, temporary = places
    service = Service.open(home, AGS, create=True)
    data = small_town(**LEAKING[case])
    assert leaks(contents(data)), "the canary must be in the file"
    for call in (service.check, service.stage):
        released = call(data, "Zilpzalpsteg 3.xlsx")
        assert released.value.refused is not None, case
        assert released.value.token is None
        assert leaks(contents(exports.to_json(released))) == []
    (temporary / "datei.xlsx").write_bytes(data)
    shown = CliRunner().invoke(
        cli.app, ["import", str(temporary / "datei.xlsx"), "--yes", "--home", str(home), "--town", AGS]
    )
    assert shown.exit_code == 1
    assert leaks(shown.output) == []
    (temporary / "datei.xlsx").unlink()
    assert leaked_files(home, temporary) == []
    assert leaks(caplog.text) == []
    out = capfd.readouterr()
    assert leaks(out.out + out.err) == []
    assert service.versions().value == ()


FORMS = {
    "site": ("standort", "X-1", {**site("X-1", "strasse", "hausnummer"), "kennung": ""}),
    "position": ("standort", "X-3", {**site("X-3", "lage"), "kennung": ""}),
    "text of a shelter": (
        "angebot",
        "A-9",
        {
            "name": "Frauenhaus",
            "traeger": "T-1",
            "angebotsart": "AT-S1",
            "status": "aktiv",
            "beschreibung": "Wir wohnen Wendehalsallee 3, 00873 Beispielau.",
        },
    ),
}


@pytest.mark.parametrize("case", FORMS)
def test_a_refused_form_leaves_no_trace(places, small_town, case, caplog, capfd):
    home, temporary = places
    service = Service.open(home, AGS, create=True)
    service.accept(service.stage(small_town(), "a.xlsx").value.token, who="Sozialplanung", why="Test")
    sheet, key, entered = FORMS[case]
    entered = {column: text for column, text in entered.items() if text}
    assert leaks(str(entered)), "the canary must be in the form"
    released = service.records.edit(sheet, key, entered, who="Datenpflege", why="Test", new=True)
    assert released.value.refused is not None
    assert released.value.changes == ()
    assert leaks(contents(exports.to_json(released))) == []
    command = ["record", "new", sheet, key, *(f"{c}={t}" for c, t in entered.items()), "--why", "Test"]
    shown = CliRunner().invoke(cli.app, [*command, "--home", str(home), "--town", AGS])
    assert shown.exit_code == 1
    assert leaks(shown.output) == []
    assert leaked_files(home, temporary) == []
    assert leaks(caplog.text) == []
    out = capfd.readouterr()
    assert leaks(out.out + out.err) == []
    assert len(service.versions().value) == 1


def test_a_form_shows_nothing_of_a_protected_site(planted):
    records = planted.records
    with swept(RecordDesk="sheets list form check edit end withdraw enquiry calendar") as sweep:
        for lang in ("de", "en"):
            records.sheets(lang)
            for sheet, key in (
                ("standort", "X-1"),
                ("standort", "X-2"),
                ("angebot", "A-X-1"),
                ("bedarf", "B-1"),
            ):
                records.form(sheet, key, lang=lang)
                records.check(sheet, key, {"name": "Haus am Wendehalsallee 3"}, lang=lang)
            for sheet in records.sheets(lang).value:
                records.list(sheet.tag, lang=lang)
                records.form(sheet.tag, lang=lang)
            for provider in ("T-1", "T-2", "T-3"):
                records.enquiry(provider, lang=lang)
            records.calendar(lang=lang)
        records.edit("angebot", "A-2", {"name": "Beratung bei Schulden"}, **WHO)
        records.withdraw("angebot", "A-2", ["name"], **WHO)
        records.end("angebot", "A-2", DAY, **WHO)
    assert sweep.withheld > 0


def test_what_is_delivered_later_names_no_protected_value(planted, small_town):
    """A file with a fault elsewhere, delivered beside a site that is in the store and protected; then it is taken in."""
    data = small_town(change={"A-1": {"name": "Beratung, früher Wendehalsallee 3"}})
    with swept(Service="check stage staged accept"):
        planted.check(data, "b.xlsx")
        token = planted.stage(data, "b.xlsx").value.token
        planted.staged(token)
        planted.accept(token, **WHO)


# A sound list that happens to name streets and numbers which are protected in the store.
FOREIGN = """Nr;Träger;Angebot;Art;Straße;Hausnr;PLZ;Telefon
1;Verein Brücke;Treff im Zilpzalpsteg;Unsinnswort;Zilpzalpsteg;3;00871;06999 7771234
2;Verein Brücke;Lernhilfe;AT-K4;Am Pirolenwinkel;3;00872;06999 7772345
"""


def steward(service: Service, token: str) -> None:
    """Every view a steward's work has, of a delivery and of what is recorded."""
    desk, records = service.desk, service.records
    desk.files()
    desk.file(token)
    for lang in ("de", "en"):
        opened = desk.open(token, lang=lang)
        for sheet in opened.value.sheets:
            desk.page(token, sheet.name, lang=lang)
        desk.matches(token, lang)
        desk.disputes(token, lang)
        for finding in opened.value.preview.findings:
            if finding.place and finding.place.cell and finding.found:
                desk.case(
                    token, finding.place.sheet, finding.place.cell, finding.rule, finding.found, lang=lang
                )
        desk.annotated(token, lang)
        service.terms.inbox(lang)
        service.terms.own(lang)
        records.calendar(lang=lang)
        service.difference(0, 1, lang=lang)
        service.reversal(1, lang=lang)
        for tag in ("#angebot", "#standort", "#traeger"):
            records.list(tag, lang=lang)


def test_the_steward_sees_none_of_it_and_sends_none_of_it_back(places, planted, caplog):
    home, temporary = places
    service = planted
    token = service._town.staging.put(FOREIGN.encode(), "liste.csv").token
    service.desk.use_mapping(token, MAPPED)
    with swept(
        Desk="files file open page matches case annotated", OutlookDesk="disputes", TermDesk="inbox own"
    ) as sweep:
        steward(service, token)
    assert sweep.withheld > 0, "the sweep must have met the canaries"
    with pytest.raises(KnowledgeGraphError, match="geschützten Standort") as refused:
        service.desk.annotated_bytes(service.desk.annotated(token))
    assert leaks(str(refused.value)) == []
    assert leaks(caplog.text) == []
    assert leaked_files(home / "protokoll", temporary) == []


def test_long_work_tells_none_of_it(planted, small_town):
    """A sound file whose names name protected places: handed in, examined, weighed and taken in beside the page."""
    desk = planted.desk
    data = small_town(
        change={"A-1": {"name": "Beratung im Zilpzalpsteg 3"}, "A-2": {"name": "Tel. 06999 7771234"}},
        without=("C-2",),
    )
    with swept(
        Desk="receive open annotated annotated_bytes accept",
        OutlookDesk="start start_receiving received start_accepting accepted progress start_effect effect",
        MappingDesk="terms_of",
    ):
        desk.receive(small_town(datum="19.11.2026"), "Zilpzalpsteg 3.xlsx")
        token = desk.received(
            done(desk, desk.start_receiving(data, "Wendehalsallee 3.xlsx").value)
        ).value.token
        done(desk, desk.start(token).value)
        desk.open(token)
        desk.effect(done(desk, desk.start_effect(token, reference_date=DAY).value))
        with pytest.raises(RequestError):  # it would be sent back with what must not leave
            desk.annotated_bytes(desk.annotated(token))
        desk.accepted(done(desk, desk.start_accepting(token, **WHO).value))
        desk.terms_of("#angebot", "angebotsart")
        other = desk.receive(small_town(datum="23.11.2026"), "b.xlsx").value.token
        desk.annotated_bytes(desk.annotated(other))
        desk.accept(other, **WHO)


def test_words_of_the_town_tell_none_of_it(planted):
    service = planted
    token = service._town.staging.put(FOREIGN.encode(), "liste.csv").token
    service.desk.use_mapping(token, MAPPED)
    with swept(TermDesk="inbox own effect decide drop"):
        for lang in ("de", "en"):
            service.terms.inbox(lang)
        for word in ("Unsinnswort", "Hilfe im Zilpzalpsteg"):
            decision = Decision("synonym", "AT-B1")
            service.terms.effect("offer-types", word, decision)
            service.terms.decide("offer-types", word, decision, **WHO)
        for own in service.terms.own().value:
            service.terms.drop(own.key, **WHO)


MAPPED = mapping_of(
    "liste", "Liste", providers(), sites("to: telefon, columns: [Telefon]"), offers(ACTIVE, AT_SITE)
)
