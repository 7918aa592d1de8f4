"""A town in memory: what questions read, without files, log or versions.

For tests, scenarios and notebooks: give it the triples of a Stand and ask.

```python
town = MemoryTown.of(Graph().parse("stand.ttl"), "99999001")
ask(town, "A1", {}, audience=Audience.INTERN, reference_date=date(2026, 11, 24))
```
"""

from collections.abc import Iterable
from dataclasses import dataclass

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
        extra: dict[URIRef, Iterable[Triple]] | None = None,
        engine: Engine | None = None,
        audience: Audience = Audience.INTERN,
    ) -> "MemoryTown":
        """Load a Stand and derive what follows from it.

        Args:
            stand: the triples of the Stand.
            ags: the municipality key.
            extra: further graphs with their triples (provenance, rows held back, single sources).
            engine: where to put all that; None = a new store in memory.
            audience: whose Stand it is.
        """
        town = cls(engine or EmbeddedEngine(), ags)
        town.engine.replace_graph(iris.VOCABULARY_GRAPH, _triples(vocabulary()))
        town.engine.replace_graph(iris.stand_graph(ags, audience), _triples(stand))
        for name, triples in (extra or {}).items():
            town.engine.replace_graph(name, _triples(triples))
        RuleDeriver.shipped().derive(town.engine, ags, audience, None)
        return town


def _triples(triples: Iterable[Triple] | Graph) -> list[Triple]:
    """To rdflib the parts of a triple are any nodes; in our graphs subject and predicate are IRIs."""
    return [(URIRef(str(s)), URIRef(str(p)), o) for s, p, o in triples]
