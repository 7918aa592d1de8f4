"""Forms for what can be supposed. A link may bring what it is about: an offer, a pot, a need with group and area."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.scenarios.views import ScenarioChoices, ScenarioView
from app.views import ChoiceView
from app.web import permalink
from app.web.desk.acts import done, say
from app.web.formats import day_pattern
from app.web.scenario import doing
from app.web.stand import Stand
from app.web.texts import language, t

_KINDS: Final = ("plan-offer", "close-offer", "end-funding", "change-coverage", "change-record")
_FORM: Final = "scenario:form"
_MOST_AGE: Final = 120


def draw(scenario: ScenarioView, chosen: Stand) -> None:
    """Draw the choice of what to suppose, and its form."""
    # Every act gets a fresh form: what was sent with the last one must not be sent again by mistake.
    st.session_state[_FORM] = f"{scenario.id}:{max((int(act.id) for act in scenario.acts), default=0)}"
    with st.container(border=True):
        st.markdown(f"**{t('scenario.add')}**")
        kinds = {kind: t(f"scenario.kind.{kind.replace('-', '_')}") for kind in _KINDS}
        kind = permalink.choice(
            t("scenario.what"), kinds, name="annahme", default=_KINDS[0], widget=st.segmented_control, required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        choices = doing.desk().choices(scenario.id, language()).value
        _FORMS[kind](scenario, choices, chosen)


def _plan(scenario: ScenarioView, choices: ScenarioChoices, chosen: Stand) -> None:
    with st.form(_key("plan"), border=False):
        name = st.text_input(t("scenario.field.name"), key=_key("name"))
        one, other = st.columns(2)
        provider = _one(one, "provider", choices.providers, "")
        kind = _one(other, "kind", choices.kinds, "")
        needs = _some("needs", choices.needs, _linked("bedarf"))
        groups = _some("groups", choices.groups, _linked("gruppe"))
        areas = _some("areas", choices.areas, _linked("gebiet"))
        first, last, young, old, places = st.columns(5)
        first_day = _day(first, "first_day", chosen.reference_date)
        last_day = last.date_input(
            t("scenario.field.last_day"), value=None, format=day_pattern(), key=_key("last_day")
        )
        youngest = _age(young, "youngest")
        oldest = _age(old, "oldest")
        number = places.number_input(
            t("scenario.field.places"), min_value=1, value=None, step=1, key=_key("places")
        )
        note = _note()
        if st.form_submit_button(t("scenario.suppose"), icon=":material/add:", type="primary"):
            _suppose(scenario, note, {
                "do": "plan-offer", "key": choices.next_key, "name": name.strip(), "provider": provider, "kind": kind,
                "needs": needs, "groups": groups, "areas": areas, "first_day": first_day, "last_day": last_day,
                "youngest": youngest, "oldest": oldest, "places": number,
            })  # fmt: skip


def _close(scenario: ScenarioView, choices: ScenarioChoices, chosen: Stand) -> None:
    with st.form(_key("close"), border=False):
        offer = _one(st, "offer", choices.offers, _link("angebot"))
        day = _day(st, "day", chosen.reference_date)
        note = _note()
        if st.form_submit_button(t("scenario.suppose"), icon=":material/add:", type="primary"):
            _suppose(scenario, note, {"do": "close-offer", "offer": offer, "day": day})


def _end(scenario: ScenarioView, choices: ScenarioChoices, chosen: Stand) -> None:
    del choices
    found = {choice.value: choice for choice in doing.desk().money(chosen.asked).value}
    if not found:
        st.info(t("scenario.no_money"), icon=":material/info:")
        return
    labels = {value: choice.label for value, choice in found.items()}
    source = permalink.choice(t("scenario.field.money"), labels, name="topf", default=next(iter(found)))
    money = found[source]
    linked = _linked("posten")
    of_link = doing.desk().money(chosen.asked, linked).value if linked else ()
    proposed = next((choice for choice in of_link if choice.value == source), money)
    with st.form(_key(f"end:{source}"), border=False):
        wanted = tuple(f.value for f in proposed.fundings)
        fundings = _some(f"fundings:{source}", money.fundings, wanted, word="fundings")
        day = _day(st, "day", _linked_day() or chosen.reference_date)
        offers = tuple(ChoiceView(key, f"{label} ({key}) · {share}") for key, label, share in money.offers)
        st.caption(t("scenario.resting"))
        ending = _some(f"ending:{source}", offers, proposed.resting, word="ending")
        note = _note()
        if st.form_submit_button(t("scenario.suppose"), icon=":material/add:", type="primary"):
            _suppose(
                scenario, note, {"do": "end-funding", "fundings": fundings, "day": day, "offers": ending}
            )


def _reach(scenario: ScenarioView, choices: ScenarioChoices, chosen: Stand) -> None:
    del chosen
    with st.form(_key("reach"), border=False):
        coverage = _one(st, "coverage", choices.coverages, _link("abdeckung"))
        areas = _some("new_areas", choices.areas, ())
        groups = _some("new_groups", choices.groups, ())
        young, old, places = st.columns(3)
        youngest, oldest = _age(young, "youngest"), _age(old, "oldest")
        number = places.number_input(
            t("scenario.field.places"), min_value=1, value=None, step=1, key=_key("reach_places")
        )
        st.caption(t("scenario.only_filled"))
        note = _note()
        if st.form_submit_button(t("scenario.suppose"), icon=":material/add:", type="primary"):
            _suppose(scenario, note, {
                "do": "change-coverage", "coverage": coverage, "areas": areas or None, "groups": groups or None,
                "youngest": youngest, "oldest": oldest, "places": number,
            })  # fmt: skip


def _record(scenario: ScenarioView, choices: ScenarioChoices, chosen: Stand) -> None:
    del choices, chosen
    from app.web import reads

    records = reads.service().records
    sheets = {sheet.tag: sheet.label for sheet in records.sheets(language()).value}
    sheet = permalink.choice(t("scenario.field.sheet"), sheets, name="blatt", default=next(iter(sheets)))
    fields = {f.tag: f.label for f in records.form(sheet, lang=language()).value.fields}
    with st.form(_key(f"record:{sheet}"), border=False):
        key = st.text_input(t("scenario.field.key"), key=_key("record_key"))
        one, other = st.columns(2)
        field = one.selectbox(
            t("scenario.field.field"),
            list(fields),
            format_func=lambda tag: fields[tag],
            key=_key(f"field:{sheet}"),
        )
        text = other.text_input(
            t("scenario.field.text"), key=_key("text"), help=t("scenario.field.text_help")
        )
        note = _note()
        if st.form_submit_button(t("scenario.suppose"), icon=":material/add:", type="primary"):
            _suppose(
                scenario,
                note,
                {"do": "change-record", "sheet": sheet, "key": key.strip(), "changes": {field: text}},
            )


_FORMS: Final[Mapping[str, Callable[[ScenarioView, ScenarioChoices, Stand], None]]] = {
    "plan-offer": _plan,
    "close-offer": _close,
    "end-funding": _end,
    "change-coverage": _reach,
    "change-record": _record,
}


def _suppose(scenario: ScenarioView, note: str, act: Mapping[str, Any]) -> None:
    if done(doing.desk().suppose, scenario.id, act, note=note, lang=language()):
        say(t("scenario.added"))
    st.rerun()


def _key(name: str) -> str:
    return f"{_FORM}:{st.session_state[_FORM]}:{name}"


def _one(place: Any, name: str, choices: tuple[ChoiceView, ...], wanted: str) -> str:
    labels = {choice.value: choice.label for choice in choices}
    values = list(labels)
    key = _key(f"{name}")
    if wanted in labels and key not in st.session_state:
        st.session_state[key] = wanted
    picked = place.selectbox(
        t(f"scenario.field.{name}"), values, format_func=lambda value: labels.get(value, value), key=key, index=None,
        placeholder=t("scenario.choose"),
    )  # fmt: skip
    return picked or ""


def _some(name: str, choices: tuple[ChoiceView, ...], wanted: tuple[str, ...], word: str = "") -> list[str]:
    labels = {choice.value: choice.label for choice in choices}
    key = _key(f"{name}")
    if key not in st.session_state:
        st.session_state[key] = [value for value in wanted if value in labels]
    return st.multiselect(
        t(f"scenario.field.{word or name}"), list(labels), format_func=lambda value: labels.get(value, value), key=key,
        placeholder=t("scenario.choose"),
    )  # fmt: skip


def _day(place: Any, name: str, default: date) -> date:
    day: date = place.date_input(
        t(f"scenario.field.{name}"), value=default, format=day_pattern(), key=_key(f"{name}")
    )
    return day


def _age(place: Any, name: str) -> int | None:
    age: int | None = place.number_input(
        t(f"scenario.field.{name}"),
        min_value=0,
        max_value=_MOST_AGE,
        value=None,
        step=1,
        key=_key(f"{name}"),
    )
    return age


def _note() -> str:
    return st.text_input(t("scenario.why"), key=_key("why"), help=t("scenario.why_help"))


def remember_links() -> None:
    """Keep what a link says a form shall be about, until a scenario is open and the form is drawn."""
    for name in ("bedarf", "gruppe", "gebiet", "angebot", "abdeckung", "posten", "tag"):
        _link(name)
    for name in ("annahme", "topf"):  # fields of the form themselves: held until it is drawn
        if said := permalink.arrived(name):
            permalink.put_back(name, said)


def _link(name: str) -> str:
    """What the address says the form is about."""
    return permalink.remember(name, None, key=f"scenario:link:{name}") or ""


def _linked_day() -> date | None:
    try:
        return date.fromisoformat(_link("tag"))
    except ValueError:
        return None


def _linked(name: str) -> tuple[str, ...]:
    """The same for a field that takes several; areas are told by key, other pages call them by class and key."""
    return tuple(part.removeprefix("gebiet-") for part in _link(name).split(",") if part)
