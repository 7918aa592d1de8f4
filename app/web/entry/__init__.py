"""The script alone in its folder: Streamlit takes a folder `pages` beside it for pages of its own older kind."""
