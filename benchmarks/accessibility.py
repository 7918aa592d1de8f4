"""What axe finds on every page, light and dark, wide and narrow, of every impact: written to `docs/barrierefreiheit.md`.

`python -m benchmarks.accessibility <folder>` opens each page of the town in that folder, and some pages with a choice made.
The column "vorher" of the list that is there stays as it is, so that a reader sees what became of it; `--first` writes both.
With `--print` nothing is written, and every finding is shown with the element it is about; `--only=luecken` looks at that page alone.
"""

import json
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from app.web.registry import discover

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browsing import SIZES, launched, serving, settle

ROOT: Final = Path(__file__).parent.parent
TARGET: Final = ROOT / "docs" / "barrierefreiheit.md"
IMPACTS: Final = {"critical": "kritisch", "serious": "schwer", "moderate": "mäßig", "minor": "gering"}
Scheme = Literal["light", "dark"]
SCHEMES: Final[dict[Scheme, str]] = {"light": "hell", "dark": "dunkel"}
WIDTHS: Final = {"desktop": "breit", "mobile": "schmal"}
OPENED: Final = (
    "fragen?frage=A1", "fragen?frage=C3", "luecken?ansicht=tabelle", "netze?ansicht=paare", "schnittstellen?ansicht=wege",
)  # fmt: skip
OURS: Final = re.compile(r"q-[a-z]|class=\"(frame|record|sort|chip|table|matrix|numeric|wide|column|corner)")
"""What the pages write themselves: their classes, and the tables and the matrix, which are components of their own."""
ORDER: Final = ("heading-order", "page-has-heading-one", "landmark-unique", "region")
"""Rules about how a page is put together, which is ours whosever the elements are."""
OPTIONS: Final = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
_WHERE: Final = 6


class Found(NamedTuple):
    """One element a rule is broken by."""

    page: str
    scheme: str
    width: str
    rule: str
    impact: str
    element: str
    about: str

    @property
    def whose(self) -> str:
        """Who can mend it: we, or the program the pages are made with."""
        return "Querblick" if self.rule in ORDER or OURS.search(self.element) else "Streamlit"


def addresses() -> list[str]:
    """Every page, the first one under no name, and pages with a choice made."""
    return ["", *(page.header.url_path for page in discover()[1:]), *OPENED]


def main(home: Path) -> None:
    """Look at every page and write the list."""
    found: list[Found] = []
    only = [argument.removeprefix("--only=") for argument in sys.argv if argument.startswith("--only=")]
    with serving(home, Path(tempfile.mkdtemp())) as url, launched() as browser:
        for path in only or addresses():
            for scheme in SCHEMES:
                found += looked_at(browser, url, path, scheme)
            print(path or "(Start)", len([f for f in found if f.page == path]), flush=True)
    if "--print" in sys.argv:
        for one in found:
            print(json.dumps({**one._asdict(), "whose": one.whose}, ensure_ascii=False))
        return
    TARGET.write_text("\n".join(listing(found, {} if "--first" in sys.argv else before())) + "\n", "utf-8")
    print(f"Geschrieben: {TARGET}")


def looked_at(browser: Browser, url: str, path: str, scheme: Scheme) -> Iterator[Found]:
    """Yield what is found on a page, wide and narrow."""
    context = browser.new_context(
        viewport=SIZES["desktop"],
        locale="de-DE",
        color_scheme=scheme,
        bypass_csp=True,
    )
    page = context.new_page()
    page.set_default_timeout(180_000)
    for width in WIDTHS:
        page.set_viewport_size(SIZES[width])
        page.goto(f"{url}/{path}")
        settle(page)
        yield from of(page, path, scheme, width)
    context.close()


def of(page: Page, path: str, scheme: str, width: str) -> Iterator[Found]:
    """Yield what axe finds on a page that is drawn."""
    violations: list[dict[str, Any]] = Axe().run(page, options=OPTIONS).response["violations"]
    for violation in violations:
        for node in violation["nodes"]:
            yield Found(
                path, scheme, width, violation["id"], node.get("impact") or violation["impact"], node["html"][:300],
                violation["help"],
            )  # fmt: skip


def before() -> dict[tuple[str, str], str]:
    """Return the column "vorher" of the list that is there, by table and first cell."""
    kept = {}
    for line in TARGET.read_text("utf-8").splitlines() if TARGET.exists() else ():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if len(cells) > 1 and "→" in cells[-1]:
            for number, cell in enumerate(cells[1:]):
                if "→" in cell:
                    kept[cells[0], str(number)] = cell.partition("→")[0].strip()
    return kept


def listing(found: list[Found], kept: dict[tuple[str, str], str]) -> Iterator[str]:
    """Yield the lines of the document."""
    yield "# Prüfung auf Barrierefreiheit"
    yield ""
    yield "Erzeugt mit `python -m benchmarks.accessibility <Ordner mit Beispielau>`; nicht von Hand ändern. Gezählt sind Elemente, die eine"
    yield "Regel von axe-core nicht einhalten, auch die Regeln guter Praxis, die kein Gesetz verlangt. Was die Zahlen für Menschen heißen, steht in der"
    yield "Erklärung zur Barrierefreiheit (Seite „Barrierefreiheit“). Ein Programm findet nur einen Teil dessen, was Menschen im Weg steht: null Funde sind"
    yield "kein Beweis, und erprobt hat Querblick noch niemand, der täglich mit Vorleseprogramm oder Vergrößerung arbeitet."
    yield ""
    yield "## Je Seite"
    yield ""
    yield f"Je Feld {' · '.join(IMPACTS.values())}, vorher → jetzt."
    yield ""
    kinds = [(scheme, width) for scheme in SCHEMES for width in WIDTHS]
    yield f"| Seite | {' | '.join(f'{SCHEMES[s]}, {WIDTHS[w]}' for s, w in kinds)} |"
    yield f"|---|{'---|' * len(kinds)}"
    counts = Counter((f.page, f.scheme, f.width, f.impact) for f in found)
    for path in addresses():
        name = f"`/{path}`"
        cells = []
        for number, (scheme, width) in enumerate(kinds):
            now = "·".join(str(counts[path, scheme, width, impact]) for impact in IMPACTS)
            cells.append(f"{kept.get((name, str(number)), '–' if kept else now)} → {now}")
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""
    yield from rules(found, kept)


def rules(found: list[Found], kept: dict[tuple[str, str], str]) -> Iterator[str]:
    """Yield the table of rules that are broken now or were before: what remains, and whose it is."""
    yield "## Je Regel"
    yield ""
    yield "Elemente auf allen Seiten in allen vier Ansichten zusammen. „Wessen“: was Querblick selbst schreibt und ordnet, oder was die Bedienelemente"
    yield "von Streamlit mitbringen."
    yield ""
    yield "| Regel | Was sie verlangt | Wessen | Wo | Elemente |"
    yield "|---|---|---|---|---|"
    by_rule: dict[tuple[str, str, str], list[Found]] = defaultdict(list)
    for one in found:
        by_rule[one.rule, one.impact, one.whose].append(one)
    for (rule, impact, whose), those in sorted(by_rule.items()):
        name = f"{rule}, {whose}, {IMPACTS[impact]}"
        pages = list(dict.fromkeys(f"/{one.page}" for one in those))
        where = (
            "alle Seiten"
            if len(pages) == len(addresses())
            else ", ".join(pages[:_WHERE])
            + (f" und {len(pages) - _WHERE} weitere" if len(pages) > _WHERE else "")
        )
        was = kept.pop((name, "3"), "0" if kept else str(len(those)))
        yield f"| {name} | {those[0].about} | {whose} | {where} | {was} → {len(those)} |"
    for (name, number), was in kept.items():
        if number == "3" and not name.startswith("`/"):
            yield f"| {name} | – | {name.split(', ')[1]} | – | {was} → 0 |"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
