"""The same question at another date or version, and over time."""

from datetime import date
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.views import QuestionView
from app.web import answers, permalink, reads
from app.web.formats import day
from app.web.reads import Parameters
from app.web.stand import Stand
from app.web.texts import language, t

_NOW: Final = "aktuell"
_COMPARE, _SERIES = "vergleich", "zeitreihe"
_MONTHS: Final = {"3": 3, "6": 6, "12": 12}
_STEPS: Final = 6


def choose() -> str:
    """Draw the choice between the answer, the comparison and the series; returns its name."""
    options = {_NOW: t("over_time.now"), _COMPARE: t("over_time.compare"), _SERIES: t("over_time.series")}
    return permalink.choice(
        t("over_time.show"),
        options,
        name="zeit",
        default=_NOW,
        widget=st.segmented_control,
        required=True,
        label_visibility="collapsed",
        width="content",
    )


def draw(view: str, question: QuestionView, given: Parameters, chosen: Stand) -> bool:
    """Draw the comparison or the series; False if the answer itself was chosen."""
    if view == _COMPARE:
        _compare(question, given, chosen)
    elif view == _SERIES:
        _series(question, given, chosen)
    return view in (_COMPARE, _SERIES)


def _compare(question: QuestionView, given: Parameters, chosen: Stand) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        then = permalink.day(
            t("over_time.then"), name="vergleichstag", default=_year_before(chosen.reference_date)
        )
        numbers = {v.number: v for v in reads.versions(chosen.town.version, language()).value}
        options = {
            str(n): t("over_time.version", number=n, day=day(v.when.date())) for n, v in numbers.items()
        }
        version = int(
            permalink.choice(
                t("over_time.then_version"), options, name="vergleichsversion", default=str(chosen.version)
            )
        )
    if (then, version) == (chosen.reference_date, chosen.version):
        st.info(t("over_time.same"), icon=":material/compare_arrows:")
        return
    before = Asked(chosen.audience, then, version, language())
    answers.draw(reads.compared(question.id, given, before, chosen.asked), key=f"compare:{question.id}")


def _series(question: QuestionView, given: Parameters, chosen: Stand) -> None:
    options = {name: t("over_time.months", months=months) for name, months in _MONTHS.items()}
    months = _MONTHS[permalink.choice(t("over_time.step"), options, name="abstand", default="6")]
    with st.spinner(t("over_time.working", steps=_STEPS)):
        released = reads.series(question.id, given, months, _STEPS, chosen.asked)
    answers.draw(released, key=f"series:{question.id}")


def _year_before(today: date) -> date:
    """The same day a year before; the 28th for a 29th of February."""
    return today.replace(year=today.year - 1, day=28 if (today.month, today.day) == (2, 29) else today.day)
