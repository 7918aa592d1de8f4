"""Write the rule catalogue: `python -m shapes.catalogue` writes `docs/regeln.md`."""

from itertools import groupby
from pathlib import Path

from graph import Effect
from ontology.vocabulary import label
from shapes.rules import Rule, rules
from shapes.sheets import sheet_specs

TARGET = Path(__file__).parents[1] / "docs" / "regeln.md"

_INTRO = """# Regeln für gelieferte Daten

Erzeugt aus `shapes/*.ttl` mit `python -m shapes.catalogue`; nicht von Hand ändern.

Jede Lieferung wird an {count} Regeln geprüft. Ein **Fehler** hält einen Datensatz oder die ganze Datei zurück, eine
**Warnung** bleibt am Datensatz stehen, bis sie erledigt ist, ein **Hinweis** steht nur im Bericht. Unvollständig heißt
nicht falsch: Pflicht sind nur wenige Angaben, Leeres bleibt leer und zählt nie als null. Regeln mit ● schützen Menschen;
ihre Meldungen wiederholen nie, was sie gefunden haben.
"""
_EFFECTS = {
    Effect.REJECT_FILE: ("Die Datei wird abgewiesen", "Nichts aus der Datei wird gespeichert."),
    Effect.HOLD_ROW: (
        "Die Zeile wird zurückgestellt",
        "Die Zeile wartet mit ihrer Meldung, die übrigen gehen ein.",
    ),
    Effect.NOTE: ("Übernommen mit Hinweis", "Der Datensatz zählt; die Warnung bleibt sichtbar."),
    Effect.REPORT: ("Nur im Bericht", "Keine Folge für den Import."),
}


def catalogue() -> str:
    """The catalogue as Markdown, in German."""
    parts = [_INTRO.format(count=len({rule.id for rule in rules()}))]
    for effect, (title, consequence) in _EFFECTS.items():
        chosen = [rule for rule in rules() if rule.effect is effect]
        parts.append(
            f"## {title}\n\n{consequence}\n\n| Regel | Art | Gilt für | Befund | Erwartet | Abhilfe |"
        )
        parts[-1] += "\n|---|---|---|---|---|---|\n" + "\n".join(_rows(chosen)) + "\n"
    return "\n".join(parts)


def _rows(chosen: list[Rule]) -> list[str]:
    def told(rule: Rule) -> tuple[str, str]:
        return rule.id, rule.message["de"]

    rows = []
    for (number, message), group in groupby(sorted(chosen, key=told), key=told):
        shapes = list(group)
        first = shapes[0]
        cells = (
            number + (" ●" if first.silent else ""),
            first.severity.in_words("de"),
            _applies_to(shapes),
            message.replace("{?value}", "…").replace("{?other}", "…"),
            first.expected["de"],
            first.remedy["de"],
        )
        rows.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return rows


def _applies_to(shapes: list[Rule]) -> str:
    targets = {target for rule in shapes for target in rule.targets}
    if not targets:
        columns = {column.paths[-1]: column.label["de"] for spec in sheet_specs() for column in spec.columns}
        return ", ".join(sorted(columns[rule.path] for rule in shapes if rule.path is not None))
    if targets >= {spec.cls for spec in sheet_specs()}:
        return "alle Tabellen"
    names = {spec.cls: spec.label["de"] for spec in sheet_specs()}
    return ", ".join(sorted(names.get(target) or label(target) for target in targets))


if __name__ == "__main__":
    TARGET.write_text(catalogue(), encoding="utf-8")
