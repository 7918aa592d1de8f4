"""An empty town: what to do first, in order, each step with its way there."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.web.overview.leading import link
from app.web.texts import t

_STEPS = (("areas", "import"), ("offers", "import"), ("statements", "import"), ("needs", "import"))


def draw() -> None:
    """Draw the steps; nothing is counted where nothing was delivered."""
    st.info(t("start.text"), icon=":material/flag:")
    for number, (name, page) in enumerate(_STEPS, start=1):
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{number}. {t(f'start.{name}')}**  \n{t(f'start.{name}_text')}")
            link(page, t("overview.to_import"), {}, ":material/upload_file:")
    link("fragen", t("start.to_questions"), {}, ":material/quiz:")
