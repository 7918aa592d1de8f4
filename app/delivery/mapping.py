"""How a file on the desk is read: every change of its mapping is a step that can be undone. Part of `app.delivery.desk`."""

from collections.abc import Callable, Mapping, Sequence

from app import jobs
from app.delivery import mapping_editing, mapping_views, workplace
from app.delivery.mapping_editing import FieldAt
from app.delivery.work import Act, UseMapping
from app.errors import RequestError
from app.gate import Released
from app.gated import Gated, gated
from app.records import options as record_options
from app.views import ChoiceView
from loaders.mapping import Mapping as Agreement
from loaders.mapping import check_mapping, read_mapping, write_mapping
from ontology.sheets import ColumnSpec, SheetSpec
from shapes import sheet_specs


class MappingDesk(Gated):
    """The mapping of a file on the desk. `at` are positions of table, record and field, as `MappedFieldView.at`."""

    @gated
    def use_mapping(self, token: str, text: str, why: str = "") -> None:
        """Read the file by this mapping (YAML) from now on; empty text = it is in the form of the template."""
        if text:
            problems = check_mapping(read_mapping(text, "Zuordnung"), sheet_specs())
            if problems:
                raise RequestError("Zuordnung: " + " ".join(problems))
        self._do(token, UseMapping(mapping=text, why=why))

    @gated
    def read_as(self, token: str, *, encoding: str | None = None, delimiter: str | None = None) -> None:
        """Read a text file in another encoding or with another separator; None = find it out."""
        why = f"Datei lesen als {encoding or 'erkannt'}, Trennzeichen {_mark(delimiter)}"
        self._change(token, why, lambda m: mapping_editing.read_as(m, encoding, delimiter))

    @gated
    def set_layout(
        self,
        token: str,
        sheet: str,
        *,
        header_rows: Sequence[int] | None = None,
        first_row: int | None = None,
        last_row: int | None = None,
        keep: Sequence[int] = (),
    ) -> None:
        """Say where the table of a sheet is; None = as before. `keep` are more rows that are data after all."""
        self._change(
            token,
            f"Lage der Tabelle im Blatt „{sheet}“",
            lambda m: mapping_editing.with_layout(m, sheet, header_rows, first_row, last_row, keep),
        )

    @gated
    def forget_layout(self, token: str, sheet: str) -> None:
        """Take the table of a sheet where it is found, whatever was said about it."""
        why = f"Lage der Tabelle im Blatt „{sheet}“ wie erkannt"
        self._change(token, why, lambda m: mapping_editing.as_found(m, sheet))

    @gated
    def set_source(self, token: str, key: str, title: str, kind: str, delivered_by: str = "") -> None:
        """Say who delivers; `kind` is a notation of the list of source kinds."""
        self._change(
            token,
            f"Quelle {title}",
            lambda m: mapping_editing.with_source(m, key, title, kind, delivered_by),
        )

    @gated
    def set_field(
        self, token: str, at: FieldAt, *, columns: Sequence[str] = (), constant: str | None = None
    ) -> None:
        """Fill one of our columns from others of the file, or with one fixed value; its steps stay."""
        name = self._field_name(token, at)
        why = f"{name} ← {constant if constant is not None else ', '.join(columns)}"
        self._change(token, why, lambda m: mapping_editing.with_field(m, at, columns, constant))

    @gated
    def add_field(
        self,
        token: str,
        at: tuple[int, int],
        to: str,
        *,
        columns: Sequence[str] = (),
        constant: str | None = None,
    ) -> None:
        """Fill one more of our columns."""
        spec = self._spec(token, at)
        column = spec.column(f"{spec.tag}+{to}")
        if column is None:
            raise RequestError(
                f"Zuordnung: Das Blatt {spec.label['de']} hat keine Spalte {to}. Bitte neu wählen"
            )
        why = f"{column.label['de']} ← {constant if constant is not None else ', '.join(columns)}"
        self._change(token, why, lambda m: mapping_editing.with_new_field(m, at, to, columns, constant))

    @gated
    def remove_field(self, token: str, at: FieldAt) -> None:
        """Fill one of our columns no more."""
        why = f"{self._field_name(token, at)} nicht mehr füllen"
        self._change(token, why, lambda m: mapping_editing.without_field(m, at))

    @gated
    def add_step(self, token: str, at: FieldAt, code: str) -> None:
        """One more step for a field, one of `MappingView.step_choices`."""
        why = f"weiterer Schritt für {self._field_name(token, at)}"
        self._change(token, why, lambda m: mapping_editing.with_step(m, at, code))

    @gated
    def remove_step(self, token: str, at: FieldAt, number: int) -> None:
        """A field without one of its steps, counted from 0."""
        why = f"ein Schritt weniger für {self._field_name(token, at)}"
        self._change(token, why, lambda m: mapping_editing.without_step(m, at, number))

    @gated
    def set_meanings(self, token: str, at: FieldAt, meanings: Mapping[str, str]) -> None:
        """Say what words of the source mean, or the crosses below a header; "" = they are left out."""
        told = ", ".join(f"„{word}“ heißt {meaning or 'nichts'}" for word, meaning in meanings.items())
        self._change(token, told, lambda m: mapping_editing.with_meanings(m, at, meanings))

    @gated
    def settle_sure(self, token: str) -> int:
        """Take the best offer for every word for which there is one that stands out; returns how many."""
        view = mapping_views.mapping_view(workplace.bench(self._town, token), "de")
        found = mapping_views.sure_meanings(view) if view else {}
        count = sum(len(words) for words in found.values())

        def all_of(mapping: Agreement) -> Agreement:
            for at, words in found.items():
                mapping = mapping_editing.with_meanings(mapping, at, words)
            return mapping

        if count:
            self._change(token, f"{count} sichere Begriffe übernommen", all_of)
        return count

    @gated
    def add_record(self, token: str, into: str, table: int = 0) -> None:
        """Let the rows of a table become records of one more kind; `into` is the tag of a sheet of ours."""
        spec = next((s for s in sheet_specs() if s.tag == into), None)
        if spec is None:
            raise RequestError(f"Zuordnung: Es gibt kein Blatt {into}. Bitte neu wählen")
        self._change(
            token, f"zusätzlich {spec.label['de']}", lambda m: mapping_editing.with_record(m, table, spec)
        )

    @gated
    def remove_record(self, token: str, at: tuple[int, int]) -> None:
        """Let rows become records of a kind no more."""
        why = f"ohne {self._spec(token, at).label['de']}"
        self._change(token, why, lambda m: mapping_editing.without_record(m, at))

    @gated
    def terms_of(self, into: str, to: str, lang: str = "de") -> Released[tuple[ChoiceView, ...]]:
        """The terms one of our columns may hold; empty if it takes any text."""
        spec = next((s for s in sheet_specs() if s.tag == into), None)
        column = spec.column(f"{into}+{to}") if spec else None
        offered = record_options.terms(column, lang) if column else ()
        return self._released(tuple(ChoiceView(o.value, o.label) for o in offered), lang=lang)

    def _do(self, token: str, act: Act) -> None:
        """Write a step down; what is being made of the state before it is of no use any more."""
        workplace.do(self._town, token, act)
        job = jobs.find(token)
        if job is not None:
            job.cancel()

    def _change(self, token: str, why: str, change: Callable[[Agreement], Agreement]) -> None:
        mapping = change(self._mapping(token))
        problems = check_mapping(mapping, sheet_specs())
        if problems:
            raise RequestError("Zuordnung: " + " ".join(problems))
        self._do(token, UseMapping(mapping=write_mapping(mapping), why=why))

    def _mapping(self, token: str) -> Agreement:
        mapping = self._town.staging.get(token).work.mapping
        if mapping is None:
            raise RequestError(
                "Zuordnung: Die Datei ist in der Form der Vorlage und braucht keine. Bitte Zellen oder Zeilen berichtigen"
            )
        return mapping

    def _spec(self, token: str, at: Sequence[int]) -> SheetSpec:
        mapping = self._mapping(token)
        specs = {spec.tag: spec for spec in sheet_specs()}
        try:
            return specs[mapping.tables[at[0]].records[at[1]].into]
        except (IndexError, KeyError):
            raise RequestError(
                "Zuordnung: Diese Stelle gibt es nicht (mehr). Bitte die Seite neu laden"
            ) from None

    def _field_name(self, token: str, at: FieldAt) -> str:
        spec, fields = self._spec(token, at), self._mapping(token).tables[at[0]].records[at[1]].fields
        if not 0 <= at[2] < len(fields):
            raise RequestError("Zuordnung: Dieses Feld gibt es nicht (mehr). Bitte die Seite neu laden")
        column: ColumnSpec | None = spec.column(f"{spec.tag}+{fields[at[2]].to}")
        return f"{spec.label['de']}, {column.label['de'] if column else fields[at[2]].to}"


def _mark(delimiter: str | None) -> str:
    return {None: "erkannt", "": "erkannt", "\t": "Tabulator"}.get(delimiter, delimiter or "")
