"""The typed form of a question: one field per parameter, by its kind, with everything chosen in the URL."""

from datetime import date
from decimal import Decimal, InvalidOperation

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import ParameterView, QuestionView
from app.web import permalink
from app.web.formats import indented
from app.web.reads import Parameters
from app.web.texts import t

_NONE = ""
_COLUMNS = 3
_COLUMN = 230


def form(question: QuestionView, reference_date: date) -> Parameters | None:
    """Draw the form and return the values, or None while a required one is missing.

    Days start as many months from `reference_date` as the question says.
    """
    if not question.parameters:
        return ()
    with st.form(f"form:{question.id}", border=True):
        grid = st.grid(_COLUMNS, min_column_width=_COLUMN, vertical_alignment="bottom")
        values: dict[str, tuple[str, ...]] = {}
        problems: list[str] = []
        for parameter in question.parameters:
            with grid.cell():
                values[parameter.name] = _field(question, parameter, reference_date)
        pressed = st.form_submit_button(t("question.answer"), type="primary", icon=":material/play_arrow:")
        for parameter in question.parameters:
            problem = _problem(parameter, values[parameter.name])
            if problem:
                problems.append(problem)
        for problem in problems if pressed else ():
            st.error(problem)
    if problems:
        return None
    given = {name: tuple(_canonical(v) for v in value) for name, value in values.items() if value}
    return tuple(sorted(given.items()))


def url_name(parameter: ParameterView) -> str:
    """Return a parameter's name in the URL; the names of the frame stay its own."""
    reserved = {
        "frage",
        "stichtag",
        "sicht",
        "version",
        "lang",
        "beleg",
        "suche",
        "ansicht",
        "abstand",
        "vorhaben",
        "rolle",
        "nach",
    }
    return f"p-{parameter.name}" if parameter.name in reserved else parameter.name


def field_key(question: QuestionView, parameter: ParameterView) -> str:
    """Return the name of a parameter's field in the session."""
    return f"question:{question.id}:{parameter.name}"


def _field(question: QuestionView, parameter: ParameterView, reference: date) -> tuple[str, ...]:
    name, key = url_name(parameter), field_key(question, parameter)
    label = f"{parameter.label} *" if parameter.required else parameter.label
    default = parameter.default[0] if parameter.default else _NONE
    if parameter.choices:
        return _choice(parameter, label, name, key)
    if parameter.kind == "date":
        start = parameter.first_day(reference)
        chosen = permalink.day(label, name=name, key=key, default=start, help=parameter.help or None)
        return (chosen.isoformat(),)
    if parameter.kind == "boolean":
        yes = permalink.switch(
            label, name=name, key=key, default=default == "true", help=parameter.help or None
        )
        return ("true" if yes else "false",)
    value = permalink.text(label, name=name, key=key, default=default, help=parameter.help or None).strip()
    return (value,) if value else ()


def _choice(parameter: ParameterView, label: str, name: str, key: str) -> tuple[str, ...]:
    options = {c.value: indented(c.label, c.level) for c in parameter.choices}
    if parameter.multiple:
        default = [value for value in parameter.default if value in options]
        return permalink.choices(
            label,
            options,
            name=name,
            key=key,
            default=default,
            placeholder=t("question.all"),
            help=parameter.help or None,
        )
    fallback = parameter.default[0] if parameter.default else _NONE
    if not parameter.required or fallback not in options:
        options = {_NONE: t("question.choose" if parameter.required else "question.all")} | options
    value = permalink.choice(
        label,
        options,
        name=name,
        key=key,
        default=fallback if fallback in options else _NONE,
        help=parameter.help or None,
    )
    return (value,) if value else ()


def _problem(parameter: ParameterView, values: tuple[str, ...]) -> str | None:
    if not values:
        return t("question.missing", name=parameter.label) if parameter.required else None
    if parameter.kind in ("integer", "share", "decimal") and _number(values[0]) is None:
        return t("question.not_a_number", name=parameter.label)
    return None


def _canonical(value: str) -> str:
    """Write 1.234,5 as 1234.5; anything else stays."""
    number = _number(value) if "," in value else None
    return value if number is None else str(number)


def _number(text: str) -> Decimal | None:
    plain = text.replace(" ", "").replace("%", "")
    try:
        return Decimal(plain.replace(".", "").replace(",", ".") if "," in plain else plain)
    except InvalidOperation:
        return None
