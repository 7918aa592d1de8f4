"""What people see when a page fails: a German sentence and a number, never the text of the exception.

The text of an exception may quote data that the release gate would withhold. It goes nowhere but into the log of the
server, without the message: type and place are enough to find the cause.
"""

import hashlib
import traceback

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.errors import NoAreaError, NoTownError
from app.logs import code_path, logger
from app.web.formats import markdown
from app.web.texts import t
from ontology.errors import KnowledgeGraphError


def reference_number(error: BaseException) -> str:
    """Return a short number that names the kind of error and where it happened, for a call to the help desk."""
    frames = traceback.extract_tb(error.__traceback__)
    place = "|".join(f"{frame.name}:{frame.lineno}" for frame in frames[-3:])
    return hashlib.sha256(f"{type(error).__name__}|{place}".encode()).hexdigest()[:6].upper()


def show_script_error(error: Exception) -> bool:
    """Show an error page in the reader's language; tells Streamlit not to show its own."""
    number = reference_number(error)
    logger().error(
        "page.failed", number=number, error=type(error).__name__, where=code_path(error.__traceback__)
    )
    st.error(t("error.page", number=number), title=t("error.title"))
    return True


def show_expected(error: KnowledgeGraphError) -> None:
    """Show an error raised on purpose: its message is written for people and has passed the release gate."""
    if isinstance(error, NoTownError):
        st.title(t("error.no_town"), anchor=False)
        st.info(markdown(str(error)), icon=":material/home_work:")
        return
    if isinstance(error, NoAreaError):
        st.info(markdown(str(error)), icon=":material/map:")
        return
    st.error(markdown(str(error)), title=t("error.refused"))
