"""Was wäre wenn: suppositions over the town as recorded, what they change, and what does not depend on stated values."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.errors import RequestError
from app.scenarios.views import ScenarioView
from app.web import stand
from app.web.desk import acts
from app.web.formats import markdown
from app.web.registry import PageHeader
from app.web.scenario import doing, effect, forms, listing, supposed
from app.web.stand import Stand
from app.web.texts import language, t
from ontology.iris import Audience

PAGE = PageHeader(
    title={"de": "Was wäre wenn", "en": "What if"},
    order=41,
    url_path="szenarien",
    icon="alt_route",
    group={"de": "Entscheidung", "en": "Decision"},
    help={
        "de": "Annahmen über die Stadt legen, ohne sie zu ändern, und sehen, was sich dadurch ändert.",
        "en": "Suppose something of the town without changing it, and see what would change.",
    },
)


def render(chosen: Stand) -> None:
    """Draw the list of scenarios, or the one that is open."""
    acts.show()
    forms.remember_links()
    name = doing.opened()
    if name is None:
        listing.draw(chosen)
        return
    try:
        scenario = doing.desk().scenario(name, language(), chosen.audience).value
    except RequestError:
        st.warning(t("scenario.unknown"), icon=":material/help:")
        doing.close()
        listing.draw(chosen)
        return
    _head(scenario, chosen)
    can_change = chosen.audience is Audience.INTERN
    supposed.draw(scenario, can_change=can_change)
    if can_change:
        forms.draw(scenario, chosen)
    effect.draw(scenario, chosen)
    stand.source_line(chosen)


def _head(scenario: ScenarioView, chosen: Stand) -> None:
    st.button(
        t("scenario.back"),
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=doing.close,
        key="noprint_back",
    )
    st.header(scenario.name, anchor=False)
    if scenario.note:
        st.markdown(markdown(scenario.note))
    st.caption(t("scenario.base", version=scenario.base_version))
    with st.container(horizontal=True, key="noprint_scenario"):
        looked = chosen.scenario is not None and chosen.scenario.id == scenario.id
        st.button(
            t("scenario.looked_at" if looked else "scenario.look"), icon=":material/visibility:", type="primary",
            on_click=doing.look, args=(scenario.id,), disabled=looked,
        )  # fmt: skip
        if chosen.audience is not Audience.INTERN:
            return
        with (
            st.popover(t("scenario.rename"), icon=":material/edit:"),
            st.form("scenario:rename", border=False),
        ):
            key = f"scenario:{scenario.ref}:rename"
            st.text_input(t("scenario.name"), value=scenario.name, key=f"{key}:name")
            st.text_area(t("scenario.note"), value=scenario.note, height=80, key=f"{key}:note")
            st.form_submit_button(t("scenario.save"), on_click=_rename, args=(scenario.id, key))
        st.button(
            t("scenario.throw_away"), icon=":material/delete:", type="tertiary", key="scenario:drop",
            on_click=doing.throw_away, args=(scenario.id, scenario.name),
        )  # fmt: skip


def _rename(name: str, key: str) -> None:
    acts.done(doing.desk().rename, name, st.session_state[f"{key}:name"], st.session_state[f"{key}:note"])
