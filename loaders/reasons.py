"""Why something in a mapping was proposed, in words."""

from dataclasses import dataclass, field

_TEXTS = {
    "header": ("Die Spalte heißt „{header}“ wie bei uns.", "The column is called “{header}” as ours is."),
    "synonym": (
        "„{header}“ ist ein üblicher Name für „{ours}“.",
        "“{header}” is a usual name for “{ours}”.",
    ),
    "similar": (
        "„{header}“ ähnelt „{name}“, einem Namen für „{ours}“.",
        "“{header}” resembles “{name}”, a name for “{ours}”.",
    ),
    "values": (
        "{share} % der Werte in „{header}“ sehen aus wie „{ours}“.",
        "{share} % of the values in “{header}” look like “{ours}”.",
    ),
    "terms": (
        "{share} % der Werte in „{header}“ stehen in der Liste zu „{ours}“.",
        "{share} % of the values in “{header}” are in the list for “{ours}”.",
    ),
    "marks": (
        "Die Überschriften dieser Spalten mit Kreuzen stehen in der Liste zu „{ours}“: {header}.",
        "The headers of these columns with crosses are in the list for “{ours}”: {header}.",
    ),
    "key": (
        "„{header}“ ist in jeder Zeile anders und bleibt damit als Kennung.",
        "“{header}” differs in every row and so serves as key.",
    ),
    "key-made": (
        "Die Liste hat keine Nummern; die Kennung wird gebildet aus: {header}.",
        "The list has no numbers; the key is made of: {header}.",
    ),
    "same-row": ("Der Bezug ergibt sich aus derselben Zeile.", "The link follows from the same row."),
    "intern": (
        "Keine Spalte sagt, ob die Angaben öffentlich sind; dann gelten sie als intern.",
        "No column says whether this is public; then it counts as internal.",
    ),
    "assumed": (
        "Annahme, bitte bestätigen: {assumption}.",
        "An assumption, please confirm: {assumption_en}.",
    ),
    "made-name": ("Der Name wird gebildet aus: {header}.", "The name is made of: {header}."),
    "crs": (
        "Die Zahlen in „{header}“ passen zu {crs}; bitte an einer Adresse prüfen.",
        "The numbers in “{header}” fit {crs}; please check with one address.",
    ),
    "figures": (
        "Jede Zahlenspalte wird eine Kennzahl, jede gefüllte Zelle ein Messwert.",
        "Every column of numbers becomes an indicator, every filled cell an observation.",
    ),
    "years": ("Die Überschriften der Spalten sind Jahre.", "The headers of the columns are years."),
    "dated": (
        "Der Stichtag steht in den Überschriften oder im Titel.",
        "The date stands in the headers or in the title.",
    ),
    "signs": (
        "Zeichen für fehlende Werte und Personenzahlen unter 3 werden nicht übernommen, sondern im Wertstatus vermerkt.",
        "Signs for missing values and person counts below 3 are not taken over but noted in the value status.",
    ),
    "unit": ("Die Einheit steht in den Überschriften.", "The unit stands in the headers."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why. `kind`: header, synonym, values, similar or structure; `assumed`: somebody has to confirm it.

    `score`: 0..1. `text`: language → one sentence; it names headers and shares, never a value of a row.
    """

    kind: str
    score: float
    text: dict[str, str] = field(default_factory=dict)
    assumed: bool = False


def reason(kind: str, code: str, score: float, **fill: object) -> Reason:
    """A reason in both languages.

    Args:
        kind: what it rests on.
        code: which sentence.
        score: how sure, 0..1.
        fill: what stands in the sentence.
    """
    german, english = _TEXTS[code]
    return Reason(
        kind,
        round(min(1.0, score), 2),
        {"de": german.format(**fill), "en": english.format(**fill)},
        assumed=code in {"assumed", "crs"},
    )
