"""The delivery template as a workbook, written from the sheet specifications; filled workbooks by the same code.

```
Lieferung        who delivers what for which day: label, value, explanation, tag
<one per class>  row 1 German labels, row 2 machine tags, then rows; drop-downs, text format where zeros count
Erläuterungen    every column: label, tag, mandatory or not, meaning, example, what is allowed
Listen           hidden; what the drop-downs offer
```
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from openpyxl import Workbook  # noqa: TID251 this room owns spreadsheets
from openpyxl.cell.cell import Cell, MergedCell  # noqa: TID251 same
from openpyxl.comments import Comment  # noqa: TID251 same
from openpyxl.utils import get_column_letter  # noqa: TID251 same
from openpyxl.worksheet.worksheet import Worksheet  # noqa: TID251 same

from loaders import template_style as style
from loaders.columns import HELP_TAG
from loaders.cover import TEMPLATE_VERSION, cover_fields
from loaders.errors import SourceError
from loaders.steady import steady
from loaders.template_lists import Lists
from ontology.sheets import ColumnSpec, SheetSpec
from ontology.words import words_of

Value = str | int | float | Decimal | bool | None
Rows = Mapping[str, Sequence[Mapping[str, Value]]]
"""Sheet tag → rows; a row is column tag (whole, or without the sheet's tag) → value."""

_FIRST_ROW = 3
_EPOCH = date(2026, 1, 1)
_HELP_COLUMNS = ("sheet", "column", "tag", "duty", "meaning", "example", "allowed")
_WORDS = words_of(__name__)


def write_template(
    specs: Sequence[SheetSpec], *, lang: str = "de", cover: Mapping[str, Value] | None = None
) -> bytes:
    """The empty template as XLSX.

    Args:
        specs: the sheets, in the order of the template.
        lang: "de" or "en", for labels and explanations; tags and terms stay.
        cover: values to fill in on the cover, e.g. the municipality: last part of the tag → value.
    """
    return write_records(specs, {}, cover=cover or {}, lang=lang)


def write_records(
    specs: Sequence[SheetSpec],
    rows: Rows,
    *,
    cover: Mapping[str, Value],
    lang: str = "de",
    empty: bool = True,
) -> bytes:
    """A filled workbook as XLSX. Equal input gives equal bytes.

    Args:
        specs: the sheets, in the order of the template.
        rows: what to fill in; text stays text, numbers stay numbers.
        cover: last part of the cover's tags (`quelle`, `titel`, `art`, `datum`, `von`, `ags` …) → value.
        lang: language of labels and explanations.
        empty: also write the sheets without rows.

    Raises:
        SourceError: a sheet, column or line of the cover does not exist.
    """
    known = {spec.tag for spec in specs}
    unknown = sorted(set(rows) - known)
    if unknown:
        raise SourceError(
            f"template: there is no sheet {', '.join(unknown)}; expected one of {', '.join(sorted(known))}"
        )
    workbook = Workbook()
    workbook.properties.creator = "Querblick"
    lists = Lists(specs, lang)
    _write_cover(workbook, cover, lists, lang)
    for spec in specs:
        filled = rows.get(spec.tag, ())
        if filled or empty:
            _write_sheet(workbook.create_sheet(spec.label[lang]), spec, filled, lists, lang)
    _write_help(workbook.create_sheet(_WORDS("help", lang)), specs, lists, lang)
    lists.write(workbook)
    return _saved(workbook)


def _write_cover(workbook: Workbook, values: Mapping[str, Value], lists: Lists, lang: str) -> None:
    sheet = workbook.worksheets[0]
    sheet.title = _WORDS("cover", lang)
    fields = cover_fields()
    names = {field.tag.rpartition("+")[2] for field in fields}
    unknown = sorted(set(values) - names)
    if unknown:
        raise SourceError(
            f"template: the cover has no line {', '.join(unknown)}; expected {', '.join(sorted(names))}"
        )
    sheet["A1"] = _WORDS("title", lang)
    sheet["A1"].font = style.TITLE
    for row, text in ((2, _WORDS("intro", lang)), (3, _WORDS("blanks", lang))):
        _cell(sheet, row, 1, text).alignment = style.WRAPPED
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
        sheet.row_dimensions[row].height = 48
    for row, field in enumerate(fields, start=5):
        name = field.tag.rpartition("+")[2]
        given = TEMPLATE_VERSION if name == "vorlage" else values.get(name)
        head = _cell(sheet, row, 1, field.label[lang])
        head.font = style.REQUIRED if field.required else style.LABEL
        cell = _cell(sheet, row, 2)
        style.format_cell(cell, field)
        _fill(cell, given)
        cell.fill = style.INPUT
        cell.border = style.LINE
        _cell(sheet, row, 3, field.help[lang]).alignment = style.WRAPPED
        _cell(sheet, row, 4, field.tag).font = style.TAG
        lists.validate(sheet, field, f"B{row}")
    for letter, width in (("A", 26), ("B", 44), ("C", 74), ("D", 22)):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False


def _write_sheet(
    sheet: Worksheet, spec: SheetSpec, rows: Sequence[Mapping[str, Value]], lists: Lists, lang: str
) -> None:
    for number, column in enumerate(spec.columns, start=1):
        letter = get_column_letter(number)
        head = _cell(sheet, 1, number, column.label[lang])
        style.format_header(head, required=column.required)
        head.comment = _comment(column, lists, lang)
        mark = _cell(sheet, 2, number, column.tag)
        mark.font, mark.fill = style.TAG, style.TAG_ROW
        style.format_column(sheet, letter, column)
        lists.validate(sheet, column, f"{letter}{_FIRST_ROW}:{letter}{lists.last_row}")
    tags = {column.tag: (number, column) for number, column in enumerate(spec.columns, start=1)}
    for row, values in enumerate(rows, start=_FIRST_ROW):
        for tag, given in values.items():
            found = tags.get(tag) or tags.get(f"{spec.tag}+{tag}")
            if found is None:
                raise SourceError(
                    f"template: sheet {spec.tag} has no column {tag}; expected {', '.join(tags)}"
                )
            cell = _cell(sheet, row, found[0])
            style.format_cell(cell, found[1])
            _fill(cell, given)
    sheet.freeze_panes = f"C{_FIRST_ROW}"
    sheet.row_dimensions[1].height = 30
    sheet.sheet_properties.tabColor = style.TAB_COLOURS.get(spec.tier)


def _write_help(sheet: Worksheet, specs: Sequence[SheetSpec], lists: Lists, lang: str) -> None:
    sheet["A1"], sheet["B1"] = HELP_TAG, _WORDS("help", lang)
    sheet["A1"].font, sheet["B1"].font = style.TAG, style.TITLE
    for number, name in enumerate(_HELP_COLUMNS, start=1):
        style.format_header(_cell(sheet, 2, number, _WORDS(f"help_column.{name}", lang)), required=False)
    row = 3
    for spec in specs:
        _cell(sheet, row, 1, spec.label[lang]).font = style.REQUIRED
        _cell(sheet, row, 5, spec.help[lang]).alignment = style.WRAPPED
        row += 1
        for column in spec.columns:
            duty = _WORDS("required" if column.required else "optional", lang)
            texts = (
                spec.label[lang],
                column.label[lang],
                column.tag,
                duty,
                column.help[lang],
                column.example,
            )
            for number, text in enumerate((*texts, lists.allowed_text(column)), start=1):
                cell = _cell(sheet, row, number)
                _fill(cell, text)
                cell.alignment = style.WRAPPED
            _cell(sheet, row, 3).font = style.TAG
            row += 1
    for letter, width in zip("ABCDEFG", (20, 26, 28, 12, 70, 34, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A3"


def _comment(column: ColumnSpec, lists: Lists, lang: str) -> Comment:
    duty = _WORDS("required" if column.required else "optional", lang)
    parts = [f"{column.label[lang]} ({duty})", column.help[lang], lists.allowed_text(column, short=True)]
    if column.example:
        parts.append(f"{_WORDS('help_column.example', lang)}: {column.example}")
    comment = Comment("\n".join(part for part in parts if part), "Querblick")
    comment.width, comment.height = 340, 170
    return comment


def _cell(sheet: Worksheet, row: int, column: int, text: str | None = None) -> Cell:
    cell = sheet.cell(row, column)
    if isinstance(
        cell, MergedCell
    ):  # pragma: no cover  the template writes into the first cell of a merge only
        raise SourceError(f"template: {sheet.title} {cell.coordinate} lies inside merged cells")
    if text is not None:
        _fill(cell, text)
    return cell


def _fill(cell: Cell, given: Value) -> None:
    """Put a value into a cell. Text stays text, also if it looks like a formula."""
    if given is None or given == "":
        return
    if isinstance(given, str):
        cell.value, cell.data_type = given, "s"
    else:
        cell.value = given


def _saved(workbook: Workbook) -> bytes:
    """The workbook with one day for all, so that equal content gives equal bytes."""
    raw = io.BytesIO()
    workbook.save(raw)
    return steady(raw.getvalue(), _EPOCH)
