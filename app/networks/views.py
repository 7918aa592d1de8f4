"""Views of networks: what can be looked at, and one network with its tables."""

from dataclasses import dataclass

from app.views import AnswerView, ChoiceView, TableView


@dataclass(frozen=True, slots=True)
class NetworkInfo:
    """A network there is: what it asks, what an edge is, and what must be chosen first, if anything."""

    name: str
    title: str
    question: str
    edge: str
    directed: bool
    chosen: str = ""
    options: tuple[ChoiceView, ...] = ()


@dataclass(frozen=True, slots=True)
class NetworkView:
    """A network: its answer has the edge list as main table and the blocks findings, measures, densities, nodes."""

    info: NetworkInfo
    answer: AnswerView
    about: str = ""

    @property
    def edges(self) -> TableView:
        """The edge list."""
        given = self.answer
        return TableView(
            given.table_title, given.columns, given.rows, note=given.empty_text, name=given.table_name
        )

    def block(self, name: str) -> TableView:
        """The table of that name; `KeyError` if there is none."""
        return {block.name: block for block in self.answer.blocks}[name]


@dataclass(frozen=True, slots=True)
class NetworkDifference:
    """Two states of a network: what came, what went, and how many connections stayed."""

    lead: str
    appeared: TableView
    gone: TableView
    stayed: int
