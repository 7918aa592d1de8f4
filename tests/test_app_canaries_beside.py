"""What people keep beside the log: scenarios, processes, agreements, pins, saved views; and the versions themselves."""

from contextlib import suppress

from canaries import calls
from canaries.needles import SITES, leaked_files, leaks
from canaries.planted import AGS, DAY, closed, opened
from canaries.sweep import swept

from app.asked import Asked
from app.coordination.agreements import About, Subject, Terms
from app.errors import RequestError
from app.scenarios.assumptions import THRESHOLD
from app.scenarios.bands import Band
from app.service import Service
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import namespace
from ontology.terms import SOZ

INTERN = Asked(Audience.INTERN, DAY)
WHO = {"who": "Sozialplanung", "why": "Test"}
PLANNED = {
    "do": "plan-offer", "key": "SZ-1", "name": "Wohnberatung Nord", "provider": "T-1", "kind": "AT-B1",
    "needs": ["BD-WO1"], "groups": ["ZG-A06"], "areas": ["G-1"], "first_day": "2026-11-01",
}  # fmt: skip
VARIED = {"thin_providers": ("1", "3"), "outdated_months": ("1", "24"), "far_minutes": ("5", "60")}


def test_no_process_tells_what_somebody_wrote_into_it(planted):
    desk = planted.processes
    with swept(
        ProcessDesk="processes process answer begin rename set_step add_step move_step remove_step close reopen restore"
    ) as sweep:
        made = plan(planted)
        first = made.steps[0].id
        desk.rename(made.id, "Planung Zilpzalpsteg 3", who="Sozialplanung")
        desk.add_step(made.id, "Treffen Wendehalsallee 3", who="Sozialplanung")
        desk.move_step(made.id, first, 1, who="Sozialplanung")
        desk.close(made.id, who="Sozialplanung")
        desk.reopen(made.id, who="Sozialplanung")
        for asked in calls.every_way(DAY):
            for process in desk.processes(asked.lang).value:
                desk.process(process.id, asked)
                desk.answer(process.id, asked)
        desk.remove_step(made.id, first, who="Sozialplanung")
        desk.restore(made.id, 1, who="Sozialplanung")
    assert sweep.withheld > 0


def plan(service: Service):
    """Somebody writes protected addresses into the steps of the planning process."""
    made = service.processes.begin("Planung", who="Sozialplanung", first_day=DAY).value
    for step, (street, postcode, latitude, longitude, phone) in zip(made.steps, SITES.values(), strict=False):
        told = {
            "title": f"Ortstermin {street} 3",
            "aim": f"{street} 3, {postcode} Beispielau",
            "owner": f"Haus {street}",
            "note": f"{latitude}, {longitude}, Tel. {phone}; {latitude},{longitude}",
            "papers": (f"Plan {street} 3",),
        }
        service.processes.set_step(made.id, step.id, told, who="Sozialplanung")
    return made


def test_no_agreement_tells_what_somebody_wrote_into_it(planted):
    """Somebody writes protected addresses into an agreement about the offers there."""
    desk = planted.coordination
    offers = (str(iris.record(AGS, SOZ.Offer, f"A-{key}")) for key in SITES)
    with swept(CoordinationDesk="agreements agreement agree change withdraw undo") as sweep:
        for offer, (street, postcode, *_, phone) in zip(offers, SITES.values(), strict=True):
            terms = Terms(f"Treffen {street} 3, {postcode} Beispielau", "Jugendamt", note=f"Tel. {phone}")
            subject = Subject(About.PAIR, (str(namespace("bd")["BD-WO1"]), offer, offer))
            made = desk.agree(subject, terms, INTERN, by="Sozialplanung").value
            changed = Terms(f"Ortstermin {street} 3", "Jugendamt")
            desk.change(made.id, changed, by="Sozialplanung", why=f"Haus {street} 3", base=1)
            desk.withdraw(made.id, by="Sozialplanung", why=f"{street} 3")
            desk.undo(made.id, by="Sozialplanung")
            for lang in ("de", "en"):
                desk.agreement(made.id, lang)
        for lang in ("de", "en"):
            desk.agreements(lang)
    assert sweep.withheld > 0


def test_no_pin_and_no_saved_view_tells_it(planted):
    street, postcode, latitude, longitude, phone = SITES["X-1"]
    note = f"{street} 3, {postcode}, {latitude},{longitude}, Tel. {phone}"
    with swept(
        AnswerDesk="pin pins pinned unpin restore_pin",
        GapDesk="views view save_view rename_view remove_view restore_view",
        CockpitDesk="seen confirm_seen",
    ) as sweep:
        pin = planted.answers.pin("K1", {}, INTERN, note=note).value
        planted.answers.pins()
        planted.answers.pinned(pin.id, reference_date=DAY)
        planted.answers.pinned(pin.id, reference_date=calls.before(INTERN).reference_date)
        planted.answers.unpin(pin.id)
        planted.answers.restore_pin(pin.id)
        gaps = planted.gaps
        kept = gaps.save_view(f"{street} 3", "luecken", {"bereich": (note,), street: ("1",)}).value
        gaps.rename_view(kept.id, f"Tel. {phone}")
        gaps.views()
        gaps.view(kept.id)
        gaps.remove_view(kept.id)
        gaps.restore_view(kept.id)
        planted.cockpit.seen()
        planted.cockpit.confirm_seen(INTERN)
        planted.cockpit.seen()
    assert sweep.withheld > 0


def test_a_scenario_carries_it_out_neither(planted):
    """Suppose that a shelter is none: what the town protects stays protected."""
    desk = planted.scenarios
    with swept(
        ScenarioDesk="scenarios names thrown_away scenario make rename suppose set_active remove take_back choices money "
        "difference compared bands assumptions",
        AnswerDesk="pin pins pinned",
    ) as sweep:
        name = supposing(planted)
        open_to_all = desk.make("Noch eine Beratung").value.id
        desk.suppose(open_to_all, PLANNED)
        of_the_house = name
        calls.queries(planted.supposing(name), INTERN)
        for asked in calls.every_way(DAY):
            name = of_the_house if asked.audience is Audience.INTERN else open_to_all
            under = planted.supposing(name)
            under.overview(**calls.plain(asked))
            under.matrix(area=None, **calls.plain(asked))
            for question in ("A1", "A12", "K1"):
                under.ask(question, {}, **calls.plain(asked))
                desk.compared(name, question, {}, asked)
            desk.difference(name, asked)
            desk.scenario(name, asked.lang, asked.audience)
            desk.choices(name, asked.lang)
            desk.money(asked)
            desk.scenarios(asked.lang, asked.audience)
            desk.names(asked.lang, asked.audience)
            desk.assumptions(asked.lang)
        name, under = of_the_house, planted.supposing(of_the_house)
        desk.bands(name, [Band("1", "day", ("2026-06-30", "2026-12-31"))], INTERN)
        for asked in (INTERN, Asked(Audience.PUBLIC, DAY)):
            desk.bands(
                open_to_all,
                [Band(THRESHOLD, threshold, values) for threshold, values in VARIED.items()],
                asked,
            )
        pin = under.answers.pin("K1", {}, Asked(Audience.INTERN, DAY, None, "de", name)).value
        planted.answers.pinned(pin.id, reference_date=DAY)
        planted.answers.pins()
        desk.set_active(name, "1", active=False)
        desk.remove(name, "1")
        desk.rename(name, "Haus Zilpzalpsteg 3", "Tel. 06999 7771234")
        desk.names()
        desk.throw_away(name)
        desk.thrown_away()
        desk.take_back(name)
        planted.answers.pins()
    assert sweep.withheld > 0


def test_everything_under_a_scenario_keeps_it(planted):
    under = planted.supposing(supposing(planted))
    with swept(MapDesk="map", MoneyDesk="flows", ProfileDesk="profile") as sweep:
        calls.maps(under, INTERN)
        calls.money(under, INTERN)
        calls.looked_up(under, INTERN)
    assert sweep.withheld > 0


def supposing(service: Service) -> str:
    """The id of a scenario under which the shelters would be open."""
    name = service.scenarios.make("Wenn die Häuser offen wären", "Wendehalsallee 3").value.id
    service.scenarios.suppose(
        name, {"do": "close-offer", "offer": "A-2", "day": "2026-06-30"}, note="Zilpzalpsteg 3"
    )
    for key in SITES:
        with suppress(RequestError):  # some of them no form may touch
            service.scenarios.suppose(
                name,
                {
                    "do": "change-record",
                    "sheet": "angebot",
                    "key": f"A-{key}",
                    "changes": {"angebotsart": "AT-B1"},
                },
            )
    return name


def test_no_version_tells_it(planted, tmp_path, small_town):
    with swept(Service="versions difference reversal reverse rollback redact verify backup restore"):
        data = small_town(change={"A-1": {"name": "Beratung im Zilpzalpsteg 3"}}, datum="21.11.2026")
        preview = planted.stage(data, "Wendehalsallee 3.xlsx").value
        assert preview.token is not None, preview.refused
        planted.accept(preview.token, who="Amt", why="Umzug Am Pirolenwinkel 3")
        for lang in ("de", "en"):
            planted.versions(lang)
            planted.difference(0, 2, lang=lang)
            planted.difference(1, 2, lang=lang)
            for number in (1, 2):
                planted.reversal(number, lang=lang)
        planted.verify()
        planted.backup(tmp_path / "Zilpzalpsteg 3")
        # the log knows nothing of what was written past all checks: from here on the town is as it should be
        planted.reverse(2, **WHO)
        planted.rollback(1, **WHO)
        planted.redact(["Beratung am Markt"], **WHO)
        planted.backup(tmp_path / "danach")
        planted.restore(tmp_path / "danach")
        planted.verify()


def test_what_was_open_once_and_is_protected_now_leaves_by_no_exit(places, small_town):
    """Every exit, asked on the version in which the address stood openly."""
    service = opened(places[0], small_town)
    closed(service, small_town)
    with swept(
        Service="ask overview matrix cell sparql difference reversal",
        MapDesk="map",
        NetworkDesk="network",
        ProfileDesk="profile entries find",
        RecordDesk="list form",
        ChangesDesk="report",
        CockpitDesk="since",
        AnswerDesk="compared pin pinned behind",
        MoneyDesk="flows dates",
        OverlapDesk="overlaps",
        InterfaceDesk="path",
    ) as sweep:
        for asked in (Asked(audience, DAY, 1) for audience in Audience):
            calls.questions(service, asked)
            calls.studies(service, asked)
            calls.since(service, asked)
            calls.pictures(service, asked)
            calls.maps(service, asked)
            calls.looked_up(service, asked, ["X-1"])
            calls.money(service, asked)
            calls.between(service, asked)
            now = Asked(asked.audience, DAY, 2)
            calls.queries(service, now)
            service.cockpit.since(asked, now)
            service.changes.report(asked, now)
            service.answers.compared("K1", {}, then=asked, now=now)
            service.networks.difference("providers_and_offers", asked, now)
        calls.around(service, Asked(Audience.INTERN, DAY, 1))
        for sheet in ("standort", "angebot"):
            service.records.list(sheet, version=1)
            service.records.list(sheet, version=2)
        service.records.form("standort", "X-1")
        for number in (1, 2):
            service.reversal(number)
            service.difference(number - 1, number)
        service.difference(2, 1)
        pin = service.answers.pin("K1", {}, Asked(Audience.INTERN, DAY, 1)).value
        service.answers.pinned(pin.id, reference_date=DAY)
    assert sweep.withheld > 0
    assert leaks("".join(str(path) for path in places[1].rglob("*"))) == []
    assert leaked_files(places[0] / "protokoll") == []
