"""More parts: an own section, a pinned answer, a question asked here, a map or a network."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.networks.shapes import AREAS, COMMUNITIES, PILLARS
from app.networks.views import NetworkInfo
from app.papers.asking import MAP, MATRIX, NETWORK
from app.papers.illustrations import ALL, GROUPS
from app.papers.views import PaperView
from app.views import QuestionView
from app.web import parameters, reads
from app.web.desk import acts
from app.web.formats import day, markdown
from app.web.map import choosing
from app.web.map import reads as map_reads
from app.web.papers import reads as papers
from app.web.papers.writing import then
from app.web.stand import Stand
from app.web.texts import language, t

_HEADING: Final = "paper:add:heading"
_VIEWS: Final = {GROUPS: "groups", ALL: "all"}


def draw(view: PaperView, chosen: Stand) -> None:
    """Draw the ways to add a part."""
    st.subheader(t("papers.add"), anchor=False)
    after = _after(view)
    names = ("question", "picture", "pin", "text")
    question, drawn, pin, own = st.tabs([t(f"papers.add_{name}") for name in names])
    with question:
        _question(view, chosen, after)
    with drawn:
        _picture(view, chosen, after)
    with pin:
        _pin(view, after)
    with own:
        st.text_input(t("papers.heading"), max_chars=150, key=_HEADING)
        st.button(
            t("papers.add_text"), icon=":material/add:", key="paper:add:text", on_click=then,
            args=(view, lambda seen: _text(view.head.id, seen, after)),
        )  # fmt: skip


def _text(name: str, seen: int, after: str) -> None:
    # read now: what was typed just before the click is not yet known when the button is drawn
    papers.desk().add_text(name, str(st.session_state.get(_HEADING) or ""), seen=seen, after=after)
    st.session_state[_HEADING] = ""
    acts.say(t("papers.added"))


def _pin(view: PaperView, after: str) -> None:
    pins = {pin.id: pin for pin in reads.pins(language()).value}
    if not pins:
        st.info(t("pin.none"), icon=":material/keep_off:")
        return
    name = st.selectbox(
        t("papers.pinned"), list(pins), key="paper:add:pin",
        format_func=lambda n: f"{pins[n].note or pins[n].heading} ({day(pins[n].reference_date)})",
    )  # fmt: skip
    st.button(
        t("papers.put"), icon=":material/add:", key="paper:add:pinned", on_click=then,
        args=(view, lambda _seen: _put_pin(view.head.id, name, after)),
    )  # fmt: skip


def _put_pin(paper: str, pin: str, after: str) -> None:
    papers.desk().put_pin(paper, pin, after=after)
    acts.say(t("papers.added"))


def _question(view: PaperView, chosen: Stand, after: str) -> None:
    catalogue = {question.id: question for question in reads.questions(chosen.version, language()).value}
    names = {
        MATRIX: t("papers.matrix"),
        **{name: f"{name} · {question.title}" for name, question in catalogue.items()},
    }
    name = st.selectbox(
        t("papers.question"),
        [*catalogue, MATRIX],
        format_func=lambda n: names[n],
        key="paper:add:question",
    )
    given = _given(catalogue[name], chosen) if name in catalogue else ()
    if given is None:
        st.info(t("question.fill_in"), icon=":material/edit:")
        return
    _put_button(view, name, given, chosen, after, key="put")


def _put_button(
    view: PaperView, name: str, given: reads.Parameters, chosen: Stand, after: str, *, key: str
) -> None:
    asked = chosen.asked
    st.button(
        t("papers.put"), icon=":material/add:", type="primary", key=f"paper:add:{key}", on_click=then,
        args=(view, lambda _seen: put(view.head.id, name, given, chosen, after)),
        help=t("papers.put_help", date=day(asked.reference_date), version=asked.version),
    )  # fmt: skip


def _picture(view: PaperView, chosen: Stand, after: str) -> None:
    """A map or a network, chosen as on their pages."""
    infos = {f"{NETWORK}{n.name}": n for n in reads.networks(chosen.version, language()).value}
    names = {
        MAP: t("papers.map"),
        **{name: t("papers.network", title=info.title) for name, info in infos.items()},
    }
    name = st.selectbox(
        t("papers.which_picture"), list(names), format_func=lambda n: names[n], key="paper:add:picture"
    )
    if name == MAP:
        given = choosing.parameters(choosing.choose(map_reads.choices(chosen.asked)))
    else:
        given = _network(infos[name])
        st.caption(markdown(t("papers.add_picture_text")))
    _put_button(view, name, given, chosen, after, key="put_picture")


def _network(info: NetworkInfo) -> reads.Parameters:
    about: tuple[str, ...] = ()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if info.options:
            options = {choice.value: choice.label for choice in info.options}
            about = (st.selectbox(
                info.chosen, list(options), format_func=lambda value: options[value], key="paper:add:about"
            ),)  # fmt: skip
        by = st.selectbox(
            t("network.group_by"), [PILLARS, COMMUNITIES, AREAS], format_func=lambda value: _grouping()[value],
            key="paper:add:by",
        )  # fmt: skip
        view = st.selectbox(
            t("network.view"), [GROUPS, ALL], format_func=lambda value: t(f"network.view_{_VIEWS[value]}"),
            key="paper:add:view",
        )  # fmt: skip
    told = {"about": about, "by": (by,), "view": (view,)}
    return tuple((name, values) for name, values in told.items() if values)


def _grouping() -> dict[str, str]:
    return {
        PILLARS: t("network.by_pillars"),
        COMMUNITIES: t("network.by_communities"),
        AREAS: t("network.by_areas"),
    }


def _given(question: QuestionView, chosen: Stand) -> reads.Parameters | None:
    st.caption(question.question)
    return parameters.form(question, chosen.reference_date)


def put(paper: str, question_id: str, given: reads.Parameters, chosen: Stand, after: str) -> None:
    """Put an answer into a paper, after the part named, and say so."""
    papers.desk().put(paper, question_id, dict(given), chosen.asked, after=after)
    st.session_state["paper:last"] = paper
    acts.say(t("papers.added"))


def _after(view: PaperView) -> str:
    """After which part it is to stand; the last one to begin with."""
    names = {part.key: f"{at}. {part.heading}" for at, part in enumerate(view.parts, start=1)}
    if not names:
        return ""
    return st.selectbox(
        t("papers.after"), list(names), index=len(names) - 1, format_func=lambda key: names[key],
        key=f"paper:add:after:{view.head.revision}",
    )  # fmt: skip
