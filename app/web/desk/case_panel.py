"""A finding and what may be done about it: other texts for its cell, for all equal ones, for good; and for its row."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.views import CellCaseView
from app.errors import RequestError
from app.views import FactView, FindingView, PlaceView
from app.web import evidence
from app.web.desk import acts
from app.web.desk.acts import act, desk
from app.web.desk.opened import Opened
from app.web.findings import Located
from app.web.formats import integer, markdown
from app.web.texts import language, plural, t

_LEAVE_OUT, _SET_ASIDE, _TAKE_BACK = "leave-out", "set-aside", "take-back"


def draw(opened: Opened, line: Located) -> None:
    """Draw the chosen finding."""
    finding, place = line
    with st.container(border=True, key="desk_case"):
        where = place.text if place else t("desk.findings.whole")
        st.markdown(
            f"**{markdown(finding.severity_text)}: {markdown(where)}**  \n{markdown(finding.message)}"
        )
        facts = []
        if finding.found is not None:
            facts.append(FactView(t("finding.found"), finding.found or t("finding.blank")))
        if finding.remedy:
            facts.append(FactView(t("finding.remedy"), finding.remedy))
        facts.append(FactView(t("finding.rule"), finding.rule))
        evidence.facts(tuple(facts))
        if place is not None and place.sheet and place.cell:
            case = _case(opened, finding, place)
            if case is not None:
                _choices(opened, finding, case)
                _text(opened, place, case)
        if place is not None and place.sheet and place.row:
            _row(opened, place.sheet, place.row)


def _case(opened: Opened, finding: FindingView, place: PlaceView) -> CellCaseView | None:
    """What may be done; None for a place that is not in the delivered file."""
    name = f"case:{place.sheet}:{place.cell}:{finding.rule}:{finding.found}"
    try:
        return opened.once(
            name,
            lambda: (
                desk()
                .case(
                    opened.token,
                    place.sheet or "",
                    place.cell or "",
                    finding.rule,
                    finding.found,
                    lang=language(),
                )
                .value
            ),
        )
    except RequestError:
        return None


def _choices(opened: Opened, finding: FindingView, case: CellCaseView) -> None:
    """Offered texts: here, in all equal cells, or for good."""
    if not case.choices:
        return
    key = f"{opened.state}:{case.place.text}:{finding.rule}:{finding.found}"
    text = st.radio(t("desk.case.choose"), list(case.choices), key=f"desk:choice:{key}")
    with st.container(horizontal=True):
        _button(opened, finding, case, text, t("desk.case.take"), key=f"desk:take:{key}", primary=True)
        if case.equal > 1:
            _button(
                opened,
                finding,
                case,
                text,
                t("desk.case.take_all", count=integer(case.equal)),
                key=f"desk:all:{key}",
                everywhere=True,
            )
        if case.remembers:
            _button(
                opened,
                finding,
                case,
                text,
                t("desk.case.always"),
                key=f"desk:always:{key}",
                remember=True,
                help_=t("desk.case.always_help"),
            )


def _button(  # noqa: PLR0913 one button per way to take a text over
    opened: Opened,
    finding: FindingView,
    case: CellCaseView,
    text: str,
    label: str,
    *,
    key: str,
    primary: bool = False,
    everywhere: bool = False,
    remember: bool = False,
    help_: str | None = None,
) -> None:
    st.button(
        label,
        type="primary" if primary else "secondary",
        help=help_,
        on_click=act,
        args=(
            desk().take_suggestion,
            opened.token,
            case.place.sheet,
            case.place.cell,
            finding.rule,
            finding.found,
            text,
        ),
        kwargs={"everywhere": everywhere, "remember": remember},
        key=key,
    )


def _text(opened: Opened, place: PlaceView, case: CellCaseView) -> None:
    """Any other text for the cell."""
    with st.form(f"desk:cell:{opened.state}:{place.sheet}:{place.cell}", border=False):
        left, right = st.columns([5, 3], vertical_alignment="bottom")
        text = left.text_input(t("desk.case.text", cell=place.cell), value=case.text)
        pressed = right.form_submit_button(t("desk.case.write"))
    if pressed:
        if text == case.text:
            st.info(t("desk.case.same_text"))
        elif acts.done(desk().correct, opened.token, place.sheet, place.cell, text):
            st.rerun()
        acts.show()


def _row(opened: Opened, sheet: str, row: int) -> None:
    """The whole row: wait, be left out, or be read after all."""
    st.caption(t("desk.case.row", row=integer(row)))
    with st.container(horizontal=True):
        for what, label, explained in (
            (_SET_ASIDE, t("desk.case.set_aside"), t("desk.case.set_aside_help")),
            (_LEAVE_OUT, t("desk.case.leave_out"), t("desk.case.leave_out_help")),
        ):
            st.button(
                label,
                help=explained,
                on_click=act,
                args=(desk().set_rows, opened.token, sheet, [row], what),
                key=f"desk:{what}:{opened.token}",
            )


def waiting_rows(opened: Opened) -> None:
    """Rows that were taken out by hand, each to be read again."""
    taken = opened.view.taken_out
    if not taken:
        return
    with st.expander(plural("desk.case.taken_out", len(taken)), icon=":material/playlist_remove:"):
        names = {
            (row.sheet, row.row): f"{row.sheet}, {t('desk.findings.row', row=row.row)}: {row.role_text}"
            for row in taken
        }
        chosen = st.multiselect(
            t("desk.case.which"),
            list(names),
            format_func=lambda one: names.get(one, ""),
            key=f"desk:back:{opened.state}",
        )
        st.button(
            t("desk.case.take_back"),
            disabled=not chosen,
            on_click=_take_back,
            args=(opened.token, chosen),
            key=f"desk:{_TAKE_BACK}:{opened.token}",
        )


def _take_back(token: str, rows: list[tuple[str, int]]) -> None:
    for sheet in dict.fromkeys(sheet for sheet, _ in rows):
        act(desk().set_rows, token, sheet, [row for name, row in rows if name == sheet], _TAKE_BACK)
