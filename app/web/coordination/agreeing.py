"""What was agreed about one thing, and the form to agree on something."""

from collections.abc import Sequence

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.coordination.agreements import Subject
from app.coordination.views import AgreementView
from app.web import reads
from app.web.coordination import fields, shown
from app.web.desk import acts
from app.web.stand import Stand
from app.web.texts import language, t
from ontology.iris import Audience


def agreements() -> tuple[AgreementView, ...]:
    """Return all agreements of the town; read afresh, because others agree as well."""
    return reads.service().coordination.agreements(language()).value


def for_house(chosen: Stand) -> tuple[AgreementView, ...]:
    """Return all agreements if the house looks; they are nothing for the public."""
    return agreements() if chosen.audience is Audience.INTERN else ()


def about(subject: Subject) -> list[AgreementView]:
    """Return the agreements about one thing."""
    return [found for found in agreements() if found.key == subject.key]


def section(subject: Subject, kind: str, chosen: Stand) -> None:
    """Draw what was agreed about `subject` and the form to agree on something; `kind` is the class of the pair now."""
    st.header(t("agreement.title"), anchor=False)
    if chosen.audience is not Audience.INTERN:
        st.caption(t("agreement.internal"))
        return
    acts.show()
    st.caption(t("agreement.text"))
    found = about(subject)
    if not found:
        st.caption(t("agreement.none"))
    shown.cards(found, chosen, {subject.key: kind})
    with st.expander(t("agreement.new"), icon=":material/handshake:", key=f"noprint_agree:{subject.key}"):
        _form(subject, kind, chosen)


def everything(found: Sequence[AgreementView], kinds: dict[str, str], chosen: Stand) -> None:
    """Draw all agreements; `kinds` says which class a pair has today, by its key."""
    if chosen.audience is not Audience.INTERN:
        st.info(t("agreement.internal"), icon=":material/lock:")
        return
    acts.show()
    if not found:
        st.info(t("agreement.none_at_all"), icon=":material/handshake:")
        return
    shown.cards(found, chosen, kinds, titles=True)


def _form(subject: Subject, kind: str, chosen: Stand) -> None:
    key = f"agree:{subject.key}"
    with st.form(key, border=False):
        fields.draw(key, None)
        st.text_input(
            t("agreement.by"),
            key=f"{key}:by",
            help=t("import.who_help"),
            placeholder=t("agreement.by_example"),
        )
        st.form_submit_button(
            t("agreement.save"), type="primary", icon=":material/check:", on_click=_agree,
            args=(key, subject, kind, chosen),
        )  # fmt: skip


def _agree(key: str, subject: Subject, kind: str, chosen: Stand) -> None:
    terms, by = fields.given(key)
    desk = reads.service().coordination
    if acts.done(desk.agree, subject, terms, chosen.asked, by=by, kind=kind):
        acts.forget(f"{key}:{name}" for name in fields.NAMES if name != "by")
        acts.say(t("agreement.saved"))
