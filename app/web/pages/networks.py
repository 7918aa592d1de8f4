"""Netze: what stands out in sentences, the picture behind it, and tables that say the same."""

from functools import partial
from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked, year_before
from app.networks import exports as network_exports
from app.networks.shapes import (
    AREAS,
    COMMUNITIES,
    PILLARS,
    Shape,
    around,
    connected,
    opened,
    regrouped,
    shape,
)
from app.networks.views import NetworkInfo, NetworkView
from app.papers.asking import NETWORK
from app.papers.illustrations import ALL
from app.web import answers, downloads, evidence, frame, origin, permalink, reads, stand
from app.web.formats import integer, markdown
from app.web.network import findings, heat, picture
from app.web.papers import putting
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, t

PAGE = PageHeader(
    title={"de": "Netze", "en": "Networks"},
    order=28,
    url_path="netze",
    icon="hub",
    group={"de": "Planung", "en": "Planning"},
    help={
        "de": "Wer mit wem verbunden ist, wo Brücken fehlen und was an einem einzigen hängt.",
        "en": "Who is connected with whom, where bridges are missing and what hangs on one.",
    },
)
_GROUPS, _ALL, _PAIRS, _THEN = "gruppen", "alle", "paare", "vergleich"
_QUESTIONS: Final = ("J3", "J4", "B5", "E1")
_BY: Final = {"saeulen": PILLARS, "gemeinschaften": COMMUNITIES, "gebiete": AREAS}
_NEXT: Final = "network:next"
_FILES: Final = (
    ("graphml", network_exports.to_graphml, "application/xml"),
    ("gexf", network_exports.to_gexf, "application/xml"),
    ("svg", network_exports.to_svg, "image/svg+xml"),
    ("png", network_exports.to_png, "image/png"),
)


def render(chosen: Stand) -> None:
    """Draw the choice of a network and the network."""
    if step := st.session_state.pop(_NEXT, None):
        permalink.put_back(*step)  # before the field is drawn that holds it
    infos = {info.name: info for info in reads.networks(chosen.version, language()).value}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = permalink.choice(
            t("network.which"), {n: i.title for n, i in infos.items()}, name="netz", default=next(iter(infos))
        )
        info = infos[name]
        about = _about(info)
    st.markdown(f"**{markdown(info.question)}**  \n{markdown(t('network.edge', edge=info.edge))}")
    released = reads.network(name, about, chosen.asked)
    view = released.value
    st.html(f'<p class="q-lead"><strong>{escape(view.answer.lead)}</strong></p>')
    evidence.withheld(released)
    if view.answer.completeness:
        st.caption(markdown(view.answer.completeness.text))
    findings.draw(view.block("findings"), connected=bool(view.edges.rows))
    drawn = _views(view, chosen)
    given = {"about": (about,) if about else (), **drawn}
    putting.put_button(
        f"{NETWORK}{name}", tuple((name, values) for name, values in given.items() if values), chosen
    )
    _tables(view, chosen)
    _downloads(view, about, chosen)
    answers.foundations(view.answer)
    stand.source_line(chosen)


def _about(info: NetworkInfo) -> str:
    if not info.options:
        return ""
    options = {choice.value: choice.label for choice in info.options}
    return permalink.choice(info.chosen, options, name="worum", default=next(iter(options)))


def _views(view: NetworkView, chosen: Stand) -> dict[str, tuple[str, ...]]:
    """Draw the network, and return what of it is drawn, as a part of a paper takes it."""
    by = _grouping()
    whole = regrouped(shape(view), by, _community if by == COMMUNITIES else str)
    shown = connected(whole)
    options = {_GROUPS: t("network.view_groups"), _ALL: t("network.view_all"), _PAIRS: t("network.view_pairs"), _THEN: t("network.view_then")}  # fmt: skip
    kind = permalink.choice(
        t("network.view"), options, name="ansicht", default=_GROUPS, widget=st.segmented_control,
        required=True, label_visibility="collapsed", width="content",
    )  # fmt: skip
    if kind == _PAIRS:
        heat.draw(view.block("densities"))
    elif kind == _THEN:
        _difference(view, chosen)
    else:
        return {"by": (by,), **_picture(view, whole, shown, everything=kind == _ALL)}
    return {}


def _grouping() -> str:
    by = {
        "saeulen": t("network.by_pillars"),
        "gemeinschaften": t("network.by_communities"),
        "gebiete": t("network.by_areas"),
    }
    chosen = permalink.choice(
        t("network.group_by"), by, name="gruppen", default="saeulen", widget=st.segmented_control, required=True,
        width="content", help=t("network.group_help"),
    )  # fmt: skip
    return _BY[chosen]


def _community(number: str) -> str:
    return t("network.community_of", number=number)


def _picture(
    view: NetworkView, whole: Shape, shown: Shape, *, everything: bool
) -> dict[str, tuple[str, ...]]:
    names = {node.id: node.label for node in sorted(shown.nodes, key=lambda n: n.label.casefold())}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        center = permalink.choice(
            t("network.center"), {"": t("network.nobody"), **names}, name="umfeld", default=""
        )
        groups = {group or "-": label or t("network.no_group") for group, label, _ in shown.groups()}
        expanded = () if everything else permalink.choices(
            t("network.expand"), groups, name="offen", placeholder=t("network.expand_none")
        )  # fmt: skip
    if center:
        drawn = around(shown, center)
    elif everything and picture.fits(shown):
        drawn = shown
    else:
        if everything:
            st.warning(
                t("network.too_many", nodes=integer(picture.MOST_NODES), edges=integer(picture.MOST_EDGES)),
                icon=":material/hub:",
            )
        drawn = opened(shown, ("" if group == "-" else group for group in expanded))
    clicked = picture.draw(drawn, key=f"network:{view.info.name}", title=view.info.title, chosen=center)
    picture.left_out(whole, shown)
    if center:
        _leads(center, names[center])
    if clicked:
        _follow(clicked, expanded)
        st.rerun()
    if center:
        return {"center": (center,)}
    return {"view": (ALL,)} if everything else {"open": expanded}


def _leads(center: str, name: str) -> None:
    """Where to go from a node: its offers, its funders, the questions about who connects whom."""
    if not frame.is_drawn():
        return
    titles = {
        question.id: question.title for question in reads.questions(reads.town().version, language()).value
    }
    with st.container(border=True):
        st.markdown(f"**{t('network.leads')}**")
        for network, words in (("providers_and_offers", "offers"), ("funding_flows", "funders")):
            st.page_link(
                frame.page(PAGE.url_path), label=t(f"network.{words}", name=markdown(name)), icon=":material/hub:",
                query_params={**permalink.stand(), "netz": network, "umfeld": center},
            )  # fmt: skip
        for question in _QUESTIONS:
            st.page_link(
                frame.page("fragen"), label=t("network.ask", id=question, title=markdown(titles[question])),
                icon=":material/quiz:", query_params={**permalink.stand(), "frage": question},
            )  # fmt: skip


def _follow(clicked: str, expanded: tuple[str, ...]) -> None:
    """A click on a group opens it, a click on a node shows what is around it."""
    if clicked.startswith("group:"):
        group = clicked.removeprefix("group:") or "-"
        st.session_state[_NEXT] = ("offen", [*expanded, group])
    else:
        st.session_state[_NEXT] = ("umfeld", clicked)


def _difference(view: NetworkView, chosen: Stand) -> None:
    then = permalink.day(
        t("over_time.then"), name="vergleichstag", default=year_before(chosen.reference_date)
    )
    if then == chosen.reference_date:
        st.info(t("over_time.same"), icon=":material/event:")
        return
    before = Asked(chosen.audience, then, chosen.version, language())
    released = reads.network_difference(view.info.name, view.about, before, chosen.asked)
    st.markdown(f"**{markdown(released.value.lead)}**")
    evidence.withheld(released)
    evidence.block(released.value.appeared, key="network:then", records=False)
    evidence.block(released.value.gone, key="network:then", records=False)


def _tables(view: NetworkView, chosen: Stand) -> None:
    """The tables say all the picture says; a click on a record shows where it comes from."""
    key = f"network:{view.info.name}"
    blocks = (view.edges, *view.answer.blocks)
    behind = origin.opened(
        f"netz-{view.info.name}", tuple(f"{key}:{block.name}" for block in blocks), chosen,
        rows=lambda block, row: reads.network_behind(view.info.name, view.about, block, row, chosen.asked).value,
        of=view.about,
    )  # fmt: skip
    for tab, block in zip(st.tabs([block.title for block in blocks]), blocks, strict=True):
        with tab:
            evidence.block(block, key=key)
            behind.below(f"{key}:{block.name}")


def _downloads(view: NetworkView, about: str, chosen: Stand) -> None:
    answer = reads.network_answer(view.info.name, about, chosen.asked)
    downloads.buttons(
        answer, name=f"querblick-{view.answer.question_id}", key=f"network:{view.info.name}:files"
    )
    released = reads.network(view.info.name, about, chosen.asked)
    with st.container(horizontal=True, key="noprint_network_files"):
        for suffix, make, mime in _FILES:
            st.download_button(
                t(f"download.{suffix}"), data=partial(make, released), mime=mime, key=f"network:{suffix}",
                file_name=f"querblick-{view.answer.question_id}.{suffix}", icon=":material/hub:", on_click="ignore",
            )  # fmt: skip
