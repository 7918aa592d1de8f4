"""What every `.rq` file of this room keeps to, checked when it is loaded and by a test over all files.

Portable SPARQL only (`docs/` says why): the answer must be the same on every engine, at any time, on an explicit list
of graphs.
"""

from collections.abc import Iterator, Sequence

from ontology.namespaces import prefixes
from ontology.vocabulary import find_concept
from queries import rq
from queries.errors import QuestionFileError
from queries.header import ALL, MUNICIPALITY, Header, Parameter

_FORBIDDEN = {
    "SERVICE": "reaches out to other servers; put the data into the town",
    "NOW": "makes the answer depend on the clock; use a date of the header",
    "FROM": "the graphs are given from outside; leave it out",
    "GRAPH": "the graphs are given from outside; leave it out",
    "INSERT": "a question changes nothing; use SELECT",
    "DELETE": "a question changes nothing; use SELECT",
    "LOAD": "a question changes nothing; use SELECT",
    "RAND": "makes the answer differ from run to run; leave it out",
}


def check_words(text: str, file: str) -> None:
    """What holds for every `.rq` file: our prefixes, nothing forbidden, no `SELECT *`.

    Raises:
        QuestionFileError: the first breach, with its line.
    """
    words = rq.tokens(text)
    table = prefixes()
    declared: set[str] = set()
    for at, word in enumerate(words):
        upper = word.text.upper()
        if word.kind == "word" and upper in _FORBIDDEN:
            raise QuestionFileError(f"{file}:{word.line}: {upper} {_FORBIDDEN[upper]}")
        if word.kind == "word" and upper == "SELECT" and _star(words[at + 1 : at + 3]):
            raise QuestionFileError(f"{file}:{word.line}: SELECT * hides what is read; name the variables")
        if word.kind == "word" and upper == "PREFIX":
            prefix, iri = words[at + 1].text.removesuffix(":"), words[at + 2].text.strip("<>")
            if table.get(prefix) != iri:
                expected = table.get(prefix, "a prefix of ontology/prefixes.ttl")
                raise QuestionFileError(
                    f"{file}:{word.line}: prefix {prefix}: is <{iri}>; expected {expected}. Correct it"
                )
            declared.add(prefix)
        elif word.kind == "name" and word.text.partition(":")[0] not in declared:
            is_declaration = at > 0 and words[at - 1].text.upper() == "PREFIX"
            if not is_declaration:
                raise QuestionFileError(
                    f"{file}:{word.line}: {word.text} has no PREFIX line. Add it from ontology/prefixes.ttl"
                )


def _star(following: Sequence[rq.Token]) -> bool:
    after = [word.text.upper() for word in following]
    return after[:1] == ["*"] or (after[:1] in (["DISTINCT"], ["REDUCED"]) and after[1:] == ["*"])


def check_question(text: str, header: Header, file: str) -> None:
    """What holds for a question beyond `check_words`: an order, the columns it declares, defaults that run.

    Raises:
        QuestionFileError: the first breach.
    """
    check_words(text, file)
    _check_order(text, file)
    _check_columns(text, header, file)
    blocks = rq.values_blocks(text)
    for parameter in header.parameters:
        if parameter.computed or parameter.kind == "date":
            _check_open(parameter, blocks.get(parameter.name, ()), file)
            continue
        wanted = default_text(parameter, file)
        if parameter.name not in blocks:
            raise QuestionFileError(
                f"{file}: parameter '{parameter.name}' has no default; expected VALUES ?{parameter.name} {{ {wanted} }}"
            )
        for block in blocks[parameter.name]:
            if block.content != wanted:
                raise QuestionFileError(
                    f"{file}:{block.line}: ?{parameter.name} is {{ {block.content} }} but the header's default is "
                    f"{wanted}. Make them equal"
                )
    for name in header.dates:
        if not all("xsd:date" in block.content for block in blocks.get(name, ())) or name not in blocks:
            raise QuestionFileError(
                f"{file}: date '{name}' has no default; expected VALUES ?{name} {{ \"2026-11-24\"^^xsd:date }}"
            )


def _check_open(parameter: Parameter, found: Sequence[rq.ValuesBlock], file: str) -> None:
    """Parameters whose default is not written in the file: those of the evaluator alone, and days."""
    if parameter.computed and found:
        raise QuestionFileError(
            f"{file}:{found[0].line}: ?{parameter.name} has a block, but the header says that only the evaluator reads it. "
            f"Remove one of both"
        )
    if not parameter.computed and not (found and all("xsd:date" in block.content for block in found)):
        raise QuestionFileError(
            f"{file}: date '{parameter.name}' has no day; expected VALUES ?{parameter.name} "
            f'{{ "2025-11-24"^^xsd:date }}'
        )


def default_text(parameter: Parameter, file: str) -> str:
    """The content of the `VALUES` block that says the default of a parameter.

    Raises:
        QuestionFileError: the default is not a value of the parameter.
    """
    default, place = parameter.default, f"{file}:header.parameters.{parameter.name}.default"
    if default == ALL or (default == MUNICIPALITY and parameter.kind == "area"):
        return "UNDEF"
    if parameter.kind == "integer":
        return str(default)
    if parameter.kind == "choice":
        if default not in [choice.value for choice in parameter.choices]:
            raise QuestionFileError(f"{place}: '{default}' is none of its choices. Correct it")
        return f'"{default}"'
    if parameter.kind == "concept":
        concept = find_concept(str(parameter.scheme), str(default))
        if concept is None:
            raise QuestionFileError(f"{place}: '{default}' is no concept of {parameter.scheme}. Correct it")
        prefix = max((iri, name) for name, iri in prefixes().items() if concept.startswith(iri))
        return f"{prefix[1]}:{concept.removeprefix(prefix[0])}"
    raise QuestionFileError(
        f"{place}: a parameter of kind '{parameter.kind}' can only have the default '{ALL}'"
    )


def projected(text: str) -> list[str]:
    """The variables of the outermost SELECT, without `?`, in order."""
    found: list[str] = []
    depth = 0
    words = iter(rq.tokens(text))
    for word in words:
        if word.kind == "word" and word.text.upper() == "SELECT":
            break
    last_as = False
    for word in words:
        if word.text == "{" or (word.kind == "word" and word.text.upper() == "WHERE"):
            break
        depth += {"(": 1, ")": -1}.get(word.text, 0)
        if word.kind == "variable" and (depth == 0 or last_as):
            found.append(word.text[1:])
        last_as = word.kind == "word" and word.text.upper() == "AS"
    return found


def _check_order(text: str, file: str) -> None:
    if "ORDER" not in [word.text.upper() for word in _outermost(text)]:
        raise QuestionFileError(f"{file}: no ORDER BY; rows would come in any order. Add one at the end")


def _outermost(text: str) -> Iterator[rq.Token]:
    depth = 0
    for word in rq.tokens(text):
        depth += {"{": 1, "}": -1}.get(word.text, 0)
        if depth == 0:
            yield word


def _check_columns(text: str, header: Header, file: str) -> None:
    given = set(projected(text))
    declared = {column.name for column in header.columns if not column.computed} | set(header.hidden)
    if missing := sorted(given - declared):
        raise QuestionFileError(
            f"{file}: ?{', ?'.join(missing)} not declared; expected an entry in 'columns' or 'hidden'. Add it"
        )
    if extra := sorted(declared - given):
        raise QuestionFileError(
            f"{file}:header.columns: {', '.join(extra)} not selected by the query. Select, or mark 'computed: true'"
        )
    names = {column.name for column in header.columns}
    for block in header.blocks:
        if unknown := sorted(set(block.columns) - names):
            raise QuestionFileError(
                f"{file}:header.blocks.{block.name}: {', '.join(unknown)} is no column. Correct it"
            )
