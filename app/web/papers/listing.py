"""The papers there are, a new one, and those that were put away."""

from datetime import date
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.papers.desk import NewPaper
from app.papers.views import KindView, PaperHead
from app.web import permalink
from app.web.desk import acts
from app.web.formats import day, day_pattern, integer, markdown, moment
from app.web.papers import letterhead_part, reads
from app.web.stand import Stand
from app.web.texts import language, plural, t
from ontology.iris import Audience

OPENED: Final = "vorlage"


def draw(chosen: Stand) -> None:
    """Draw the list, the form for a new paper, what was put away and the letterhead."""
    st.markdown(markdown(t("papers.text")))
    found = reads.papers()
    with st.expander(t("papers.new"), icon=":material/add:", expanded=not found):
        _new(chosen)
    if not found:
        st.info(markdown(t("papers.none")), icon=":material/description:")
    for head in found:
        _paper(head)
    _away()
    letterhead_part.draw()


def open_paper(name: str) -> None:
    """Open a paper when the page is drawn next."""
    permalink.remember(OPENED, name)


def words(head: PaperHead) -> str:
    """Return what a paper is, in a line."""
    told = (
        head.kind_title,
        head.field,
        head.committee,
        t("papers.meeting_on", day=day(head.day)) if head.day else "",
        t(f"papers.status_{head.status}"),
        t("papers.internal") if head.audience == "intern" else t("papers.public"),
    )
    return markdown(" · ".join(part for part in told if part))


def _paper(head: PaperHead) -> None:
    with st.container(border=True):
        st.markdown(f"**{markdown(head.title)}**  \n{words(head)}")
        st.caption(
            f"{plural('papers.parts', head.parts)} · {markdown(t('papers.changed', when=moment(head.changed_on), revision=integer(head.revision)))}"
        )
        with st.container(horizontal=True):
            st.button(
                t("papers.open"),
                key=f"paper:open:{head.id}",
                icon=":material/edit:",
                on_click=open_paper,
                args=(head.id,),
            )
            st.button(
                t("papers.put_away"), key=f"paper:away:{head.id}", icon=":material/archive:", type="tertiary",
                on_click=acts.act, args=(_put_away, head.id),
            )  # fmt: skip


def _new(chosen: Stand) -> None:
    kinds = {kind.name: kind for kind in reads.kinds()}
    name = st.selectbox(
        t("papers.kind"),
        list(kinds),
        format_func=lambda n: f"{kinds[n].title}: {kinds[n].help}",
        key="paper:new:kind",
    )
    kind = kinds[name]
    with st.form("paper:new", border=False):
        st.text_input(t("papers.title"), max_chars=200, key="paper:new:title")
        left, right = st.columns(2)
        left.text_input(
            t("papers.committee"),
            max_chars=120,
            placeholder=t("papers.committee_example"),
            key="paper:new:committee",
        )
        right.date_input(t("papers.meeting"), value=None, format=day_pattern(), key="paper:new:day")
        if kind.needs_field:
            fields = {choice.value: choice.label for choice in kind.fields}
            st.selectbox(
                t("papers.field"),
                list(fields),
                format_func=lambda value: fields[value],
                key="paper:new:field",
            )
        st.radio(
            t("papers.audience"), [Audience.PUBLIC.value, Audience.INTERN.value], horizontal=True, key="paper:new:audience",
            format_func=lambda value: t(f"papers.for_{value}"),
        )  # fmt: skip
        st.form_submit_button(
            t("papers.begin"),
            type="primary",
            icon=":material/add:",
            on_click=acts.act,
            args=(_create, kind, chosen),
        )


def _create(kind: KindView, chosen: Stand) -> None:
    """Begin a paper with what stands in the form, read now: the button was drawn before it was filled in."""
    said = {
        name: st.session_state.get(f"paper:new:{name}")
        for name in ("title", "committee", "day", "audience", "field")
    }
    meeting = said["day"]
    new = NewPaper(
        str(said["title"] or ""), str(said["committee"] or ""), meeting if isinstance(meeting, date) else None,
        Audience(str(said["audience"])), field=str(said["field"] or "") if kind.needs_field else "",
    )  # fmt: skip
    head = reads.desk().create(kind.name, new, reads.now(chosen)).value
    st.session_state["paper:last"] = head.id
    open_paper(head.id)


def _away() -> None:
    heads = reads.desk().away(language()).value
    if not heads:
        return
    with st.expander(plural("papers.away", len(heads)), icon=":material/archive:"):
        for head in heads:
            st.markdown(f"**{markdown(head.title)}**  \n{words(head)}")
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    t("papers.bring_back"), key=f"paper:back:{head.id}", icon=":material/unarchive:",
                    on_click=acts.act, args=(_bring_back, head.id),
                )  # fmt: skip
                sure = st.checkbox(t("papers.sure"), key=f"paper:sure:{head.id}")
                st.button(
                    t("papers.forget"), key=f"paper:forget:{head.id}", icon=":material/delete_forever:", type="tertiary",
                    disabled=not sure, on_click=acts.act, args=(_forget, head.id),
                )  # fmt: skip


def _put_away(name: str) -> None:
    reads.desk().put_away(name)
    acts.say(t("papers.is_away"))


def _bring_back(name: str) -> None:
    reads.desk().bring_back(name)
    acts.say(t("papers.is_back"))


def _forget(name: str) -> None:
    reads.desk().forget(name)
    acts.say(t("papers.is_forgotten"))
