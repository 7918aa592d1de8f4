"""Agreed coordination, as command line and web pages call it; part of the facade `app.service`.

```python
desk = Service.open().coordination
subject = Subject(About.PAIR, (need, offer, other))
desk.agree(subject, Terms("Zugang abstimmen", "Fachdienst Jugend und Jobcenter", date(2027, 3, 31)), at, by="Sozialplanung")
```
"""

from datetime import date

from rdflib import URIRef

from app.asked import Asked
from app.coordination.agreements import About, Agreement, Agreements, Revision, Subject, Terms
from app.coordination.views import AgreementView, RevisionView
from app.display import iri_label
from app.errors import RequestError
from app.gate import Released
from app.gated import Gated, gated
from app.overlaps.words import PROGRESS, kind_text
from app.shelves import Place
from ontology.iris import Audience
from queries.words import Words


class CoordinationDesk(Gated):
    """Who agreed to do what about which overlap or interface. For the house alone, never for the public."""

    @gated
    def agreements(self, lang: str = "de") -> Released[tuple[AgreementView, ...]]:
        """All agreements, those taken back included; what ends first stands first."""
        return self._released(tuple(self._view(a, lang) for a in self._kept.all()), lang=lang)

    @gated
    def agreement(self, name: str, lang: str = "de") -> Released[AgreementView]:
        """One agreement with its history.

        Raises:
            RequestError: there is none.
        """
        return self._released(self._view(self._kept.get(name), lang), lang=lang)

    @gated
    def agree(
        self, subject: Subject, terms: Terms, asked: Asked, *, by: str, kind: str = ""
    ) -> Released[AgreementView]:
        """Write down what was agreed. `kind` is the class of the pair as `asked` sees it.

        Raises:
            RequestError: something is missing, or looks like a person, or it is asked for the public.
        """
        if asked.audience is Audience.PUBLIC:
            raise RequestError("Abstimmung: Vereinbart wird in der internen Sicht; bitte dorthin wechseln")
        version = self._town.snapshot(asked.version).version
        made = self._kept.add(subject, terms, by=by, seen=(asked.reference_date, version, kind))
        return self._released(self._view(made, asked.lang), asked.audience, asked.lang)

    @gated
    def change(
        self, name: str, terms: Terms, *, by: str, why: str = "", base: int, lang: str = "de"
    ) -> Released[AgreementView]:
        """Change an agreement; `base` is the number of the revision that was seen.

        Raises:
            RequestError: somebody else changed it meanwhile, nothing differs, or something looks like a person.
        """
        return self._released(
            self._view(self._kept.change(name, terms, by=by, why=why, base=base), lang), lang=lang
        )

    @gated
    def withdraw(
        self, name: str, *, by: str, why: str = "", base: int | None = None, lang: str = "de"
    ) -> Released[AgreementView]:
        """Take an agreement back; it stays in the list of those taken back. `base` as in `change`; None = the last one."""
        kept = self._kept.withdraw(name, by=by, why=why, base=base)
        return self._released(self._view(kept, lang), lang=lang)

    @gated
    def undo(
        self, name: str, *, by: str, why: str = "", base: int | None = None, lang: str = "de"
    ) -> Released[AgreementView]:
        """Undo the last change of an agreement, also that it was taken back. `base` as in `withdraw`."""
        kept = self._kept.undo(name, by=by, why=why, base=base)
        return self._released(self._view(kept, lang), lang=lang)

    @gated
    def remove(self, name: str) -> None:
        """Throw away an agreement that was taken back, with its history."""
        self._kept.remove(name)

    @property
    def _kept(self) -> Agreements:
        return Agreements(self._town.beside(Place.AGREEMENTS))

    def _view(self, agreement: Agreement, lang: str) -> AgreementView:
        day, version, kind = agreement.seen
        return AgreementView(
            id=agreement.id,
            about=str(agreement.subject.about),
            key=agreement.subject.key,
            parts=agreement.subject.parts,
            title=self._title(agreement.subject, lang),
            seen_on=day,
            seen_version=version,
            seen_kind=kind,
            seen_kind_text=kind_text(kind, lang),
            revisions=tuple(_revision(each, lang) for each in agreement.revisions),
        )

    def _title(self, subject: Subject, lang: str) -> str:
        """What it is about, by the names of today."""
        parts = [URIRef(part) for part in subject.parts]
        asked = Asked(Audience.INTERN, date.max, None, lang)
        labels = asked.reading(self._town).labels(parts)
        names = [iri_label(part, lang, labels) for part in parts]
        if subject.about is About.PAIR and len(names) == 3:
            return _PAIR.format(need=names[0], one=names[1], other=names[2]).get(lang)
        return " – ".join(names)


_PAIR = Words("{need}: {one} und {other}", "{need}: {one} and {other}")


def _revision(revision: Revision, lang: str) -> RevisionView:
    terms = revision.terms
    return RevisionView(
        number=revision.number,
        when=revision.when,
        by=revision.by,
        why=revision.why,
        what=terms.what,
        who=terms.who,
        until=terms.until,
        progress=str(terms.progress),
        progress_text=PROGRESS[terms.progress].get(lang),
        note=terms.note,
        is_withdrawn=terms.is_withdrawn,
    )
