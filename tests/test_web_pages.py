"""One file is one page; and the modules of the room stay out of the way of everybody else's."""

import sys
from pathlib import Path

import pytest

from app.web import components, main, registry
from app.web.texts import LANGUAGES

WEB = Path(__file__).parent.parent / "app" / "web"
FILES = sorted(path.stem for path in (WEB / "pages").glob("*.py") if path.stem != "__init__")
ROOMS = {"ontology", "shapes", "graph", "loaders", "queries", "app"}


def test_every_file_is_a_page():
    assert len(registry.discover()) == len(FILES) >= 6


@pytest.mark.parametrize("page", registry.discover(), ids=lambda page: page.header.url_path)
def test_a_page_says_what_it_is_in_both_languages(page):
    header = page.header
    assert set(header.title) == set(header.help) == set(LANGUAGES)
    assert all(header.help.values())
    assert header.group is None or set(header.group) == set(LANGUAGES)
    assert header.url_path.isascii()
    assert header.url_path == header.url_path.lower()
    assert callable(page.render)


def test_addresses_and_places_are_unique():
    headers = [page.header for page in registry.discover()]
    assert len({h.url_path for h in headers}) == len(headers)
    assert len({h.order for h in headers}) == len(headers)
    assert [h.order for h in headers] == sorted(h.order for h in headers)
    assert headers[0].url_path == "ueberblick"


def test_no_module_hides_another():
    """The script's folder is on the path while Streamlit runs; a `queries.py` beside it would be imported instead."""
    names = {path.stem for path in (*WEB.glob("*.py"), *(WEB / "entry").glob("*.py"))}
    assert not names & ROOMS
    assert not names & set(sys.stdlib_module_names)


def test_the_script_stands_apart_from_the_folder_of_pages():
    """Else Streamlit takes the files of `pages/` for pages of its older kind and says the address does not exist."""
    assert not (WEB / "entry" / "pages").exists()
    assert main.app.script_path.parent.name == "entry"


@pytest.mark.parametrize("name", ["chrome", "map", "matrix", "table"])
def test_components_write_text_not_markup(name):
    source = (WEB / "components" / name / f"{name}.js").read_text("utf-8")
    for dangerous in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "http://",
        "https://",
    ):
        assert dangerous not in source
    assert callable(components.component(name))


def test_settings_keep_the_machine_quiet():
    settings = main.settings()
    assert settings["browser.gatherUsageStats"] is False
    assert settings["runner.postScriptGC"] is False
    assert settings["client.showErrorDetails"] == "none"
    assert settings["server.fileWatcherType"] == "none"
    assert settings["server.maxUploadSize"] == 25
    assert {"theme.light.primaryColor", "theme.dark.primaryColor"} <= set(settings)


def test_streamlit_knows_every_setting():
    from streamlit import config  # noqa: TID251 the settings are Streamlit's

    assert [name for name in main.settings() if name not in config.get_config_options()] == []
