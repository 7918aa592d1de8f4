"""The `#+` header of a projection: what its nodes and edges are, and which variables hold them.

```sparql
#+ title: {de: Gemeinsame Gremien, en: Bodies in common}
#+ edge: {de: zwei Stellen im selben Gremium, en: two organisations on the same body}
#+ link: committee
#+ joint: {variable: member, kind: provider}
```

Either `joint`, all who share a link are connected with each other; or `ends`, from the first to the second.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from queries import rq
from queries.errors import QuestionFileError
from queries.header import Name, Strict
from queries.words import Words

FOLDER = "networks"
Kind = Literal["provider", "offer", "funder", "need"]


class End(Strict):
    """A variable of the projection that holds nodes, and what they are."""

    variable: Name
    kind: Kind


class Chosen(Strict):
    """The concept without which the projection makes no sense: the constellation whose ways it shows."""

    name: Name
    scheme: str
    label: Words


class NetworkHeader(Strict):
    """What a projection says about itself.

    Attributes:
        edge: what an edge means; part of every answer.
        link: the variable of the record an edge rests on.
        weight: the variable of its strength; without one each link counts 1 and parallel ones are added.
        confirmed: the variable of who confirmed it; both ends make an edge confirmed.
        group: the variable of the pillar group of the first end, where the offers do not tell it.
        base: which nodes count although they have no edge.
        only_base: whether nobody else is a node; who takes part beside them is counted as left out.
    """

    title: Words
    question: Words
    edge: Words
    link: Name
    joint: End | None = None
    ends: Annotated[tuple[End, ...], Field(max_length=2)] = ()
    weight: Name | None = None
    confirmed: Name | None = None
    chosen: Chosen | None = None
    group: Name | None = None
    base: Literal["providers", "offers", "none"]
    only_base: bool = False
    aspects: tuple[str, ...]
    order: int

    @model_validator(mode="after")
    def _one_shape(self) -> "NetworkHeader":
        if (self.joint is None) == (len(self.ends) != 2):
            raise ValueError("expected either 'joint' or two 'ends'")
        return self

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of nodes, in the order of the ends."""
        return (self.joint.kind,) if self.joint else tuple(dict.fromkeys(end.kind for end in self.ends))


@cache
def network_headers() -> Mapping[str, NetworkHeader]:
    """All projections by name, in their order.

    Raises:
        QuestionFileError: a header is broken, or names a variable the query has not.
    """
    read = {name: _read(name) for name in rq.names(FOLDER)}
    return MappingProxyType(dict(sorted(read.items(), key=lambda item: item[1].order)))


def _read(name: str) -> NetworkHeader:
    text = rq.load(FOLDER, name)
    try:
        header = NetworkHeader.model_validate(yaml.safe_load(rq.header_text(text)))
    except (ValidationError, yaml.YAMLError) as error:
        raise QuestionFileError(f"queries/{FOLDER}/{name}.rq: header: {error}") from error
    wanted = {header.link, header.weight, header.confirmed, header.group} - {None}
    wanted |= {end.variable for end in (header.joint, *header.ends) if end}
    known = {token.text[1:] for token in rq.tokens(text) if token.kind == "variable"}
    if missing := sorted(str(variable) for variable in wanted - known):
        raise QuestionFileError(
            f"queries/{FOLDER}/{name}.rq: the header names ?{missing[0]}, the query has no such variable"
        )
    return header
