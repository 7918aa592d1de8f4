"""The gap matrix with its filters, and the views of it people keep; part of the facade `app.service`.

```python
desk = Service.open().gaps
desk.matrix(MatrixChoice(area="G-03", states=("gap",)), at)     # what the filters leave
desk.save_view("Südhang, nur belegt", "luecken", {"gebiet": ("G-03",)})
```
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.asked import Asked
from app.delivery.workplace import check_reason
from app.errors import RequestError
from app.gaps.choice import EVIDENCE, NEEDS, NO_NORM, MatrixChoice, in_words, narrow
from app.gaps.matrices import matrix_view
from app.gaps.saved import SavedView, SavedViews
from app.gaps.views import SavedViewView
from app.gate import Released
from app.gated import Gated, gated
from app.protection import named_in
from app.shelves import Place
from app.views import MatrixView
from ontology.iris import Audience
from ontology.vocabulary import concepts, notation
from queries.verdict import Claim, State


class GapDesk(Gated):
    """The matrix as somebody wants to see it, and views kept under a name."""

    @gated
    def matrix(self, choice: MatrixChoice, asked: Asked) -> Released[MatrixView]:
        """The matrix with what the choice leaves out.

        Raises:
            ParameterError: area, group or field is not known, or several groups were named along the areas.
            RequestError: a filter names a value its mark cannot have.
        """
        _check(choice)
        whole = matrix_view(self._town, choice, asked)
        view = narrow(whole, replace(choice, field=None, groups=()))  # these are in the matrix already
        view = replace(view, filters=in_words(whole, choice))
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version))

    @gated
    def views(
        self, page: str = "", lang: str = "de", audience: Audience = Audience.INTERN
    ) -> Released[tuple[SavedViewView, ...]]:
        """The kept views, by name; `page` = only those of a page. The public finds none that names what is not published."""
        hidden = self._town.secrets(audience=audience).internal_names
        found = tuple(_shown(view) for view in self._views.all(page) if not named_in(view.name, hidden))
        return self._released(found, audience, lang)

    @gated
    def view(self, id_: str, lang: str = "de") -> Released[SavedViewView]:
        """One kept view.

        Raises:
            RequestError: there is none of this id.
        """
        return self._released(_shown(self._views.get(id_)), lang=lang)

    @gated
    def save_view(
        self, name: str, page: str, choices: Mapping[str, Sequence[str]], lang: str = "de"
    ) -> Released[SavedViewView]:
        """Keep what was chosen on a page under a name.

        Raises:
            RequestError: the name is empty, too long, taken, or names a person.
        """
        check_reason("Ansicht", name)
        return self._released(_shown(self._views.add(name, page, choices)), lang=lang)

    @gated
    def rename_view(self, id_: str, name: str, lang: str = "de") -> Released[SavedViewView]:
        """Give a kept view another name.

        Raises:
            RequestError: there is none of this id, or the name cannot be.
        """
        check_reason("Ansicht", name)
        return self._released(_shown(self._views.rename(id_, name)), lang=lang)

    @gated
    def remove_view(self, id_: str, lang: str = "de") -> Released[SavedViewView]:
        """Throw a kept view away; `restore_view` brings it back.

        Raises:
            RequestError: there is none of this id.
        """
        return self._released(_shown(self._views.remove(id_)), lang=lang)

    @gated
    def restore_view(self, id_: str, lang: str = "de") -> Released[SavedViewView]:
        """Bring back a view that was thrown away.

        Raises:
            RequestError: there is none of this id, or its name is taken by now.
        """
        return self._released(_shown(self._views.restore(id_)), lang=lang)

    @property
    def _views(self) -> SavedViews:
        return SavedViews(self._town.beside(Place.VIEWS))


def _check(choice: MatrixChoice) -> None:
    degrees = tuple(notation(degree) for degree in concepts("obligation-levels"))
    for given, known in (
        (choice.states, tuple(State)),
        (choice.claims, tuple(Claim)),
        (choice.needs, NEEDS),
        (choice.evidence, EVIDENCE),
        (choice.obligations, (*degrees, NO_NORM)),
    ):
        for value in given:
            if value not in known:
                raise RequestError(f"Matrix: '{value}' gibt es nicht; erwartet {', '.join(known)}")


def _shown(view: SavedView) -> SavedViewView:
    return SavedViewView(view.id, view.name, view.page, view.choices, view.saved_on)
