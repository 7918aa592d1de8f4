"""The way of somebody in a constellation of needs: one sentence, its numbers with their open parts, stops and ways.

Everything is counted by C3 and C4; this module only says it. A number that cannot be known is not said as one.
"""

from collections.abc import Sequence

from rdflib import Literal

from app.answers import translating as answers
from app.display import cell, iri_label
from app.interfaces.rows import named, notation
from app.interfaces.views import ConstellationPath, PathNode, PathWay
from app.views import CellKind, FactView, TableView
from queries.answer import Answer
from queries.answer import Row as AnswerRow
from queries.constellations import Constellation
from queries.verdict import Claim
from queries.words import NO_WORDS, Words, counted

_OPEN = ("missing", "part", "unknown")


def overview(answer: Answer, lang: str) -> TableView:
    """All constellations with the numbers of their ways."""
    return answers.table(answer.blocks[0], lang, answer.labels)


def path_view(usual: Constellation, answer: Answer, joined: Answer, lang: str) -> ConstellationPath:
    """The way of one constellation from C3 and C4, asked for it alone."""
    row = _rows(answer, "places")[0]
    ways = _rows(answer, "ways")
    return ConstellationPath(
        notation=notation(usual.iri),
        label=iri_label(usual.iri, lang, answer.labels),
        sentence=sentence(usual, answer).get(lang),
        facts=tuple(
            FactView(name.get(lang), text.get(lang)) for name, text in _facts(usual, row, ways, answer)
        ),
        nodes=tuple(_nodes(usual, answer, lang)),
        ways=tuple(_ways(answer, lang)),
        answer=answers.answer_view(answer, lang),
        joined=_joined(joined, lang),
    )


def sentence(usual: Constellation, answer: Answer) -> Words:
    """The way in one sentence; where no offer is known, that no number can be said."""
    row = _rows(answer, "places")[0]
    name = Words(iri_label(usual.iri, "de", answer.labels), iri_label(usual.iri, "en", answer.labels))
    needs = counted(len(usual.needs), *_NEEDS)
    head = _HEAD.format(name=name, needs=needs, pillars=counted(len(usual.pillars), *_PILLARS))
    open_needs = _open_words(answer)
    if row.get("places") is None:
        return head + _NOTHING + open_needs
    covered, places = _number(row, "covered"), _number(row, "places")
    body = _BODY.format(
        covered=_ALL_NEEDS if covered == len(usual.needs) else _SOME.format(covered=covered),
        least=NO_WORDS if covered == len(usual.needs) else _AT_LEAST,
        places=counted(places, *_PLACES), applications=_applications(row), ways=_unjoined(row, _rows(answer, "ways")),
    )  # fmt: skip
    return head + body + open_needs


def _applications(row: AnswerRow) -> Words:
    number, unknown = _number(row, "applications"), _number(row, "applicationsUnknown")
    words = counted(number, *_APPLICATIONS)
    return _NOT_SURVEYED.format(number=words, unknown=counted(unknown, *_OFFERS)) if unknown else words


def _unjoined(row: AnswerRow, ways: Sequence[AnswerRow]) -> Words:
    whole, without = _number(row, "ways"), _number(row, "unjoined")
    if not whole:
        return _ONE_PLACE
    firm = sum(str(way.get("claim")) == str(Claim.FIRM) for way in ways)
    return _WAYS.format(without=without, whole=counted(whole, *_WAY), firm=firm)


def _open_words(answer: Answer) -> Words:
    """The needs no offer is known to cover, by what may be said about them."""
    numbers = {name: len(_rows(answer, name)) for name in _OPEN}
    if not any(numbers.values()):
        return NO_WORDS
    whole = counted(sum(numbers.values()), *_OPEN_NEEDS)
    return _UNCOVERED.format(whole=whole, **numbers)


def _facts(
    usual: Constellation, row: AnswerRow, ways: Sequence[AnswerRow], answer: Answer
) -> list[tuple[Words, Words]]:
    """The numbers of the sentence one by one, each with what is not known of it."""
    plain = _plain
    facts = [
        (_F_NEEDS, _OF.format(part=plain(row, "covered"), whole=len(usual.needs))),
        (_F_PILLARS, plain_words(len(usual.pillars))),
    ]
    if row.get("places") is None:
        return facts
    pillars = _number(row, "pillarsUnknown")
    used = plain_words(_number(row, "pillars"))
    return [
        *facts,
        (_F_USED, _PLUS.format(number=used, unknown=counted(pillars, *_OFFERS)) if pillars else used),
        (_F_PLACES, _METHOD.format(number=plain(row, "places"), method=row["method"])),
        (_F_PROVIDERS, _METHOD.format(number=plain(row, "providers"), method=row["method"])),
        (_F_APPLICATIONS, _applications(row)),
        (_F_WAYS, _unjoined(row, ways)),
        (_F_OPEN, _open_words(answer) if any(_rows(answer, name) for name in _OPEN) else _NONE_OPEN),
    ]


def _nodes(usual: Constellation, answer: Answer, lang: str) -> list[PathNode]:
    def text(row: AnswerRow, name: str) -> str:
        return cell(row.get(name), CellKind.TEXT, lang, answer.labels).text

    nodes = [PathNode("person", "person", iri_label(usual.iri, lang, answer.labels), "")]
    stops: dict[str, PathNode] = {}
    for row in _rows(answer, "stops"):
        key = f"stop-{row['stop']}"
        place = text(row, "place") or text(row, "note") or text(row, "provider")
        stops.setdefault(key, PathNode(key, "stop", f"{row['stop']} · {place}", text(row, "provider")))
        detail = f"{text(row, 'offer')} · {text(row, 'pillar')} · {_APPLICATION.get(lang)}: {text(row, 'application')}"
        nodes.append(
            PathNode(f"need-{notation(named(row, 'need'))}", "need", text(row, "need"), detail, of=key)
        )
    for name, kind in (("missing", "gap"), ("part", "open"), ("unknown", "open")):
        nodes += [
            PathNode(f"need-{notation(named(row, 'need'))}", kind, text(row, "need"), text(row, "reason"))
            for row in _rows(answer, name)
        ]
    return [nodes[0], *stops.values(), *nodes[1:]]


def _ways(answer: Answer, lang: str) -> list[PathWay]:
    """The ways between stops, told by the order in which C3 gives them: each stop with every later one."""
    numbers = sorted({int(str(row["stop"])) for row in _rows(answer, "stops")})
    ends = [(one, other) for at, one in enumerate(numbers) for other in numbers[at + 1 :]]
    ways = []
    for (one, other), row in zip(ends, _rows(answer, "ways"), strict=True):
        joined = row.get("handover") is not None
        told = cell(row.get("handover" if joined else "reason"), CellKind.TEXT, lang, answer.labels).text
        ways.append(PathWay(f"stop-{one}", f"stop-{other}", joined, told))
    return ways


def _joined(answer: Answer, lang: str) -> TableView:
    """The one table of C4 that speaks of the constellation."""
    block = next((block for block in answer.blocks if block.rows), answer.blocks[0])
    table = answers.table(block, lang, answer.labels)
    columns = [at for at, column in enumerate(table.columns) if column.name != answers.BEHIND]
    return TableView(
        table.title,
        tuple(table.columns[at] for at in columns),
        tuple(tuple(row[at] for at in columns) for row in table.rows),
        note=table.note,
        name=table.name,
    )


def plain_words(number: int) -> Words:
    """A number as words."""
    return Words(str(number), str(number))


def _plain(row: AnswerRow, name: str) -> str:
    return str(_number(row, name))


def _number(row: AnswerRow, name: str) -> int:
    value = row.get(name)
    return int(str(value)) if isinstance(value, Literal) else 0


def _rows(answer: Answer, name: str) -> Sequence[AnswerRow]:
    return next((block.rows for block in answer.blocks if block.name == name), ())


_NEEDS = (Words("Bedarf", "need"), Words("Bedarfe", "needs"))
_PILLARS = (Words("Säule", "pillar"), Words("Säulen", "pillars"))
_PLACES = (Words("Anlaufstelle", "place to go"), Words("Anlaufstellen", "places to go"))
_APPLICATIONS = (Words("Antrag", "application"), Words("Anträge", "applications"))
_OFFERS = (Words("Angebot", "offer"), Words("Angeboten", "offers"))
_WAY = (Words("Weg", "way"), Words("Wegen", "ways"))
_OPEN_NEEDS = (Words("Bedarf", "need"), Words("Bedarfe", "needs"))
_HEAD = Words(
    "{name}: {needs} in {pillars} (nach dem Verzeichnis).", "{name}: {needs} in {pillars} (by the list)."
)
_NOTHING = Words(
    "Für keinen ist ein deckendes Angebot bekannt, soweit erfasst; wie viele Stellen aufzusuchen sind, lässt sich nicht sagen.",
    "For none of them a covering offer is known, as far as recorded; how many places to go to cannot be said.",
)
_BODY = Words(
    "{covered}: {least} {places}, {applications}; {ways} (soweit erfasst).",
    "{covered}: {least} {places}, {applications}; {ways} (as far as recorded).",
)
_ALL_NEEDS = Words("Für alle sind Angebote bekannt", "Offers are known for all of them")
_SOME = Words("Für {covered} davon sind Angebote bekannt", "Offers are known for {covered} of them")
_AT_LEAST = Words("mindestens", "at least")
_NOT_SURVEYED = Words("{number} (bei {unknown} nicht erhoben)", "{number} (not surveyed for {unknown})")
_ONE_PLACE = Words("nur eine Stelle, also kein Weg dazwischen", "one place only, so no way between")
_WAYS = Words(
    "{without} von {whole} zwischen den Stellen ohne bekannte Überleitung, davon {firm} belastbar",
    "{without} of {whole} between the places without known handover, {firm} of them firmly",
)
_UNCOVERED = Words(
    "{whole} ohne bekanntes deckendes Angebot: {missing} belastbar oder vorläufig, {part} nur zum Teil gedeckt, {unknown} nicht "
    "beurteilbar.",
    "{whole} without known covering offer: {missing} firmly or provisionally, {part} covered in part only, {unknown} not to be "
    "judged.",
)
_NONE_OPEN = Words("keine", "none")
_OF = Words("{part} von {whole}", "{part} of {whole}")
_PLUS = Words("{number} (bei {unknown} nicht bekannt)", "{number} (not known for {unknown})")
_METHOD = Words("{number} ({method})", "{number} ({method})")
_APPLICATION = Words("Antrag", "application")
_F_NEEDS = Words("Bedarfe mit deckendem Angebot", "Needs with covering offer")
_F_PILLARS = Words("Säulen der Konstellation (Verzeichnis)", "Pillars of the constellation (list)")
_F_USED = Words("Säulen der genutzten Angebote", "Pillars of the offers used")
_F_PLACES = Words("Anlaufstellen (kleinste Zahl)", "Places to go (smallest number)")
_F_PROVIDERS = Words("Träger (kleinste Zahl)", "Providers (smallest number)")
_F_APPLICATIONS = Words("Anträge", "Applications")
_F_WAYS = Words("Wege ohne Überleitung", "Ways without handover")
_F_OPEN = Words("Bedarfe ohne Angebot", "Needs without offer")
