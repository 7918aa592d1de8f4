"""The findings of a delivery, at the cell: what was found, what is expected, how to mend it."""

from collections import Counter
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import CellKind, CellView, ColumnView, FindingView, PlaceView, Row
from app.web import tables
from app.web.formats import integer, markdown
from app.web.texts import plural, t

SEVERITIES: Final = ("violation", "warning", "info")
_ALL: Final = ""
CSS: Final = {"violation": "finding", "warning": "notice", "info": ""}
_ICONS: Final = {"violation": ":material/error:", "warning": ":material/warning:", "info": ":material/info:"}
_FOUND: Final = 3

Located = tuple[FindingView, PlaceView | None]


def draw(findings: tuple[FindingView, ...]) -> None:
    """Draw the filters and the page of places, worst first."""
    if not findings:
        st.success(t("import.no_findings"), icon=":material/check:")
        return
    counts = Counter(finding.severity for finding in findings)
    st.markdown(
        " · ".join(f"{_ICONS[s]} {plural(f'severity.{s}', counts[s])}" for s in SEVERITIES if counts[s])
    )
    left, right = st.columns([2, 5], vertical_alignment="bottom")
    with left:
        severities = {_ALL: t("import.all_severities")} | {
            s: t(f"severity.{s}.name") for s in SEVERITIES if counts[s]
        }
        severity = st.selectbox(
            t("import.severity"),
            list(severities),
            format_func=lambda s: severities[s],
            key="findings:severity",
        )
    kept = [finding for finding in findings if severity in (_ALL, finding.severity)]
    with right:
        names = {_ALL: t("import.all_rules")} | rules(kept)
        rule = st.selectbox(
            t("import.rule"), list(names), format_func=lambda r: names[r], key="findings:rule"
        )
    lines = located([finding for finding in kept if rule in (_ALL, finding.rule)])
    shown = {(i, _FOUND): (CSS[finding.severity], finding.message) for i, (finding, _) in enumerate(lines)}
    tables.draw(
        _columns(),
        [_row(finding, place) for finding, place in lines],
        key="findings:table",
        caption=t("import.findings"),
        look=tables.Look(
            sortable=False, records=False, marked={place: why for place, why in shown.items() if why[0]}
        ),
    )


def rules(findings: list[FindingView]) -> dict[str, str]:
    """Return the rules of these findings with how often and their first message, the commonest first."""
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for finding in findings:
        counts[finding.rule] += 1 + len(finding.more_places)
        first.setdefault(finding.rule, finding.message)
    return {rule: f"{rule} ({integer(count)}): {first[rule]}" for rule, count in counts.most_common()}


def located(findings: list[FindingView]) -> list[Located]:
    """Return one line per place, in the order a steward goes through the workbook, violations before the rest."""
    lines: list[Located] = []
    for finding in findings:
        lines += [(finding, place) for place in (finding.place, *finding.more_places)]
    return sorted(lines, key=_order)


def _order(line: Located) -> tuple[int, str, int, str]:
    finding, place = line
    severity = SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else len(SEVERITIES)
    return severity, (place and place.sheet) or "", (place and place.row) or 0, (place and place.column) or ""


def _columns() -> tuple[ColumnView, ...]:
    names = ("severity", "sheet", "cell", "found", "suggestion", "message", "remedy", "effect", "rule")
    return tuple(ColumnView(name, t(f"finding.{name}"), CellKind.TEXT) for name in names)


def _row(finding: FindingView, place: PlaceView | None) -> Row:
    cell = (place and (place.cell or (str(place.row) if place.row else place.text))) or "–"
    texts = (
        finding.severity_text,
        (place and place.sheet) or "–",
        cell,
        t("finding.blank") if finding.found == "" else (finding.found or "–"),
        finding.suggestion or "–",
        finding.message,
        finding.remedy,
        finding.effect,
        finding.rule,
    )
    return tuple(CellView(text, text) for text in texts)


def summary(findings: tuple[FindingView, ...]) -> str:
    """Return how many findings there are by severity, in one line."""
    counts = Counter(finding.severity for finding in findings)
    return markdown(
        ", ".join(plural(f"severity.{s}", counts[s]) for s in SEVERITIES if counts[s])
        or t("import.no_findings")
    )
