"""What the register says, in German and English sentences: each function gives `{"de": …, "en": …}`."""

from datetime import date

from ontology.law.reference import LegalReference
from ontology.law.register import Law, Move, Paragraph

Text = dict[str, str]


def in_force(reference: LegalReference, law: Law, heading: str) -> Text:
    """The norm is in force."""
    day = _day(law.text_date)
    name = f"{reference} ({heading})" if heading else f"{reference}"
    return {
        "de": f"{name} {'sind' if reference.several else 'ist'} in Kraft (Textstand {day['de']}).",
        "en": f"{name} {'are' if reference.several else 'is'} in force (text of {day['en']}).",
    }


def future(reference: LegalReference, law: Law, start: date | None) -> Text:
    """The norm is written but not yet in force."""
    day = _day(law.text_date)
    if start is None:
        return {
            "de": f"{reference} ist noch nicht in Kraft (Textstand {day['de']}).",
            "en": f"{reference} is not yet in force (text of {day['en']}).",
        }
    first = _day(start)
    return {
        "de": f"{reference} tritt erst am {first['de']} in Kraft (Textstand {day['de']}).",
        "en": f"{reference} enters into force on {first['en']} (text of {day['en']}).",
    }


def repealed(reference: LegalReference, law: Law, *, named: bool) -> Text:
    """The norm is gone; `named` tells whether the text still names its number as repealed."""
    day = _day(law.text_date)
    if named:
        return {
            "de": f"{reference} {'sind' if reference.several else 'ist'} weggefallen (Textstand {day['de']}).",
            "en": f"{reference} {'have' if reference.several else 'has'} been repealed (text of {day['en']}).",
        }
    return {
        "de": f"{reference} {'sind' if reference.several else 'ist'} weggefallen: 03/2022 stand die Nummer im Gesetz, im Textstand {day['de']} fehlt sie.",
        "en": f"{reference} {'have' if reference.several else 'has'} been repealed: the number was there in 2022-03, the text of {day['en']} lacks it.",
    }


def moved(reference: LegalReference, successor: str | None, move: Move) -> Text:
    """The norm, or its whole law, stands elsewhere."""
    since = _day(move.since) if move.since else {"de": "", "en": ""}
    if move.kind == "law_renamed":
        return {
            "de": f"{reference} heißt heute {successor}. {move.note['de']} Quelle: {move.source}.",
            "en": f"{reference} is {successor} today. {move.note['en']} Source: {move.source}.",
        }
    de, en = (f" seit {since['de']}", f" since {since['en']}") if move.since else ("", "")
    return {
        "de": f"{reference} {'gelten' if reference.several else 'gilt'}{de} nicht mehr; jetzt {successor}. {move.note['de']} Quelle: {move.source}.",
        "en": f"{reference} no longer {'apply' if reference.several else 'applies'}{en}; now {successor}. {move.note['en']} Source: {move.source}.",
    }


def no_number(reference: LegalReference, law: Law) -> Text:
    """The law has no such paragraph or article."""
    day = _day(law.text_date)
    single = f"{law.sign} {reference.number}"
    return {
        "de": f"{law.abbreviation} hat keinen {single} (Textstand {day['de']}). Bitte Nummer und Gesetz prüfen.",
        "en": f"{law.abbreviation} has no {single} (text of {day['en']}). Please check the number and the law.",
    }


def no_absatz(reference: LegalReference, law: Law, paragraph: Paragraph) -> Text:
    """The provision exists, the cited Absatz does not."""
    day, cited = _day(law.text_date), f"{law.sign} {reference.number} {law.abbreviation}"
    known = paragraph.absaetze or ("1",)
    de, en = (
        (f"die Absätze {known[0]} bis {known[-1]}", f"paragraphs {known[0]} to {known[-1]}")
        if len(known) > 1
        else (f"Absatz {known[0]}", f"paragraph {known[0]}")
    )
    return {
        "de": f"{cited} hat keinen Absatz {reference.absatz}, nur {de} (Textstand {day['de']}).",
        "en": f"{cited} has no paragraph {reference.absatz}, only {en} (text of {day['en']}).",
    }


def law_alone(law: Law) -> Text:
    """Only a law was named."""
    return {
        "de": f"{law.abbreviation} ({law.name}) ist im Register; ein Paragraf ist nicht genannt.",
        "en": f"{law.abbreviation} ({law.name}) is in the register; no section is named.",
    }


def no_law(reference: LegalReference) -> Text:
    """A paragraph without a law."""
    return {
        "de": f"Bei „{reference}“ fehlt das Gesetz. Bitte ergänzen, z. B. „§ 11 SGB VIII“.",
        "en": f"The law is missing in '{reference}'. Please add it, e.g. '§ 11 SGB VIII'.",
    }


def not_in_register(reference: LegalReference, verification: str | None) -> Text:
    """The law is not in the register; `verification` is set if the list of legal bases knows the norm."""
    text = {
        "de": f"{reference.law} ist nicht im Register des Bundesrechts.",
        "en": f"{reference.law} is not in the register of federal law.",
    }
    if verification is not None:
        text["de"] += f" {reference} steht in der Liste der Rechtsgrundlagen, Prüfstand: {verification}."
        text["en"] += f" {reference} is in the list of legal bases, checked: {verification}."
    return text


def other_meaning(reference: LegalReference, law: Law, earlier_heading: str) -> Text:
    """The number meant something else in 2022."""
    cited = f"{law.sign} {reference.number} {law.abbreviation}"
    return {
        "de": f"03/2022 hieß {cited} noch „{earlier_heading}“. Bitte prüfen, was gemeint ist.",
        "en": f"In 2022-03, {cited} was headed '{earlier_heading}'. Please check what is meant.",
    }


def range_end_missing(reference: LegalReference, law: Law) -> Text:
    """A cited range ends at a number that does not exist."""
    end = f"{law.sign} {reference.through} {law.abbreviation}"
    return {
        "de": f"{end} am Ende der Spanne gibt es nicht.",
        "en": f"{end} at the end of the range does not exist.",
    }


def repealed_within(law: Law, numbers: list[str]) -> Text:
    """A cited range holds provisions that are gone."""
    listed = ", ".join(f"{law.sign} {number}" for number in numbers)
    return {"de": f"Darin weggefallen: {listed}.", "en": f"Repealed within: {listed}."}


def _day(day: date) -> Text:
    return {"de": day.strftime("%d.%m.%Y"), "en": day.isoformat()}
