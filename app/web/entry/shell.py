"""The script Streamlit runs for every session and every click. Everything is in modules, so that types are checked."""

from app.web import frame

frame.render()
