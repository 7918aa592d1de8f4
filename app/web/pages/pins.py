"""Angeheftet: questions kept under a short id, asked again with the difference to what they were pinned as."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.answers.views import PinView
from app.versions.report import REPORT
from app.web import answers, permalink, reads
from app.web.changes_report import pinned_report
from app.web.desk import acts
from app.web.formats import day, markdown, moment
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, t
from ontology.iris import Audience

PAGE = PageHeader(
    title={"de": "Angeheftet", "en": "Pinned"},
    order=45,
    url_path="angeheftet",
    icon="keep",
    group={"de": "Entscheidung", "en": "Decision"},
    help={
        "de": "Fragen, die Sie festgehalten haben: heute noch einmal gestellt, mit dem Unterschied.",
        "en": "Questions you kept: asked again today, with the difference.",
    },
)

_UNDO: Final = "pin:undo"


def render(chosen: Stand) -> None:
    """Draw the pins, or the one that is open with what changed since."""
    acts.show()
    pins = reads.pins(language(), chosen.audience).value
    opened = permalink.remember("heft", None)
    pin = next((p for p in pins if p.id == opened), None)
    if pin is None:
        if opened:
            st.warning(t("pin.unknown", id=markdown(opened)))
        _list(pins)
    else:
        _pin(pin, chosen)


def _list(pins: tuple[PinView, ...]) -> None:
    if gone := st.session_state.get(_UNDO):
        st.button(
            t("pin.undo", id=gone), icon=":material/undo:", key="noprint_pin_undo", on_click=acts.act,
            args=(_restore, gone),
        )  # fmt: skip
    if not pins:
        st.info(t("pin.none"), icon=":material/keep_off:")
        return
    for pin in pins:
        with st.container(border=True):
            st.markdown(f"**{markdown(pin.heading)}**  \n{_words(pin)}")
            with st.container(horizontal=True):
                st.button(
                    t("pin.ask"),
                    key=f"open:{pin.id}",
                    icon=":material/play_arrow:",
                    on_click=_open,
                    args=(pin.id,),
                )
                st.button(
                    t("pin.remove"),
                    key=f"remove:{pin.id}",
                    icon=":material/keep_off:",
                    type="tertiary",
                    on_click=acts.act,
                    args=(_remove, pin.id),
                )


def _pin(pin: PinView, chosen: Stand) -> None:
    st.button(
        t("pin.back"),
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=permalink.forget,
        args=("heft",),
        key="noprint_back",
    )
    st.header(pin.heading, anchor=False)
    st.markdown(_words(pin))
    if chosen.audience is Audience.PUBLIC and pin.audience != Audience.PUBLIC:
        st.info(t("pin.internal"), icon=":material/lock:")
        return
    if chosen.scenario and not pin.scenario:
        st.info(t("pin.not_supposed"), icon=":material/help:")
    if pin.question_id == REPORT and not pinned_report.ready(pin, chosen):
        return
    released = reads.service().answers.pinned(
        pin.id, reference_date=chosen.reference_date, version=chosen.version, lang=language()
    )
    answers.draw(released, key=f"pin:{pin.id}")
    answers.foundations(released.value)


def _open(name: str) -> None:
    permalink.remember("heft", name)


def _remove(name: str) -> None:
    reads.service().answers.unpin(name)
    st.session_state[_UNDO] = name
    acts.say(t("pin.removed", id=name))


def _restore(name: str) -> None:
    reads.service().answers.restore_pin(name)
    st.session_state.pop(_UNDO, None)


def _words(pin: PinView) -> str:
    choices = ", ".join(f"{markdown(c.label)}: {markdown(c.text)}" for c in pin.choices)
    told = t(
        "pin.words", id=pin.id, date=day(pin.reference_date), version=pin.version, when=moment(pin.pinned_on)
    )
    under = t("pin.scenario", name=markdown(pin.scenario)) if pin.scenario else ""
    return "  \n".join(part for part in (markdown(pin.note), choices, told, under) if part)
