"""A town that has just begun: every page opens, says that there is nothing yet and what to do, and claims no gap."""

import re

import pytest
from browsing import serving, visiting

from app.errors import SeveralTownsError
from app.starting import prepare
from app.web.registry import discover
from app.web.texts import t
from ontology.errors import IdentifierError

AGS = "99999042"
PAGES = tuple(page.header.url_path for page in discover())


def test_a_town_that_is_named_starts_empty_and_without_the_example(tmp_path):
    told: list[str] = []
    prepare(tmp_path, "127.0.0.1", told.append, AGS)
    assert told == [f"Die Stadt {AGS} ist noch leer; die Startseite sagt, womit es beginnt"]
    with pytest.raises(IdentifierError):
        prepare(tmp_path, "127.0.0.1", told.append, "Musterstadt")


def test_of_several_towns_one_must_be_named(tmp_path):
    for key in (AGS, "99999043"):
        (tmp_path / key / "log").mkdir(parents=True)
        (tmp_path / key / "log" / "000001.json").write_text("{}", "utf-8")
    with pytest.raises(SeveralTownsError, match="--town"):
        prepare(tmp_path, "127.0.0.1", lambda _: None)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUERBLICK_TOWN", AGS)
        with serving(tmp_path_factory.mktemp("leer"), tmp_path_factory.mktemp("server")) as url:
            yield url


@pytest.fixture(scope="module")
def visit(chromium, address):
    with visiting(chromium, address) as open_:
        yield open_


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_an_empty_town_opens_and_claims_nothing(visit, path):
    page = visit(f"/{'' if path == 'ueberblick' else path}")
    said = page.locator('[data-testid="stMain"]').inner_text()
    assert t("error.title", "de") not in said
    assert t("error.refused", "de") not in said
    claimed = re.search(
        r"\b[1-9]\d* (Lücken?|ohne (passendes )?Angebot)|nicht gedeckt|fehlt in der Stadt", said
    )
    assert claimed is None, said
    page.context.close()
