"""What may be said about missing offers, per field of need and area, and how old the statements are it rests on."""

from app import display
from app.gaps.matrices import claim_text
from app.gaps.matrix_views import ChoiceView, FieldClaim, FieldClaims
from app.views import CellKind, CellView, ColumnView, TableView
from ontology.namespaces import SKOS
from ontology.vocabulary import concepts, label, vocabulary
from ontology.words import words_of
from queries.declarations import Declarations
from queries.matrix import EVERYBODY
from queries.reading import Reading
from queries.verdict import Inventory, claim_of

_WORDS = words_of(__name__)


def field_claims(whole: Reading, lang: str) -> FieldClaims:
    """Fields × areas, for all target groups together; for single ones more may be declared."""
    declarations = Declarations(whole)
    areas = [area for area in whole.areas.values() if area.is_cell]
    fields = [need for need in concepts("needs") if vocabulary().value(need, SKOS.broader) is None]
    return FieldClaims(
        fields=tuple(ChoiceView(str(field), label(field, lang)) for field in fields),
        areas=tuple(ChoiceView(str(area.iri), area.name) for area in areas),
        rows=tuple(
            tuple(_claim(whole, declarations.inventory(field, EVERYBODY, area.iri), lang) for area in areas)
            for field in fields
        ),
    )


def _claim(whole: Reading, inventory: Inventory, lang: str) -> FieldClaim:
    claim = claim_of(inventory)
    as_of = inventory.as_of or inventory.outdated
    today = whole.reference_date
    months = None
    if as_of is not None:
        months = (today.year - as_of.year) * 12 + today.month - as_of.month - (today.day < as_of.day)
    return FieldClaim(
        str(claim),
        claim_text(claim, lang),
        as_of,
        months,
        inventory.as_of is None and inventory.outdated is not None,
    )


def table(claims: FieldClaims, lang: str) -> TableView:
    """The same as a table, each claim with the day of the statement it rests on."""
    columns = (
        ColumnView("field", _WORDS("field", lang), CellKind.CONCEPT),
        *(ColumnView(area.value, area.label, CellKind.CLAIM) for area in claims.areas),
    )
    rows = tuple(
        (
            CellView(field.label, iri=field.value),
            *(CellView(words(claim, lang), claim.claim) for claim in row),
        )
        for field, row in zip(claims.fields, claims.rows, strict=True)
    )
    return TableView(
        _WORDS("title", lang),
        columns,
        rows if claims.areas else (),
        note=_WORDS("note", lang),
        name="completeness",
    )


def words(claim: FieldClaim, lang: str) -> str:
    """A claim with the day of the statement; one that is too old to count says so."""
    if claim.as_of is None:
        return claim.claim_text
    day = display.shown(claim.as_of, CellKind.DATE, lang)
    return f"{claim.claim_text}, {_WORDS('outdated' if claim.is_outdated else 'as_of', lang, day=day)}"
