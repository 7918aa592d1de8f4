"""The ways from goals to results as a tree to unfold, and the stairs of effect levels. Links, not causes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import altair as alt
import pandas as pd
import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.colours import BAR, INK, NO_GROUP
from app.views import AnswerView, CellView
from app.web import charts
from app.web.planning.parts import rows_of
from app.web.texts import t

_ROW: Final = 34
Row = Mapping[str, CellView]


def stairs(view: AnswerView) -> None:
    """Draw how many offers have evidence at which level (question F2); levels of effect and of output apart."""
    rows = rows_of(view, "levels")
    if not rows:
        return
    theme = charts.theme()
    names = [row["level"].text for row in reversed(rows)]
    frame = pd.DataFrame([
        {
            "level": row["level"].text, "offers": int(str(row["offers"].value)), "effect": row["effect"].text,
            "text": t("goals.offers_of", number=row["offers"].text, all=row["base"].text),
        }
        for row in rows
    ])  # fmt: skip
    yes = [row["effect"].text for row in rows if (row["level"].iri or "")[-1:] in "4567"]
    y = alt.Axis(labelLimit=330, labelOverlap=False, ticks=False, domain=False)
    base = alt.Chart(frame).encode(
        y=alt.Y("level:N", sort=names, title=None, axis=y),
        x=alt.X("offers:Q", axis=None),  # the number stands on every bar; on a phone an axis has no room
    )
    colour = alt.condition(
        alt.FieldOneOfPredicate(field="effect", oneOf=yes[:1]),
        alt.value(BAR[theme]),
        alt.value(NO_GROUP[theme]),
    )
    chart = (
        alt.layer(
            base.mark_bar(cornerRadiusEnd=2).encode(color=colour),
            base.mark_text(align="left", dx=5, color=INK[theme]).encode(text="text:N"),
        )
        .properties(height=_ROW * len(rows) + 20)
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK[theme], titleColor=INK[theme])
    )
    st.altair_chart(chart, width="stretch", alt=t("goals.stairs_alt", lead=view.lead))
    items = "".join(
        f'<span role="listitem"><span style="color:{colour}" aria-hidden="true">■</span><span>{escape(words)}</span></span>'
        for colour, words in ((BAR[theme], t("goals.is_effect")), (NO_GROUP[theme], t("goals.is_output")))
    )
    st.html(f'<div class="q-legend" role="list" aria-label="{escape(t("planning.legend"))}">{items}</div>')


def tree(view: AnswerView) -> None:
    """Draw every goal with what is linked to it; sub-goals stand below their goal."""
    goals = rows_of(view, "goals")
    below: defaultdict[str, list[Row]] = defaultdict(list)
    known = {row["goal"].iri for row in goals}
    for row in goals:
        below[row["parent"].iri or "" if row["parent"].iri in known else ""].append(row)
    parts = _Parts(view)
    st.html(f'<div class="q-tree">{"".join(_goal(row, below, parts, depth=0) for row in below[""])}</div>')


class _Parts:
    """What belongs to each goal, read once."""

    def __init__(self, view: AnswerView) -> None:
        self.links = _by_goal(rows_of(view, "ways"))
        self.indicators = _by_goal(rows_of(view, "indicators"))
        self.results = _by_goal(rows_of(view, "results"))


def _by_goal(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["goal"].iri or ""].append(row)
    return found


def _goal(row: Row, below: Mapping[str, list[Row]], parts: _Parts, *, depth: int) -> str:
    name = row["goal"].iri or ""
    links = parts.links.get(name, [])
    said = [row["status"].text, t("goals.reaches", reach=row["reach"].text)]
    if row["level"].text:
        said.append(t("goals.highest", level=row["level"].text))
    missing = (
        f"<p>? {escape(t('goals.missing', missing=row['missing'].text))}</p>" if row["missing"].text else ""
    )
    inner = "".join(
        (
            _branch(t("goals.measures"), _measures(links)),
            _branch(t("goals.offers"), _offers(links, parts.results.get(name, []))),
            _branch(t("goals.indicators"), [_indicator(r) for r in parts.indicators.get(name, [])]),
            _branch(t("goals.decisions"), [_linked(r) for r in _of(links, "Beschluss", "Decision")]),
        )
    )
    subs = "".join(_goal(sub, below, parts, depth=depth + 1) for sub in below.get(name, []))
    is_open = " open" if depth == 0 else ""
    return (
        f"<details{is_open}><summary><strong>{escape(row['goal'].text)}</strong> "
        f"<span>{escape(' · '.join(part for part in said if part))}</span></summary>{missing}{inner}{subs}</details>"
    )


def _branch(title: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f"<details><summary>{escape(title)} <span>({len(items)})</span></summary><ul class='q-list'>{listed}</ul></details>"


def _of(links: Sequence[Row], *kinds: str) -> list[Row]:
    return [row for row in links if row["kind"].text in kinds]


def _linked(row: Row) -> str:
    state = f" · {escape(row['state'].text)}" if row["state"].text else ""
    return f"{escape(row['linked'].text)}{state}"


def _measures(links: Sequence[Row]) -> list[str]:
    """Each measure with the needs it addresses."""
    items = []
    for row in _of(links, "Maßnahme", "Measure"):
        needs = [
            need["linked"].text
            for need in _of(links, "Bedarf", "Need")
            if need["over"].iri == row["linked"].iri
        ]
        told = f"<br>{escape(t('goals.addresses', needs=', '.join(needs)))}" if needs else ""
        items.append(f"{_linked(row)}{told}")
    return items


def _offers(links: Sequence[Row], results: Sequence[Row]) -> list[str]:
    """Each offer once, with how it belongs to the goal and the evidence recorded about it."""
    by_offer: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _of(links, "Angebot", "Offer"):
        by_offer[row["linked"].iri or ""].append(row)
    proofs = {row["offer"].iri: row for row in results}
    items = []
    for offer, rows in by_offer.items():
        how = "; ".join(
            row["how"].text + (f" ({row['state'].text})" if row["state"].text else "") for row in rows
        )
        proof = proofs.get(offer)
        told = _proof(proof) if proof else escape(t("goals.no_proof"))
        items.append(f"<strong>{escape(rows[0]['linked'].text)}</strong> · {escape(how)}<br>{told}")
    return items


def _proof(row: Row) -> str:
    value = " ".join(part for part in (row["people"].text or row["value"].text, row["unit"].text) if part)
    parts = (
        row["level"].text,
        row["proof"].text,
        value,
        row["result"].text,
        row["method"].text,
        row["asOf"].text,
        row["source"].text,
        row["note"].text,
    )
    return escape(" · ".join(part for part in parts if part))


def _indicator(row: Row) -> str:
    unit = f" {row['unit'].text}" if row["unit"].text else ""
    target = (
        t("goals.target", value=row["targetValue"].text + unit, due=row["due"].text)
        if row["targetValue"].text
        else t("goals.no_target")
    )
    value = (
        t("goals.value", value=row["value"].text + unit, day=row["day"].text)
        if row["value"].text
        else t("goals.no_value")
    )
    source = f" ({row['source'].text})" if row["source"].text else ""
    level = f" · {escape(row['level'].text)}" if row["level"].text else ""
    return (
        f"<strong>{escape(row['indicator'].text)}</strong>{level}<br>{escape(target)} · {escape(value + source)} · "
        f"<strong>{escape(row['light'].text)}</strong>: {escape(row['reason'].text)}"
    )
