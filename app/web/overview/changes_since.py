"""Was seither anders ist: the gap matrix now and at an earlier state, worked out beside the page and remembered."""

from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked, year_before
from app.cockpit.views import SeenView, SinceView
from app.web import answers, evidence, origin, permalink, reads, tables
from app.web.desk import acts, long_work
from app.web.errors import show_expected
from app.web.formats import day, integer, markdown
from app.web.overview.leading import link, tile
from app.web.stand import Stand
from app.web.texts import language, t
from ontology.errors import KnowledgeGraphError

_SEEN, _DELIVERY, _DAY = "gesehen", "lieferung", "tag"
_TABLE: Final = "overview:since"
_STOPPED: Final = "overview:since:stopped"
_SHOWN: Final = ("new_gap", "weaker", "shown_gap", "lost", "better", "known")
_WIDE: Final = 150


def choose(chosen: Stand) -> Asked | None:
    """Draw since when, and return that state; None if there is none."""
    st.header(t("since.title"), anchor=False)
    cockpit = reads.service_for(chosen.asked).cockpit
    seen = cockpit.seen(language()).value
    before = cockpit.before_last_delivery(chosen.asked).value
    options = _options(chosen, seen, before)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = permalink.choice(
            t("since.since"), options, name="seit", default=next(iter(options)), width=380
        )
        start = year_before(chosen.reference_date)
        on = permalink.day(t("since.day"), name="seit-tag", default=start) if wanted == _DAY else start
        _confirm(chosen, seen)
    return _state(chosen, wanted, seen, before, on)


def draw(chosen: Stand, then: Asked | None) -> None:
    """Draw what became of the matrix since then; waits a moment for it, then shows how far it is."""
    if then is None:
        st.info(t("since.nothing_before"), icon=":material/history:")
        return
    if (then.version, then.reference_date) == (chosen.version, chosen.reference_date):
        st.info(t("since.same"), icon=":material/check:")
        return
    cockpit = reads.service_for(chosen.asked).cockpit
    key = (then, chosen.asked)
    if st.session_state.get(_STOPPED) == key:
        st.button(
            t("since.again"), icon=":material/refresh:", on_click=_stop, args=(None,), key="since:again"
        )
        return
    try:
        job = long_work.waited(cockpit.start_since(then, chosen.asked).value)
        if job.state == long_work.RUNNING:
            long_work.show(job, on_cancel=lambda: _stop(key))
        elif job.state != long_work.DONE:
            long_work.over(job, t("since.again"), lambda: _stop(None))
        else:
            released = cockpit.found_since(job.key)
            evidence.withheld(released)
            _found(released.value, chosen)
    except KnowledgeGraphError as error:
        show_expected(error)


def _options(chosen: Stand, seen: SeenView | None, before: int) -> dict[str, str]:
    options = {}
    if seen is not None:
        options[_SEEN] = t("since.seen", version=seen.version, day=day(seen.day))
    options[_DELIVERY] = t("since.delivery", version=before)
    options[_DAY] = t("since.on_day")
    for version in reads.versions(chosen.town.version, language()).value:
        if version.number < chosen.version:
            options[f"v{version.number}"] = t(
                "since.version", version=version.number, when=day(version.when.date())
            )
    return options


def _state(chosen: Stand, wanted: str, seen: SeenView | None, before: int, on: date) -> Asked | None:
    asked = chosen.asked
    if wanted == _SEEN and seen is not None:
        return replace(asked, version=seen.version, reference_date=seen.day)
    if wanted == _DAY:
        version = reads.service_for(asked).cockpit.version_at(on).value
        return replace(asked, version=min(version, chosen.version), reference_date=on) if version else None
    number = before if wanted in (_SEEN, _DELIVERY) else int(wanted.removeprefix("v"))
    return replace(asked, version=number) if number else None


def _confirm(chosen: Stand, seen: SeenView | None) -> None:
    """Remember this state as seen; taking that back brings the earlier mark again."""
    st.button(
        t("since.confirm"), icon=":material/visibility:", help=t("since.confirm_help"), on_click=acts.act,
        args=(_remember, chosen.asked), key="noprint_since:confirm",
    )  # fmt: skip
    if seen is not None:
        st.button(
            t("since.undo"), icon=":material/undo:", type="tertiary", on_click=acts.act, args=(_undo,),
            key="noprint_since:undo",
        )  # fmt: skip


def _remember(asked: Asked) -> None:
    seen = reads.service().cockpit.confirm_seen(asked).value
    acts.say(t("since.confirmed", version=seen.version, day=day(seen.day)))


def _undo() -> None:
    reads.service().cockpit.undo_seen()
    acts.say(t("since.undone"))


def _stop(key: object) -> None:
    st.session_state[_STOPPED] = key


def _found(view: SinceView, chosen: Stand) -> None:
    st.markdown(f"**{markdown(view.lead)}**")
    turns = {turn.name: turn for turn in view.turns}
    if not any(turn.cells for turn in view.turns):
        return
    grid = st.grid(6, min_column_width=_WIDE, gap="small")
    for name in _SHOWN:
        with grid.cell(), st.container(border=True, height="stretch"):
            base = t("since.of_cells", cells=integer(turns[name].cells))
            st.html(tile(turns[name].label, turns[name].documented, base))
    everything = permalink.switch(t("since.all_cells"), name="alle-zellen", help=t("since.all_help"))
    rows = answers.leading_to_evidence(view.table.columns, view.table.rows)
    documented = [column.name for column in view.table.columns].index("documented")
    shown = [row for row in rows if everything or row[documented].value == 0]
    if not shown:
        st.caption(markdown(view.table.note or "" if everything else t("since.none_documented")))
    else:
        behind = origin.opened("ueberblick", (_TABLE,), chosen)
        tables.draw(view.table.columns, shown, key=_TABLE, caption=view.table.title)
        behind.below(_TABLE)
        if everything and view.truncated:
            st.caption(t("since.truncated", rows=integer(len(view.table.rows))))
    link("fragen", t("since.to_l4"), {"frage": "L4"})
