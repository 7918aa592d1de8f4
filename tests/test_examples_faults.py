"""The faulty workbooks: exactly the planted findings, at exactly the planted cells."""

from pathlib import Path

import pytest

from app.service import Service
from examples.authoring import read_table

FAULTS = Path(__file__).parents[1] / "examples" / "beispielau" / "fehler"
FILES = sorted(FAULTS.glob("*.xlsx"))
EXPECTED = read_table(FAULTS / "erwartet.csv")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return Service.open(tmp_path_factory.mktemp("fehler"), "99999001", create=True)


def test_many_kinds_of_faults_are_planted():
    assert len({row["regel"] for row in EXPECTED}) >= 15
    assert len(read_table(FAULTS / "faelle.csv")) >= 40
    assert len(FILES) >= 10


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_faulty_file_gives_exactly_the_planted_findings(service: Service, file: Path):
    preview = service.check(file.read_bytes(), file.name).value
    found = {
        ((place.sheet or "") if place else "", (place.cell or "") if place else "", finding.rule)
        for finding in preview.findings
        if finding.severity != "info"
        for place in [finding.place]
    }
    planted = {(row["blatt"], row["zelle"], row["regel"]) for row in EXPECTED if row["datei"] == file.name}
    assert found == planted


REFUSED = {
    "02-doppelte-kennung": "DQ-L05",
    "03-schutzort-mit-anschrift": "DQ-L08",
    "04-schutzunterkunft-offen": "DQ-L08",
    "05-schutzort-im-text": "DQ-L08",
    "08-zu-kleine-zahl": "DQ-086",
    "09-gebiet-in-sich-selbst": "DQ-052",
    "10-keine-mappe": "DQ-L01",
    "11-pflichtspalte-fehlt": "DQ-L01",
    "13-andere-stadt": "DQ-L01",
    "14-ohne-offenlegung": "DQ-040",
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_dangerous_and_unreadable_files_are_refused_and_nothing_of_them_is_kept(service: Service, file: Path):
    preview = service.check(file.read_bytes(), file.name).value
    refused = preview.refused.rule if preview.refused else None
    assert refused == REFUSED.get(file.stem)


@pytest.mark.parametrize(
    "name", ["03-schutzort-mit-anschrift", "04-schutzunterkunft-offen", "05-schutzort-im-text"]
)
def test_what_would_tell_a_protected_place_is_not_repeated(service: Service, name: str):
    file = FAULTS / f"{name}.xlsx"
    preview = service.check(file.read_bytes(), file.name).value
    assert preview.refused is not None
    told = repr(preview)
    assert "Nirgendweg" not in told
    assert "00101" not in told
