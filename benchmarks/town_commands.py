"""The example town from the first delivery to the answers: what each step costs, and how it grows.

Imports the example deliveries one by one into a temporary home, then puts every question once and builds the matrix
of one area. Prints processor seconds per step, and the ratio of the last third of the imports to the first: 1 means
that a delivery costs what it brings, not what is already there.
"""

import tempfile
import time
from datetime import date
from pathlib import Path

from app.service import Service
from app.starting import example_ags, example_files
from ontology.iris import Audience

DAY = date(2026, 11, 24)


def timed(name: str, start: float) -> float:
    """Print and return the processor seconds since `start`."""
    seconds = time.process_time() - start
    print(f"{seconds:7.2f} s  {name}", flush=True)
    return seconds


def main() -> None:
    """Measure on the example town."""
    with tempfile.TemporaryDirectory() as folder:
        service = Service.open(Path(folder), example_ags(), create=True)
        imports = []
        for file in example_files():
            start = time.process_time()
            token = service.stage(file.read_bytes(), file.name).value.token
            if token is None:
                raise SystemExit(f"{file}: the example was refused")
            service.accept(token, who="Messung", why="Messung", confirm_drop=True)
            imports.append(timed(f"Import {file.parent.name}/{file.name}", start))
        third = len(imports) // 3
        print(f"{sum(imports[-third:]) / sum(imports[:third]):7.2f}    letztes zu erstem Drittel der Importe")
        for question in service.questions().value:
            if any(p.required and not p.default for p in question.parameters):
                continue
            start = time.process_time()
            service.ask(question.id, {}, audience=Audience.INTERN, reference_date=DAY)
            timed(f"Frage {question.id}", start)
        start = time.process_time()
        service.matrix(area=None, audience=Audience.INTERN, reference_date=DAY)
        timed("Matrix der ganzen Stadt", start)


if __name__ == "__main__":
    main()
