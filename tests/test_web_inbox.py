"""The page of words: what waits is listed, a suggestion is one click, and nothing is decided before its effect was seen."""

import pytest
from streamlit.testing.v1 import AppTest  # noqa: TID251 draws the page without a browser

from app.service import Service
from app.web import reads
from app.web.texts import t

AGS = "99999001"
WORD = "Entschuldungshilfe Plus"


def script():
    """What the frame does around the page."""
    from types import SimpleNamespace

    from app.web import permalink
    from app.web.pages import inbox

    permalink.arrive("begriffe")
    inbox.render(SimpleNamespace())


@pytest.fixture
def page(tmp_path, monkeypatch, small_town):
    service = Service.open(tmp_path / "home", AGS, create=True)
    from app.delivery import workplace
    from app.delivery.receiving import receive

    data = small_town(change={"C-1": {"bedarf": WORD}})
    token = receive(service._town, data, "meldung.xlsx", lambda _stage, _done: None).token
    workplace.accept(service._town, token, "Sozialplanung", "Lieferung", confirm_drop=False)
    monkeypatch.setattr(reads, "service", lambda: service)
    monkeypatch.setattr(
        "app.web.tables.components.component",
        lambda _name: lambda **_: type("Nothing", (), {"record": None})(),
    )
    return AppTest.from_function(script, default_timeout=60).run()


def button(page, label):
    return next(b for b in page.button if label in b.label)


def test_a_word_is_decided_only_after_its_effect_was_seen(page):
    assert not page.exception, page.exception
    labels = [b.label for b in page.button]
    assert any("Schulden und Überschuldung" in label for label in labels)
    assert not any(t("inbox.decide") in label for label in labels)
    assert not any(t("inbox.look") in label for label in labels), "first a term has to be chosen"
    page = button(page, "Schulden und Überschuldung").click().run()
    page = button(page, t("inbox.look")).click().run()
    assert any("1 wartende Zeile wird lesbar." in m.value for m in page.markdown)
    assert t("inbox.decide") in [b.label for b in page.button]
    page = button(page, t("inbox.decide")).click().run()
    assert [e.value for e in page.error] == [t("import.who_and_why")]
    who, why = page.text_input(key="inbox:who"), page.text_input(key="inbox:why")
    who.input("Sozialplanung")
    why.input("so sagen es die Träger")
    page = button(page, t("inbox.decide")).click().run()
    assert not page.exception
    told = [s.value for s in page.success]
    assert any("Version 2" in text for text in told), told
    assert any(t("inbox.nothing") in text for text in told)


def test_another_choice_must_be_looked_at_again(page):
    page = button(page, "Schulden und Überschuldung").click().run()
    page = button(page, t("inbox.look")).click().run()
    assert t("inbox.decide") in [b.label for b in page.button]
    page = page.radio[0].set_value("concept").run()
    assert t("inbox.decide") not in [b.label for b in page.button]
