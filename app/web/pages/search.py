"""Suche: everything the town knows and the program offers, by words, forgiving of typing errors."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.search.views import SearchResult
from app.web import permalink, stand
from app.web.formats import integer
from app.web.registry import PageHeader
from app.web.search import hits, reads
from app.web.search.bar import PAGE as PATH
from app.web.search.bar import WORDS
from app.web.stand import Stand
from app.web.texts import t

PAGE = PageHeader(
    title={"de": "Suche", "en": "Search"},
    order=80,
    url_path=PATH,
    icon="search",
    help={
        "de": "Angebote, Träger, Bedarfe, Recht, Fragen und Begriffe in einem Feld finden; auch bei Tippfehlern.",
        "en": "Find offers, providers, needs, law, questions and terms in one field, in spite of typing errors.",
    },
    group={"de": "Nachschlagen", "en": "Look up"},
)
_ALL: Final = "alle"


def render(chosen: Stand) -> None:
    """Draw the field and what was found."""
    words = permalink.text(
        t("search.words"), name=WORDS, key="search:words", placeholder=t("search.example"),
        icon=":material/search:", type="search",
    ).strip()  # fmt: skip
    index = reads.index(chosen.asked)
    result = index.found(words)
    if not words:
        st.markdown(t("search.how"))
        hits.looked(result)
        return
    if not result.groups:
        permalink.remember("gruppe", None, key="search:kind")
        hits.nothing(result)
    else:
        _found(result)
    stand.source_line(chosen)


def _found(result: SearchResult) -> None:
    st.html(f'<p class="q-lead"><strong>{hits.lead(result)}</strong></p>')
    names = {_ALL: t("search.all", count=integer(result.count))}
    names |= {g.kind.name: f"{g.kind.label} ({integer(g.kind.count)})" for g in result.groups}
    kind = permalink.choice(
        t("search.kind"), names, name="gruppe", key="search:kind", default=_ALL, widget=st.pills, required=True,
        label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    for group in result.groups:
        if kind in (_ALL, group.kind.name):
            hits.draw(group, alone=kind != _ALL)
            if kind == _ALL and group.kind.count > hits.FIRST:
                st.button(
                    t("search.more", count=integer(group.kind.count), kind=group.kind.label),
                    key=f"search:more:{group.kind.name}", type="tertiary", icon=":material/expand_more:",
                    on_click=permalink.put_back, args=("search:kind", group.kind.name),
                )  # fmt: skip
