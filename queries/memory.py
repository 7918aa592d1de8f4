"""A town in memory: what questions read, without files, log or versions.

For tests, scenarios and notebooks: give it the triples of a Stand and ask.

```python
town = MemoryTown.of(Graph().parse("stand.ttl"), "99999001")
town = MemoryTown.read(Path("town"), "99999001")       # a folder with stand.ttl, provenance.ttl …
ask(town, "A1", {}, audience=Audience.INTERN, reference_date=date(2026, 11, 24))
```
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef

from graph import EmbeddedEngine, Engine, Triple
from ontology import iris
from ontology.iris import Audience
from ontology.vocabulary import vocabulary
from queries.derive import RuleDeriver


@dataclass(frozen=True, slots=True)
class MemoryTown:
    """A town in an engine that holds the graphs already; see `of`."""

    engine: Engine
    ags: str
    version: int = 0

    @classmethod
    def of(
        cls,
        stand: Iterable[Triple] | Graph,
        ags: str,
        *,
        extra: Mapping[URIRef, Iterable[Triple]] | None = None,
        engine: Engine | None = None,
        audience: Audience = Audience.INTERN,
        version: int = 0,
    ) -> "MemoryTown":
        """Load a Stand and derive what follows from it.

        Args:
            stand: the triples of the Stand.
            ags: the municipality key.
            extra: further graphs with their triples (provenance, rows held back, single sources).
            engine: where to put all that; None = a new store in memory.
            audience: whose Stand it is.
            version: the number it shall have.
        """
        town = cls(engine or EmbeddedEngine(), ags, version)
        town.engine.replace_graph(iris.VOCABULARY_GRAPH, _triples(vocabulary()))
        town.engine.replace_graph(iris.stand_graph(ags, audience), _triples(stand))
        for name, triples in (extra or {}).items():
            town.engine.replace_graph(name, _triples(triples))
        RuleDeriver.shipped().derive(town.engine, ags, audience, None)
        return town

    @classmethod
    def read(
        cls,
        folder: Path,
        ags: str,
        *,
        also: Sequence[Path] = (),
        engine: Engine | None = None,
        version: int = 0,
    ) -> "MemoryTown":
        """Load a folder of Turtle files, and what the folders in `also` add to them.

        `stand.ttl` is the internal Stand; `provenance.ttl`, `held_back.ttl`, `derived.ttl` (contradictions) and
        `source-<key>.ttl` (what a source says, internally) may stand beside it.
        """
        parts: dict[str, Graph] = {"stand": Graph()}
        for file in [file for each in (folder, *also) for file in sorted(each.glob("*.ttl"))]:
            parts.setdefault(file.stem, Graph()).parse(file)
        stand = parts.pop("stand")
        extra = {_graph_of(stem, ags): _triples(graph) for stem, graph in parts.items()}
        return cls.of(stand, ags, extra=extra, engine=engine, version=version)


def _graph_of(stem: str, ags: str) -> URIRef:
    kind, _, key = stem.partition("-")
    if kind == "source":
        return iris.source_graph(ags, key, Audience.INTERN)
    return {
        "provenance": iris.provenance_graph(ags),
        "held_back": iris.held_back_graph(ags),
        "derived": iris.derived_graph(ags, Audience.INTERN),
    }[kind]


def _triples(triples: Iterable[Triple] | Graph) -> list[Triple]:
    """To rdflib the parts of a triple are any nodes; in our graphs subject and predicate are IRIs."""
    return [(URIRef(str(s)), URIRef(str(p)), o) for s, p, o in triples]
