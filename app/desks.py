"""The desks of a town: what the facade `app.service` is divided into, each by what people do there."""

from app.answers.desk import AnswerDesk
from app.cockpit.desk import CockpitDesk
from app.coordination.desk import CoordinationDesk
from app.delivery.desk import Desk
from app.gaps.desk import GapDesk
from app.gated import Gated
from app.interfaces.desk import InterfaceDesk
from app.maps.desk import MapDesk
from app.money.desk import MoneyDesk
from app.networks.desk import NetworkDesk
from app.overlaps.desk import OverlapDesk
from app.papers.desk import PaperDesk
from app.processes.desk import ProcessDesk
from app.profiles.desk import ProfileDesk
from app.records.desk import RecordDesk
from app.scenarios.desk import ScenarioDesk
from app.study_desk import StudyDesk
from app.terms.desk import TermDesk
from app.versions.desk import ChangesDesk


class Desks(Gated):
    """One property per desk; a desk is cheap, it only knows the town."""

    @property
    def answers(self) -> AnswerDesk:
        """What stands around an answer: readiness, evidence of rows, comparisons, series, pins."""
        return AnswerDesk(self._town)

    @property
    def cockpit(self) -> CockpitDesk:
        """What to look at, what changed since, how well things are known."""
        return CockpitDesk(self._town)

    @property
    def changes(self) -> ChangesDesk:
        """What differs between two states: the report."""
        return ChangesDesk(self._town)

    @property
    def gaps(self) -> GapDesk:
        """The gap matrix with its filters, and the views of it people keep."""
        return GapDesk(self._town)

    @property
    def networks(self) -> NetworkDesk:
        """Networks of the town, their measures and findings."""
        return NetworkDesk(self._town)

    @property
    def profiles(self) -> ProfileDesk:
        """Profiles of single records and concepts, and the search for them."""
        return ProfileDesk(self._town)

    @property
    def studies(self) -> StudyDesk:
        """What lies between the questions: needs on three tracks, ways of goals, dates of committees."""
        return StudyDesk(self._town)

    @property
    def scenarios(self) -> ScenarioDesk:
        """What would be if: suppositions over the town."""
        return ScenarioDesk(self._town)

    @property
    def map(self) -> MapDesk:
        """The map: areas, sites, ways, and outlines to take in."""
        return MapDesk(self._town)

    @property
    def papers(self) -> PaperDesk:
        """Papers for committees."""
        return PaperDesk(self._town)

    @property
    def processes(self) -> ProcessDesk:
        """The processes of planning themselves: steps, who sees to them, dates."""
        return ProcessDesk(self._town)

    @property
    def money(self) -> MoneyDesk:
        """The money of the town: who pays what for whom, what ends when, deadlines, prices."""
        return MoneyDesk(self._town)

    @property
    def overlaps(self) -> OverlapDesk:
        """Overlaps of offers, with class, reasons and what is known around them."""
        return OverlapDesk(self._town)

    @property
    def interfaces(self) -> InterfaceDesk:
        """Where pillars meet: pairs of pillar groups, one pair closely, the ways of constellations."""
        return InterfaceDesk(self._town)

    @property
    def coordination(self) -> CoordinationDesk:
        """Who agreed to do what about an overlap or an interface."""
        return CoordinationDesk(self._town)

    @property
    def desk(self) -> Desk:
        """What was handed in and waits to be worked on and decided."""
        return Desk(self._town)

    @property
    def records(self) -> RecordDesk:
        """Single records: lists, forms, edits."""
        return RecordDesk(self._town)

    @property
    def terms(self) -> TermDesk:
        """The vocabulary inbox and the town's own words."""
        return TermDesk(self._town)
