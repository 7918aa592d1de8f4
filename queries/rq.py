"""The text of a `.rq` file: `#+` header lines, tokens with their line, `VALUES` blocks.

No parser of SPARQL (the engines have one): just enough of its words to check agreements and to put terms into
`VALUES` blocks, without mistaking a comment or a string for code.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from rdflib import Literal, URIRef
from rdflib.term import Node

from queries.errors import QuestionFileError

_TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<comment>\#[^\n]*)
      | (?P<string>"(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<name>[A-Za-z][\w.-]*)?:(?P<local>[\w.%-]*\w)?
      | (?P<word>[A-Za-z_]\w*)
      | (?P<mark>[{}()*])
      """,
    re.VERBOSE,
)
_NO_IRI = re.compile(r"[<>\"{}|^`\\\x00-\x20]")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the query; `kind` is iri, string, variable, name (prefixed), word or mark."""

    kind: str
    text: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ValuesBlock:
    """`VALUES ?name { content }`; `start` and `end` delimit the content."""

    name: str
    content: str
    line: int
    start: int
    end: int


@lru_cache(maxsize=8)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a query without its comments; those of the last few texts are kept, a file is checked for many things."""
    found = []
    line, seen = 1, 0
    for match in _TOKEN.finditer(text):
        kind = "name" if match.group().find(":") >= 0 and match.lastgroup in {"name", "local"} else ""
        kind = kind or match.lastgroup or "name"
        if kind != "comment":
            line, seen = line + text.count("\n", seen, match.start()), match.start()
            found.append(Token(kind, match.group(), line, match.start(), match.end()))
    return tuple(found)


@lru_cache(maxsize=512)
def values_blocks(text: str) -> Mapping[str, tuple[ValuesBlock, ...]]:
    """The `VALUES` blocks over one variable, by variable name without `?`; the branches of a UNION have their own.

    Remembered: an answer runs a dozen files, and looking for their blocks took as long as running them.
    """
    blocks: dict[str, tuple[ValuesBlock, ...]] = {}
    words = tokens(text)
    for at, word in enumerate(words):
        if word.kind != "word" or word.text.upper() != "VALUES" or words[at + 1].kind != "variable":
            continue
        name, opening = words[at + 1].text[1:], words[at + 2]
        closing = next(w for w in words[at + 3 :] if w.text == "}")
        content = text[opening.end : closing.start].strip()
        block = ValuesBlock(name, content, word.line, opening.end, closing.start)
        blocks[name] = (*blocks.get(name, ()), block)
    return MappingProxyType(blocks)


def fill(text: str, values: Mapping[str, Sequence[Node | None]], file: str) -> str:
    """Put terms into `VALUES` blocks; nothing else of the text changes. `None` is written as `UNDEF`.

    Raises:
        QuestionFileError: the file has no block for a variable.
    """
    blocks = values_blocks(text)
    for name in values:
        if name not in blocks:
            raise QuestionFileError(
                f"{file}: no block VALUES ?{name} {{ … }} to fill. Add it with the default"
            )
    wanted = [block for name in values for block in blocks[name]]
    for block in sorted(wanted, key=lambda b: -b.start):
        content = " ".join(written(term) for term in values[block.name])
        text = f"{text[: block.start]} {content} {text[block.end :]}"
    return text


def written(term: Node | None) -> str:
    """A term as SPARQL text on one line.

    Not by rdflib's `n3()`: it writes a string that holds a line break and ends with backslash and quote in a way that
    ends the string early.

    Raises:
        ValueError: not an IRI or literal, or a broken IRI.
    """
    if term is None:
        return "UNDEF"
    if isinstance(term, URIRef):
        if _NO_IRI.search(term) or ":" not in term:
            raise ValueError(f"'{term}' is not an absolute IRI")
        return f"<{term}>"
    if not isinstance(term, Literal):
        raise ValueError(f"{term!r} is neither IRI nor literal")  # noqa: TRY004 a value from outside, not a slip in code
    quoted = f'"{str(term).translate(_ESCAPES)}"'
    if term.language:
        return f"{quoted}@{term.language}"
    return f"{quoted}^^{written(URIRef(term.datatype))}" if term.datatype else quoted


def header_text(text: str) -> str:
    """The YAML of the leading `#+` lines."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#+"):
            break
        lines.append(line[2:].removeprefix(" "))
    return "\n".join(lines)


@cache
def load(folder: str, name: str) -> str:
    """The text of `queries/<folder>/<name>.rq`."""
    return files(__package__).joinpath(folder, f"{name}.rq").read_text("utf-8")


def names(folder: str) -> tuple[str, ...]:
    """The stems of all `.rq` files in `queries/<folder>`, sorted."""
    entries = files(__package__).joinpath(folder).iterdir()
    return tuple(sorted(e.name.removesuffix(".rq") for e in entries if e.name.endswith(".rq")))
