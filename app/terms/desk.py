"""The town's words as the command line and the pages see them; part of the facade (`Service.terms`)."""

from datetime import date

from app.delivery.previews import finding_view
from app.errors import RequestError
from app.gate import Released
from app.gated import Gated, gated
from app.protection import Secrets
from app.terms import inbox, own_terms
from app.terms.inbox import Decision
from app.terms.views import InboxView, OwnTermView, TermDecidedView, TermEffectView
from app.versions.history import version_view
from graph import Version
from ontology.words import words_of

_WORDS = words_of(__name__)


class TermDesk(Gated):
    """The vocabulary inbox and the town's own words. Words are named by list (slug) and text."""

    @gated
    def inbox(self, lang: str = "de") -> Released[InboxView]:
        """Words of waiting deliveries that no list knows, and the town's own words."""
        benches = inbox.waiting(self._town)
        secrets = Secrets()
        for one in benches:
            secrets = secrets | one.examination.secrets
        view = own_terms.inbox_view(self._town, inbox.queue(self._town, benches), lang)
        return self._released(view, lang=lang, more=secrets)

    @gated
    def own(self, lang: str = "de") -> Released[tuple[OwnTermView, ...]]:
        """The town's own words."""
        return self._released(own_terms.own_terms(self._town.snapshot(), lang), lang=lang)

    @gated
    def effect(
        self, scheme: str, word: str, decision: Decision, lang: str = "de"
    ) -> Released[TermEffectView]:
        """What deciding about a word would do. Nothing is stored.

        Raises:
            KnowledgeGraphError: there is no such list, or the decision cannot be read.
        """
        view, secrets = inbox.effect(self._town, scheme, word, decision, _today(), lang)
        return self._released(view, lang=lang, more=secrets)

    @gated
    def decide(
        self, scheme: str, word: str, decision: Decision, *, who: str, why: str, lang: str = "de"
    ) -> Released[TermDecidedView]:
        """Make a decision about a word the next version.

        Raises:
            RequestError: it cannot be made; the message says what the rules object to.
        """
        edited, version = inbox.decide(self._town, scheme, word, decision, who=who, why=why, today=_today())
        if version is None:
            told = [finding_view(f, "de") for f, _ in edited.problems]
            reasons = " ".join(f"{f.rule}: {f.message} {f.remedy}" for f in told) or "nichts zu ändern"
            raise RequestError(f"Begriffe: {reasons}")
        return self._decided(version, _WORDS("decided", lang, word=word), lang)

    @gated
    def drop(self, key: str, *, who: str, why: str, lang: str = "de") -> Released[TermDecidedView]:
        """Take a word of the town's own back; a concept in use stays and is marked as outdated.

        Raises:
            RequestError: there is no such word, or `who` or `why` is empty or names a person.
        """
        version, gone = own_terms.drop(self._town, key, who, why)
        return self._decided(version, _WORDS("gone" if gone else "retired", lang, key=key), lang)

    def _decided(self, version: Version, lead: str, lang: str) -> Released[TermDecidedView]:
        view = TermDecidedView(lead, version_view(version, version.number, lang))
        return self._released(view, lang=lang)


def _today() -> date:
    return date.today()  # noqa: DTZ011 the day on the reader's calendar
