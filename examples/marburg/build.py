"""Builds the delivery workbooks of the Marburg facts from the authored tables: `python -m examples.marburg.build`."""

from pathlib import Path

from examples.authoring import authored, deliveries, write_delivery

HERE = Path(__file__).parent
TOWN, AGS = "Marburg", "06534014"


def build(target: Path = HERE / "lieferungen") -> list[Path]:
    """Write the workbooks below `target`; the paths in the order of import."""
    return [
        write_delivery(target / delivery.filename, AGS, delivery, authored(HERE, delivery))
        for delivery in deliveries(HERE, TOWN)
    ]


if __name__ == "__main__":
    for path in build():
        print(path.relative_to(HERE))
