"""Two pillar groups closely: what is required and not known, what bridges them, what was agreed about them."""

from collections.abc import Iterable

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.coordination.agreements import About, Subject
from app.interfaces.views import GroupPair, InterfacesView
from app.views import ChoiceView, QuestionView
from app.web import answers, evidence, frame, origin, permalink
from app.web import reads as shared
from app.web.coordination import agreeing
from app.web.formats import markdown
from app.web.interface import reads
from app.web.papers import putting
from app.web.question import pinning
from app.web.stand import Stand
from app.web.states import chip
from app.web.texts import language, t

_STATES = {"missing": "gap", "loose": "thin", "unknown": "unknown", "binding": "covered"}
_FURTHER = ("C1", "C2", "C5", "C7", "J2", "J3")


def draw(view: InterfacesView, one: str, other: str, chosen: Stand) -> None:
    """Draw the profile of two groups."""
    pair = view.pair(one, other)
    labels = {group.value: group.label for group in view.groups}
    st.header(t("interfaces.between", one=labels[one], other=labels[other]), anchor=False)
    if pair:
        _state(pair)
    pillars, others = _narrowing(one, other, labels, chosen)
    released = reads.profile(one, other, pillars, others, chosen.asked)
    profile = released.value
    evidence.withheld(released)
    evidence.block(profile.missing, key="interface", records=False)
    catalogue = {q.id: q for q in shared.questions(chosen.version, language()).value}
    _body(catalogue["C1"], profile.given, chosen)
    tables = (profile.transitions, profile.bridges, profile.hanging, profile.ages)
    behind = origin.opened("schnittstelle", tuple(f"interface:{table.name}" for table in tables), chosen)
    for table in tables:
        evidence.block(table, key="interface")
        behind.below(f"interface:{table.name}")
    agreeing.section(Subject(About.INTERFACE, profile.groups), "", chosen)
    _further(catalogue.values(), pillars, chosen)


def _state(pair: GroupPair) -> None:
    mark = chip(_STATES[pair.state]) if pair.state in _STATES else ""
    st.html(f'<p class="q-verdict">{mark}<span>{pair.state_text}</span></p>')
    st.markdown(markdown(pair.reason))
    if pair.claim:
        st.caption(t("interfaces.claim", claim=pair.claim_text))
    if pair.constellations:
        st.markdown(markdown(t("interfaces.needed_by", constellations=pair.constellations)))


def _narrowing(
    one: str, other: str, labels: dict[str, str], chosen: Stand
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Offer the single pillars of both groups, where a group has several."""
    whole = reads.profile(one, other, (), (), chosen.asked).value
    left, right = st.columns(2)
    with left:
        pillars = _pillars(whole.pillars, labels[one], "saeulen", one)
    with right:
        others = _pillars(whole.other_pillars, labels[other], "saeulen2", other)
    return pillars, others


def _pillars(choices: tuple[ChoiceView, ...], label: str, name: str, group: str) -> tuple[str, ...]:
    if len(choices) < 2:
        return ()
    return permalink.choices(
        t("interfaces.pillars_of", group=label), {c.value: c.label for c in choices}, name=name,
        key=f"interfaces:{name}:{group}", placeholder=t("interfaces.all_pillars"),
    )  # fmt: skip


def _body(question: QuestionView, given: tuple[tuple[str, tuple[str, ...]], ...], chosen: Stand) -> None:
    """The answer to C1 for these pillars, to be pinned for a paper."""
    released = shared.answer(question.id, given, chosen.asked)
    behind = origin.opened(question.id, answers.table_keys(released.value, "interface:C1"), chosen, given)
    answers.draw(released, key="interface:C1", below=behind.below)
    answers.foundations(released.value)
    with st.container(horizontal=True, key="noprint_interface_pin"):
        pinning.draw(question, given, chosen)
        putting.put_button(question.id, given, chosen)


def _further(catalogue: Iterable[QuestionView], pillars: tuple[str, ...], chosen: Stand) -> None:
    """The questions behind the other tables, and the pictures of the same thing."""
    del chosen
    if not frame.is_drawn():
        return
    with st.expander(t("interfaces.further"), icon=":material/quiz:"):
        for question in catalogue:
            if question.id in _FURTHER:
                named = {"pillar": pillars[0]} if question.id in ("C2", "C5") and pillars else {}
                st.page_link(
                    frame.page("fragen"), label=f"{question.id} · {markdown(question.title)}", icon=":material/quiz:",
                    query_params={**permalink.stand(), "frage": question.id, **named},
                )  # fmt: skip
        st.page_link(
            frame.page("netze"), label=t("interfaces.to_network"), icon=":material/hub:", query_params={**permalink.stand(), "ansicht": "paare"}
        )  # fmt: skip
