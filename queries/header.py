"""The `#+` header of a question: what it asks, takes, gives and rests on.

```sparql
#+ id: A1
#+ group: {de: Lücken, en: Gaps}
#+ title: {de: Bedarf ohne Angebot, en: Need without offer}
#+ parameters:
#+   - {name: area, kind: area, label: {de: Gebiet, en: Area}, default: all}
#+ columns:
#+   - {name: need, kind: concept, label: {de: Bedarf, en: Need}}
```

Whatever the header says is checked against the query below it when the file is loaded; an error names file and place.
"""

from collections.abc import Iterable
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from queries import rq
from queries.errors import QuestionFileError
from queries.words import Words

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same in C where it was built along: eighty headers are read at every start, and reading them took most of it."""

ColumnKind = Literal[
    "text", "record", "concept", "date", "integer", "decimal", "money", "share", "state", "claim", "persons"
]
ParameterKind = Literal["area", "concept", "integer", "choice", "record", "date"]
Name = Annotated[str, Field(pattern=r"^[a-z][A-Za-z0-9]*$")]

ALL = "all"
MUNICIPALITY = "municipality"
M = TypeVar("M", bound=BaseModel)


class Strict(BaseModel):
    """A model that takes nothing it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(Strict):
    """One value of a parameter of kind `choice`."""

    value: str
    label: Words


class Parameter(Strict):
    """A typed parameter. It fills the block `VALUES ?<name> { … }`, whose content in the file is the default.

    `default` is `all` (no restriction, `UNDEF`), a number, a choice, the notation of a concept, or `municipality`
    (`UNDEF` in the file, the town itself when asked); of a date it is the distance from the reference date in months
    (`-12`: a year before), and the file holds any day. A `required` parameter has no sensible default: the file runs
    without restriction, but asking needs a value. A `computed` one is read by the evaluator alone and has no block.
    """

    name: Name
    kind: ParameterKind
    label: Words
    help: Words | None = None
    default: int | str
    scheme: str | None = None
    choices: tuple[Choice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    multiple: bool = False
    required: bool = False
    computed: bool = False


class Column(Strict):
    """A column of the answer. `computed` ones come from the evaluator, the others are variables of the query.

    `unit` is shown behind the values; `sum_of` and `derived_from` name the columns this one follows from, which the
    small number rule needs to know.
    """

    name: Name
    kind: ColumnKind
    label: Words
    unit: str | None = None
    computed: bool = False
    sum_of: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()


class BlockSpec(Strict):
    """A part of the answer with a heading of its own.

    `columns` are the names of the columns it shows (all, if none are named); `empty` is said when it has no rows.
    """

    name: Name
    title: Words
    columns: tuple[str, ...] = ()
    empty: Words | None = None


class EvidenceBlock(Strict):
    """A table that belongs to no question, with its own columns (`queries/evidence.yaml`)."""

    name: str
    title: Words
    empty: Words
    columns: tuple[Column, ...]


class Needs(Strict):
    """Classes and properties without which the question cannot be answered."""

    classes: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()


class Header(Strict):
    """Everything a question says about itself.

    Attributes:
        dates: `VALUES` variable → how far from the reference date, in months: a number, or the name of a threshold or
            integer parameter, with `-` in front for the past. `0` is the reference date itself.
        graphs: what the query reads beside the Stand, its derived facts and the vocabularies.
        evaluate: the evaluator (`queries/evaluators/<name>.py`) that makes the answer from the rows of the query.
        network: the projection (`queries/networks/<name>.rq`) an algorithm of the evaluator works on.
        identity: the columns that tell which row is which when two answers are compared; without them those that show
            records and concepts and are not computed.
        compares: the integer parameter that names an earlier version; the evaluator also gets the rows of that one.
        algorithm: what the evaluator computes that SPARQL cannot, in a word.
        hidden: variables the evaluator reads and the answer does not show.
        aspects: which inventory aspects the answer depends on (`angebotsliste`, `abdeckung` …).
        codes: codes of gap or overlap types (`LU-01`).
        lead, empty: the sentence above the answer, with `{rows}` for the number of rows; and the one for no rows.
    """

    id: Annotated[str, Field(pattern=r"^[A-Z][0-9]{1,2}$")]
    group: Words
    title: Words
    question: Words
    definition: Words
    asked_by: Words
    codes: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    dates: dict[Name, int | str]
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    hidden: tuple[Name, ...] = ()
    blocks: tuple[BlockSpec, ...] = ()
    graphs: tuple[Literal["provenance", "held_back"], ...] = ()
    needs: Needs
    aspects: tuple[str, ...] = ()
    chart: Literal["table", "bar", "timeline", "network", "matrix", "map"] = "table"
    caveats: tuple[Words, ...] = ()
    evaluate: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")] | None = None
    network: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")] | None = None
    compares: Name | None = None
    identity: tuple[Name, ...] = ()
    algorithm: str | None = None
    lead: Words | None = None
    empty: Words | None = None


def read_header(text: str, file: str) -> Header:
    """The header of a question file, checked for itself.

    Raises:
        QuestionFileError: no header, no YAML, an unknown key, a missing one, or a value of the wrong kind.
    """
    header = parse_header(text, file, Header)
    _check_names(header, file)
    return header


def parse_header(text: str, file: str, model: type[M]) -> M:
    """The YAML of the `#+` lines as `model`.

    Raises:
        QuestionFileError: no header, no YAML, an unknown key, a missing one, or a value of the wrong kind.
    """
    source = rq.header_text(text)
    if not source:
        raise QuestionFileError(f"{file}:1: no header; expected lines that start with '#+'. Add one")
    try:
        return model.model_validate(yaml.load(source, _LOADER))  # noqa: S506 both are safe loaders
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise QuestionFileError(f"{file}:{line}: header is not YAML: {error.problem}. Correct it") from None
    except ValidationError as error:
        raise QuestionFileError("\n".join(_described(error, file))) from None


def _described(error: ValidationError, file: str) -> Iterable[str]:
    for problem in error.errors():
        place = ".".join(str(part) for part in problem["loc"])
        advice = {
            "extra_forbidden": "unknown key; expected one that queries/header.py lists. Remove or correct it",
            "unexpected_keyword_argument": "unknown key; expected 'de' and 'en'. Remove or correct it",
            "missing": "is missing; expected a value. Add it",
        }.get(problem["type"], f"{problem['msg']}. Correct it")
        yield f"{file}:header.{place}: {advice}"


def _check_names(header: Header, file: str) -> None:
    for where, names in (
        ("parameters", [p.name for p in header.parameters] + list(header.dates)),
        ("columns", [c.name for c in header.columns] + list(header.hidden)),
        ("blocks", [b.name for b in header.blocks]),
    ):
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            raise QuestionFileError(f"{file}:header.{where}: {', '.join(doubled)} named twice. Rename one")
    for parameter in header.parameters:
        _check_parameter(parameter, header, file)
    if header.compares and header.compares not in [p.name for p in header.parameters if p.kind == "integer"]:
        raise QuestionFileError(
            f"{file}:header.compares: '{header.compares}' is no integer parameter. Correct it"
        )
    if header.evaluate is None and (header.lead is None or header.empty is None):
        raise QuestionFileError(
            f"{file}:header: without an evaluator the sentences 'lead' and 'empty' are needed. Add them"
        )
    computed = [c.name for c in header.columns if c.computed]
    if header.evaluate is None and (computed or header.hidden):
        raise QuestionFileError(
            f"{file}:header.columns: {', '.join(computed) or 'hidden ones'} without an evaluator. Name it in 'evaluate'"
        )


def _check_parameter(parameter: Parameter, header: Header, file: str) -> None:
    place = f"{file}:header.parameters.{parameter.name}"
    if (parameter.kind == "concept") != (parameter.scheme is not None):
        raise QuestionFileError(f"{place}: 'scheme' belongs to kind 'concept' and only there. Correct it")
    if (parameter.kind == "choice") != bool(parameter.choices):
        raise QuestionFileError(f"{place}: 'choices' belong to kind 'choice' and only there. Correct it")
    if parameter.kind in ("integer", "date") and not isinstance(parameter.default, int):
        raise QuestionFileError(f"{place}.default: '{parameter.default}' is no whole number. Correct it")
    if parameter.computed and header.evaluate is None:
        raise QuestionFileError(f"{place}: 'computed' without an evaluator. Name it in 'evaluate'")
