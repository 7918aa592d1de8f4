"""Interfaces of pillars, as command line and web pages call them; part of the facade `app.service`.

```python
desk = Service.open().interfaces
desk.interfaces(at).value.pairs                              # every pair of pillar groups with its state
desk.profile("saeulengruppe-jugendhilfe", "saeulengruppe-eingliederungshilfe", at)
desk.path("BK-04", at).value.sentence                        # the way of a constellation
```
"""

from rdflib import URIRef

from app.answers.catalogue import concept_choices
from app.asked import Asked, put
from app.errors import RequestError
from app.gate import Released
from app.gated import Gated, gated
from app.interfaces import path as constellation_path
from app.interfaces import rows as interface_rows
from app.interfaces.views import ConstellationPath, InterfaceProfile, InterfacesView
from app.town import OpenTown
from app.views import ChoiceView, TableView
from queries.asking import Given, prepared
from queries.constellations import constellations
from queries.offer_pillars import offer_pillars
from queries.pillar_pairs import pillars_of_groups


class InterfaceDesk(Gated):
    """Where pillars meet. `asked` says for whom, as of when, on which version."""

    @gated
    def interfaces(self, asked: Asked) -> Released[InterfacesView]:
        """Every pair of pillar groups, with how they work together and what a lack weighs."""
        view = interface_rows.interfaces_view(put(self._town, "J2", {}, asked), asked.lang)
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version))

    @gated
    def profile(
        self,
        one: str,
        other: str,
        asked: Asked,
        *,
        pillars: tuple[str, ...] = (),
        other_pillars: tuple[str, ...] = (),
    ) -> Released[InterfaceProfile]:
        """Two pillar groups closely: what is required and missing, transitions, offers of both, what hangs on one.

        Args:
            one: notation of a pillar group.
            other: notation of another one.
            asked: for whom, as of when, on which version.
            pillars: notations of pillars of the first group to narrow it to; empty = all of them.
            other_pillars: the same for the other group.

        Raises:
            RequestError: there is no such group, both are the same, or a pillar does not belong to its group.
        """
        groups = _groups(asked, self._town)
        if one == other:
            raise RequestError("Schnittstelle: zweimal dieselbe Säulengruppe; erwartet zwei verschiedene")
        sides = [_pillars(groups, name, own) for name, own in ((one, pillars), (other, other_pillars))]
        view = interface_rows.profile_view(
            interface_rows.Sides(
                (groups[one][0], groups[other][0]),
                (tuple(sides[0]), tuple(sides[1])),
                (groups[one][1], groups[other][1]),
            ),
            {
                code: put(self._town, code, {}, asked) for code in ("C5", "C7", "J3", "A11")
            }
            | {"C1": put(self._town, "C1", {"pillar": sides[0], "otherPillar": sides[1]}, asked)},
            lambda offers: offer_pillars(asked.reading(self._town), offers),
            asked.lang,
        )  # fmt: skip
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version))

    @gated
    def constellations(self, asked: Asked) -> Released[TableView]:
        """All constellations with the numbers of their ways, as C3 counts them."""
        table = constellation_path.overview(put(self._town, "C3", {}, asked), asked.lang)
        return self._released(table, asked.audience, asked.lang, self._town.snapshot(asked.version))

    @gated
    def path(self, constellation: str, asked: Asked, *, area: str = "") -> Released[ConstellationPath]:
        """The way of somebody in a constellation.

        Args:
            constellation: its notation.
            asked: for whom, as of when, on which version.
            area: key of the area the person lives in; empty = the whole town.

        Raises:
            ParameterError: there is no such constellation or area.
        """
        given = {"constellation": constellation} | ({"area": area} if area else {})
        state = Given(
            self._town.snapshot(asked.version), asked.audience, asked.reference_date, self._town.thresholds
        )
        usual = constellations(prepared(state, "C3", given).rows)[0]
        view = constellation_path.path_view(
            usual, put(self._town, "C3", given, asked), put(self._town, "C4", given, asked), asked.lang
        )
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version))


def _groups(asked: Asked, town: OpenTown) -> dict[str, tuple[URIRef, tuple[ChoiceView, ...]]]:
    """Notation of a pillar group → the group and its pillars."""
    found = pillars_of_groups(asked.reading(town))
    names = {choice.value: choice for choice in concept_choices("pillars", asked.lang)}
    return {
        interface_rows.notation(group): (
            group,
            tuple(names[key] for pillar in own if (key := interface_rows.notation(pillar)) in names),
        )
        for group, own in found.items()
    }


def _pillars(
    groups: dict[str, tuple[URIRef, tuple[ChoiceView, ...]]], name: str, wanted: tuple[str, ...]
) -> list[str]:
    """The pillars of a group that were chosen, all of them if none was."""
    if name not in groups:
        raise RequestError(
            f"Schnittstelle: Säulengruppe '{name}' gibt es nicht; erwartet eine von {', '.join(sorted(groups))}"
        )
    own = [choice.value for choice in groups[name][1]]
    if strange := [pillar for pillar in wanted if pillar not in own]:
        raise RequestError(
            f"Schnittstelle: {', '.join(strange)} gehört nicht zu '{name}'; erwartet eine von {', '.join(own)}"
        )
    return [pillar for pillar in own if not wanted or pillar in wanted]
